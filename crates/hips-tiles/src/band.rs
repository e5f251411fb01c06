//! The HiPS of one band, from its images.

use std::path::Path;

use preview::Stretch;
use progress::Progress;
use sky::SkyPosition;

use crate::finish::Finish;
use crate::painter::Painter;
use crate::plan::Plan;
use crate::stored::{Levels, Made};
use crate::view::View;
use crate::{Cut, Description, HipsError, Input, PictureFormat, deep, look, pyramid};

/// How the HiPS of a band is made.
#[derive(Clone, Debug)]
pub struct BandOptions {
    /// The order of the deepest tiles, 0 to [`ORDER_MAX`](crate::ORDER_MAX). `None`: the first whose pixels are not larger
    /// than those of the finest image.
    pub order: Option<u8>,
    /// The formats of pictures, the preferred first; there are FITS tiles in any case.
    pub pictures: Vec<PictureFormat>,
    /// The curve from black to white.
    pub stretch: Stretch,
    /// The values that become black and white. `None`: from a little below the sky to the brightest of five hundred, and as
    /// once found until other options are asked for.
    pub cut: Option<Cut>,
}

impl Default for BandOptions {
    fn default() -> Self {
        Self { order: None, pictures: vec![PictureFormat::Png], stretch: Stretch::Asinh, cut: None }
    }
}

/// Makes the HiPS of one band below a folder, or what is missing of it. `stage` names it where progress is told.
///
/// Images that cannot be read are left out and told in [`Made::broken`].
pub fn band(
    inputs: &[Input],
    options: &BandOptions,
    description: &Description,
    folder: &Path,
    (progress, stage): (&dyn Progress, &str),
) -> Result<Made, HipsError> {
    let (plan, mut broken) = Plan::new(inputs, options.order)?;
    if plan.images.is_empty() {
        return match broken.is_empty() {
            true => Err(HipsError::NoImages),
            false => Ok(Made { folder: folder.to_owned(), broken, ..Made::default() }),
        };
    }
    let made = deep::make(&plan, folder, progress, &format!("{stage} tiles"))?;
    broken.extend(made.broken);
    let levels = Levels::above(plan.order, &made.tiles);
    let means = pyramid::make(&levels, folder, progress, &format!("{stage} lower orders"))?;
    let look = look::of_band(folder, &levels, options)?;
    let painter = Painter::Grey { folder: folder.to_owned(), limits: look.limits, stretch: options.stretch };
    let places: Vec<(SkyPosition, f64)> =
        plan.images.iter().map(|image| (image.centre, image.diameter_deg)).collect();
    let finest_deg = plan.images.iter().map(|image| image.scale_deg).fold(f64::MAX, f64::min);
    let finish = Finish {
        folder,
        painter: &painter,
        levels: &levels,
        formats: &options.pictures,
        has_fits: true,
        since: look.since,
        description,
        further: vec![
            ("hips_pixel_bitpix", "-32".to_owned()),
            ("hips_pixel_cut", format!("{} {}", look.limits.low(), look.limits.high())),
            ("s_pixel_scale", format!("{finest_deg:e}")),
        ],
        view: View::of(&places).ok_or(HipsError::NoImages)?,
    };
    let (painted, sky_fraction) = finish.make(made.remade + means, progress, &format!("{stage} pictures"))?;
    let (order, tiles) = (plan.order, made.tiles.len() as u64);
    let written = made.remade + means + painted;
    Ok(Made { folder: folder.to_owned(), order, tiles, written, sky_fraction, broken })
}
