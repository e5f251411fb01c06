//! Whole files of images, and those that lie beside them: `/file?ID=`, `/file?ID=&PART=`.

use std::sync::Arc;

use plugin_api::{Answer, Error, ErrorKind, Request};
use service::{DiskFile, FoundImage, Wanted, query_params};

use crate::error::Result;
use crate::{DataLink, companions};

/// The media type of a file whose row says none.
pub(crate) const FITS: &str = "application/fits";

/// What is public changes seldom, and may become secret.
pub(crate) const FOR_ALL: &str = "public, max-age=300";
/// What caches are told of all else.
pub(crate) const FOR_ONE: &str = "private, no-cache";

/// Answers `/file`.
pub(crate) async fn file(datalink: &DataLink, request: &Request) -> Result<Answer> {
    let params = query_params(request)?;
    let image = datalink.image(request.principal(), params.required("ID")?).await?;
    match params.single("PART")? {
        Some(name) => companions::answer(datalink, request, &image, name).await,
        None => answer(datalink, request, &image).await,
    }
}

/// The file of an image, or the part of it that is wanted. Whoever asks has been let in.
pub(crate) async fn answer(
    datalink: &DataLink,
    request: &Request,
    image: &Arc<FoundImage>,
) -> Result<Answer> {
    let caching = datalink.caching(request.principal(), std::slice::from_ref(image))?;
    let file = open(datalink, image).await?;
    let wanted = Wanted::of(request);
    let answer = file.answer(&datalink.host, &wanted, content_type(image), name(image), true).await?;
    Ok(answer.with_header("cache-control", caching))
}

/// Opens the file of an image.
pub(crate) async fn open(datalink: &DataLink, image: &FoundImage) -> Result<DiskFile> {
    let file = DiskFile::open(&datalink.host, &image.path).await?;
    Ok(file.ok_or_else(|| missing(image))?)
}

/// A file that is in the list and not on the disk.
pub(crate) fn missing(image: &FoundImage) -> Error {
    let log = format!("the file of {} is missing: {}", image.did, image.path.display());
    Error::new(ErrorKind::Internal, "the file of this image is missing here; tell those who run the service")
        .with_log(log)
}

/// The media type of the file of an image.
pub(crate) fn content_type(image: &FoundImage) -> &str {
    image.format.as_deref().unwrap_or(FITS)
}

/// The name of the file of an image.
pub(crate) fn name(image: &FoundImage) -> &str {
    image.file.rsplit('/').next().unwrap_or_default()
}

/// The name without what says that it is a FITS file, for names of what is made from it.
pub(crate) fn stem(image: &FoundImage) -> &str {
    catalogue::images::stem(name(image))
}
