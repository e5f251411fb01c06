//! Pictures in colour: `/colour?ID=&ID=&ID=`, for red, green and blue.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use plugin_api::{Answer, Request};
use preview::{Lupton, Picture, Plane, Spread};
use service::{FoundImage, Wanted, query_params};

use super::cache::key;
use super::grid::Grid;
use super::overlay;
use super::params::{Colours, Look};
use super::plane::View;
use super::preview::{blanks, version};
use super::{Pictures, answer, deadline, encoded, refused, unchanged};
use crate::error::{Result, usage};
use crate::opened::OpenFiles;
use crate::soda::answer::from_open;
use crate::{DataLink, file};

/// The images for red, green and blue.
type Three = [Arc<FoundImage>; 3];

/// Without STRETCH: the brightness that a linear stretch would make white, in units of the noise.
const STRETCH_DEFAULT: f64 = 10.0;

/// Answers `/colour`.
pub(crate) async fn colour(datalink: &DataLink, request: &Request) -> Result<Answer> {
    let params = query_params(request)?;
    let look = Look::read(&params, datalink.config.picture_side_max)?;
    let how = Colours::read(&params)?;
    let ids: Vec<&str> = params.all("ID").collect();
    let [red, green, blue] = ids[..] else {
        let text = format!(
            "a picture in colour needs three images, for red, green and blue; ID is given {} times",
            ids.len()
        );
        return Err(usage(text));
    };
    let principal = request.principal();
    let images = [
        datalink.image(principal, red).await?,
        datalink.image(principal, green).await?,
        datalink.image(principal, blue).await?,
    ];
    let stem = format!("{}_colour", file::stem(&images[0]));
    let wanted = Wanted::of(request);
    if let Some(table) = look.overlay.clone() {
        let picture = with_objects(datalink, request, images, (look.clone(), how), &table).await?;
        return answer(picture, look.format, &stem, None, &wanted).await;
    }
    let mut parts = vec!["colour".to_owned(), format!("{look:?} {how:?}")];
    let mut newest = version(datalink, &images[0]).await?;
    for image in &images {
        let version = version(datalink, image).await?;
        parts.extend([image.path.to_string_lossy().into_owned(), version.opaque().to_owned()]);
        newest = newest.later(version);
    }
    let key = key(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    let version = newest.derived(&key);
    let caching = datalink.caching(request.principal(), &images)?;
    if wanted.has(&version) {
        return Ok(unchanged(&version, caching));
    }
    let (files, format) = (datalink.files.clone(), look.format);
    let make = move || {
        let (picture, _) = composed(&files, &images, &look, &how)?;
        encoded(&picture, format)
    };
    let Pictures { cache, turns } = &datalink.pictures;
    let picture = cache.get_or_make(&datalink.host, turns, key, make).await?;
    answer(picture, format, &stem, Some((&version, caching)), &wanted).await
}

/// The picture, and where on the sky it is.
fn composed(files: &OpenFiles, images: &Three, look: &Look, how: &Colours) -> Result<(Picture, Grid)> {
    let deadline = deadline();
    let grid = grid(files, &images[0], look)?;
    let plane = |image: &Arc<FoundImage>| plane(files, image, &grid, look, deadline);
    let planes = [plane(&images[0])?, plane(&images[1])?, plane(&images[2])?];
    let picture = mixed(&planes, how)?.compose_scaled(&planes, look)?;
    Ok((picture, grid))
}

/// That of the region, or that of the first image.
fn grid(files: &OpenFiles, first: &FoundImage, look: &Look) -> Result<Grid> {
    if let Some(region) = &look.region {
        return Grid::of_region(region, look.side);
    }
    let opened = files.open(&first.path).map_err(|error| from_open(first, &error))?;
    let view = View::of(&opened, None)?;
    Grid::of_view(&view, view.size().fitted(look.side))
}

fn plane(
    files: &OpenFiles,
    image: &FoundImage,
    grid: &Grid,
    look: &Look,
    deadline: Instant,
) -> Result<Plane> {
    let opened = files.open(&image.path).map_err(|error| from_open(image, &error))?;
    let mut view = View::of(&opened, look.region.as_ref())?;
    // All of the image that was found: the grid knows what of it is needed.
    let lengths =
        opened.plane(view.hdu).ok().flatten().and_then(|plane| plane.sky_lengths(view.wcs.as_ref()?));
    if let Some(lengths) = lengths {
        view = view.part([1, 1], lengths);
    }
    grid.plane(&opened, &view, deadline)
}

/// Black levels, factors, and Lupton's numbers.
struct Mix {
    lupton: Lupton,
    scale: [f64; 3],
}

fn mixed(planes: &[Plane; 3], how: &Colours) -> Result<Mix> {
    let mut minimum = [0.0; 3];
    let mut scale = [1.0; 3];
    for (band, plane) in planes.iter().enumerate() {
        let spread = Spread::of(plane.values().to_vec());
        minimum[band] = how.minimum.map_or(spread.median, |minimum| minimum[band]);
        scale[band] = how.scale.map_or(spread.per_noise(), |scale| scale[band]);
    }
    let black = [0, 1, 2].map(|band| minimum[band] * scale[band]);
    let stretch = how.stretch.unwrap_or(STRETCH_DEFAULT);
    let lupton = Lupton::new(black, stretch, how.q).map_err(|error| refused(&error))?;
    Ok(Mix { lupton, scale })
}

impl Mix {
    fn compose_scaled(&self, planes: &[Plane; 3], look: &Look) -> Result<Picture> {
        let scaled = |band: usize| {
            let values =
                planes[band].values().iter().map(|value| (f64::from(*value) * self.scale[band]) as f32);
            Plane::new(planes[band].size(), values.collect()).map_err(|error| refused(&error))
        };
        let planes = [scaled(0)?, scaled(1)?, scaled(2)?];
        let [red, green, blue] = &planes;
        self.lupton.compose([red, green, blue], blanks(look.format)).map_err(|error| refused(&error))
    }
}

/// A picture with the objects of a table, which the caller may see; it is his alone, and is not kept.
async fn with_objects(
    datalink: &DataLink,
    request: &Request,
    images: Three,
    (look, how): (Look, Colours),
    table: &str,
) -> Result<Bytes> {
    let table = overlay::table(datalink, request.principal(), table)?;
    let turn = datalink.pictures.turns.take().await?;
    let (files, format) = (datalink.files.clone(), look.format);
    let made: Result<_> = datalink
        .host
        .blocking(move || {
            let (picture, grid) = composed(&files, &images, &look, &how)?;
            let cone = grid.cone()?;
            Ok((picture, grid, cone))
        })
        .await?;
    let drawn = overlay::onto(datalink, request, &table, made?, format).await;
    drop(turn);
    drawn
}
