//! Files that lie beside images, such as their weights: links to them, and they themselves.

use std::sync::Arc;

use catalogue::Scope;
use catalogue::images::Companion;
use plugin_api::{Answer, Error, Request, Result};
use service::{DiskFile, FoundImage, Wanted};

use crate::links::{Link, url};
use crate::{DataLink, error, file};

/// Links to those that are there.
pub(crate) async fn links(
    datalink: &DataLink,
    scope: &Scope,
    id: &str,
    image: &Arc<FoundImage>,
) -> Result<Vec<Link>> {
    let base = datalink.host.base_url();
    let mut links = Vec::new();
    for companion in declared(scope, image) {
        let Some((path, found)) = open(datalink, scope, image, companion).await? else { continue };
        let address = url(&base, "/file", &[("ID", &image.did), ("PART", &companion.name)]);
        let told =
            companion.description.clone().unwrap_or_else(|| format!("The {} of this image", companion.name));
        links.push(Link {
            content_length: Some(found.length()),
            local_semantics: Some(companion.name.clone()),
            ..Link::to(id, &companion.semantics, address).typed(media_type(&path)).described(told)
        });
    }
    Ok(links)
}

/// The file of an image's companion, or the part of it that is wanted. Whoever asks has been let in.
pub(crate) async fn answer(
    datalink: &DataLink,
    request: &Request,
    image: &Arc<FoundImage>,
    name: &str,
) -> error::Result<Answer> {
    let caching = datalink.caching(request.principal(), std::slice::from_ref(image))?;
    let scope = datalink.scopes.of(&datalink.host, request.principal())?;
    let companion =
        declared(&scope, image).iter().find(|companion| companion.name.eq_ignore_ascii_case(name));
    let found = match companion {
        Some(companion) => open(datalink, &scope, image, companion).await?,
        None => None,
    };
    let (path, found) = found.ok_or_else(|| absent(&scope, image, name))?;
    let shown = path.rsplit('/').next().unwrap_or_default();
    let answer = found.answer(&datalink.host, &Wanted::of(request), media_type(&path), shown, true).await?;
    Ok(answer.with_header("cache-control", caching))
}

fn declared<'s>(scope: &'s Scope, image: &FoundImage) -> &'s [Companion] {
    scope.images_of(&image.collection).map_or(&[], |images| &images.companions)
}

/// The path below the folder, and the file, if it is there.
async fn open(
    datalink: &DataLink,
    scope: &Scope,
    image: &FoundImage,
    companion: &Companion,
) -> Result<Option<(String, DiskFile)>> {
    let below = companion.of(&image.file);
    let Some(path) = scope.images_of(&image.collection).and_then(|images| images.path_of(&below)) else {
        return Ok(None);
    };
    Ok(DiskFile::open(&datalink.host, &path).await?.map(|found| (below, found)))
}

fn absent(scope: &Scope, image: &FoundImage, name: &str) -> Error {
    let shown: String = name.chars().filter(|letter| !letter.is_control()).take(40).collect();
    let known: Vec<&str> = declared(scope, image).iter().map(|companion| companion.name.as_str()).collect();
    Error::not_found(match known.as_slice() {
        [] => format!("this image has no part `{shown}`; leave PART out for the image itself"),
        known => format!("this image has no part `{shown}`; its collection has: {}", known.join(", ")),
    })
}

fn media_type(path: &str) -> &'static str {
    if path.to_ascii_lowercase().ends_with(".gz") { "application/gzip" } else { file::FITS }
}
