//! Pictures in grey: `/preview?ID=`.

use bytes::Bytes;
use plugin_api::{Answer, Request};
use preview::{Blanks, Format, Picture, grey};
use service::{FoundImage, Version, Wanted, query_params};

use super::cache::key;
use super::grid::Grid;
use super::overlay;
use super::params::{Grey, Look};
use super::plane::View;
use super::{Pictures, answer, deadline, encoded, refused, unchanged};
use crate::error::Result;
use crate::opened::OpenFiles;
use crate::soda::answer::from_open;
use crate::{DataLink, file};

/// Answers `/preview`.
pub(crate) async fn preview(datalink: &DataLink, request: &Request) -> Result<Answer> {
    let params = query_params(request)?;
    let look = Look::read(&params, datalink.config.picture_side_max)?;
    let grey = Grey::read(&params)?;
    let image = datalink.image(request.principal(), params.required("ID")?).await?;
    let stem = format!("{}_preview", file::stem(&image));
    let wanted = Wanted::of(request);
    if let Some(table) = look.overlay.clone() {
        let picture = with_objects(datalink, request, &image, (look.clone(), grey), &table).await?;
        return answer(picture, look.format, &stem, None, &wanted).await;
    }
    let version = version(datalink, &image).await?;
    let key =
        key(&["preview", &image.path.to_string_lossy(), version.opaque(), &format!("{look:?} {grey:?}")]);
    let version = version.derived(&key);
    let caching = datalink.caching(request.principal(), std::slice::from_ref(&image))?;
    if wanted.has(&version) {
        return Ok(unchanged(&version, caching));
    }
    let (files, format) = (datalink.files.clone(), look.format);
    let make = move || {
        let (picture, _) = picture(&files, &image, &look, &grey)?;
        encoded(&picture, format)
    };
    let Pictures { cache, turns } = &datalink.pictures;
    let picture = cache.get_or_make(&datalink.host, turns, key, make).await?;
    answer(picture, format, &stem, Some((&version, caching)), &wanted).await
}

/// The version of the file of an image.
pub(super) async fn version(datalink: &DataLink, image: &FoundImage) -> Result<Version> {
    Ok(file::open(datalink, image).await?.version().clone())
}

/// The picture, and what of the image it shows.
fn picture(files: &OpenFiles, image: &FoundImage, look: &Look, how: &Grey) -> Result<(Picture, View)> {
    let opened = files.open(&image.path).map_err(|error| from_open(image, &error))?;
    let view = View::of(&opened, look.region.as_ref())?;
    let plane = view.scaled(&opened, view.size().fitted(look.side), deadline())?;
    let limits = how.interval.limits(plane.values()).map_err(|error| refused(&error))?;
    Ok((grey(&plane, limits, how.stretch, blanks(look.format)), view))
}

/// What blank pixels become: JPEG has no transparency.
pub(super) fn blanks(format: Format) -> Blanks {
    if matches!(format, Format::Jpeg { .. }) { Blanks::Black } else { Blanks::Transparent }
}

/// A picture with the objects of a table, which the caller may see; it is his alone, and is not kept.
async fn with_objects(
    datalink: &DataLink,
    request: &Request,
    image: &std::sync::Arc<FoundImage>,
    (look, how): (Look, Grey),
    table: &str,
) -> Result<Bytes> {
    let table = overlay::table(datalink, request.principal(), table)?;
    let turn = datalink.pictures.turns.take().await?;
    let (files, image, format) = (datalink.files.clone(), image.clone(), look.format);
    let made: Result<_> = datalink
        .host
        .blocking(move || {
            let (picture, view) = picture(&files, &image, &look, &how)?;
            let grid = Grid::of_view(&view, picture.size())?;
            let cone = grid.cone()?;
            Ok((picture, grid, cone))
        })
        .await?;
    let drawn = overlay::onto(datalink, request, &table, made?, format).await;
    drop(turn);
    drawn
}
