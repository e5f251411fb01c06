//! Writes the images of a release as FITS files, or finds them written.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use flate2::{Compression, write::GzEncoder};
use images::NewImage;
use rayon::prelude::*;

use crate::{
    FILTER_COUNT, Progress, Release, Survey, SurveyError,
    exposure::{Camera, expose},
    field::{FIELD_PIXELS, Seen, fields},
    image::images as conditions,
    image_cards::Subject,
    plan::Plan,
};

/// The version of the pixels that are made from a survey; files of another version are made again.
const FORMAT: u32 = 2;

/// The file beside the images that says what they were made from.
const NOTE: &str = "made-from.txt";

/// What [`make_images`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeImages {
    /// Files that were there already.
    pub reused: u64,
    /// Files that were written.
    pub written: u64,
    /// Whether it was told to stop before all were there.
    pub stopped: bool,
}

/// Makes the FITS images of a release below a folder, on all cores: four fields in twelve filters, 1024 x 1024 pixels,
/// compressed for `sim-dr1`, with their weights beside them, and plain for the others. Releases of other surveys have none.
///
/// Files that are there are kept if they belong to the same survey, and removed if not. Each appears whole or not at all.
/// Between two files `goes_on` is asked.
pub fn make_images(
    survey: &Survey,
    release: Release,
    folder: &Path,
    progress: &dyn Progress,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<MadeImages, SurveyError> {
    if !Release::JPLUS.contains(&release) {
        return Ok(MadeImages { reused: 0, written: 0, stopped: false });
    }
    let failed = |error| SurveyError::Images { folder: folder.to_owned(), source: error };
    prepare(survey, release, folder).map_err(failed)?;
    let plan = Plan::new(survey, release);
    let images = conditions(&plan);
    let fields = fields(&plan);
    let total = (fields.len() * FILTER_COUNT) as u64;
    let (reused, written) = (AtomicU64::new(0), AtomicU64::new(0));
    let stage = format!("{} images", release.id());
    for field in &fields {
        let subject = |filter: usize| {
            let (tile, image) = (&plan.tiles[field.tile], &images[field.tile][filter]);
            Subject { release, tile, field, filter, image }
        };
        let lacking: Vec<usize> =
            (0..FILTER_COUNT).filter(|&filter| !folder.join(file_name(&subject(filter))).exists()).collect();
        reused.fetch_add((FILTER_COUNT - lacking.len()) as u64, Ordering::Relaxed);
        let objects = if lacking.is_empty() { Vec::new() } else { field.objects(&plan, &images) };
        lacking
            .into_par_iter()
            .filter(|_| goes_on())
            .try_for_each(|filter| {
                write(folder, &plan, &subject(filter), &objects)?;
                written.fetch_add(1, Ordering::Relaxed);
                let done = reused.load(Ordering::Relaxed) + written.load(Ordering::Relaxed);
                progress.report(&stage, done, total);
                Ok(())
            })
            .map_err(failed)?;
    }
    progress.end(&stage);
    let (reused, written) = (reused.into_inner(), written.into_inner());
    Ok(MadeImages { reused, written, stopped: reused + written < total })
}

/// Makes the folder; what is in it and belongs to another survey goes.
fn prepare(survey: &Survey, release: Release, folder: &Path) -> io::Result<()> {
    let note = folder.join(NOTE);
    let origin = format!(
        "Images of the demo survey: release {}, {} objects, seed {}, format {FORMAT}.\n",
        release.id(),
        survey.objects(),
        survey.seed()
    );
    fs::create_dir_all(folder)?;
    if fs::read_to_string(&note).is_ok_and(|known| known == origin) {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("sim-")) {
            fs::remove_file(path)?;
        }
    }
    fs::write(note, origin)
}

fn file_name(subject: &Subject<'_>) -> String {
    let ending = if subject.release == Release::Dr1 { "fits.fz" } else { "fits" };
    format!("{}.{ending}", subject.name())
}

fn write(folder: &Path, plan: &Plan, subject: &Subject<'_>, objects: &[Seen]) -> io::Result<()> {
    let mut stream = plan.stream(*b"noise ", subject.image_id().into());
    let pixels = expose(subject.image, subject.filter, objects, &mut stream);
    let image = NewImage::new(FIELD_PIXELS as usize, &pixels, subject.cards());
    let camera = Camera::of(subject.image);
    let bytes = match subject.release {
        Release::Dr1 => image.compressed(camera.sky_noise / 4.0),
        _ => image.plain(),
    };
    if subject.release == Release::Dr1 {
        // First, so that an image that is there has its weights.
        appear(folder, &format!("{}.weight.fits.gz", subject.name()), &weights(subject, camera, &pixels)?)?;
    }
    appear(folder, &file_name(subject), &bytes)
}

/// The weights of the pixels, packed: what is said of noise where there is only sky, and nothing of full pixels.
fn weights(subject: &Subject<'_>, camera: Camera, pixels: &[f32]) -> io::Result<Vec<u8>> {
    let weight = (camera.sky_noise * camera.sky_noise).recip() as f32;
    // Pixels were rounded in the same way.
    let full = camera.full() as f32;
    let weigh = |&pixel: &f32| if pixel < full { weight } else { 0.0 };
    let weights: Vec<f32> = pixels.iter().map(weigh).collect();
    let plain = NewImage::new(FIELD_PIXELS as usize, &weights, subject.weight_cards()).plain();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&plain)?;
    packed.finish()
}

/// Writes a file under a name that nobody takes for an image, until it is whole.
fn appear(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let draft = folder.join(format!("{name}.part"));
    fs::write(&draft, bytes)?;
    fs::rename(draft, folder.join(name))
}

#[cfg(test)]
mod tests;
