//! From filters to the FITS file with what they leave of an image.

use images::{Cutout, ImageError, Part, PixelBox};
use plugin_api::{Error, ErrorKind};
use wcs::Wcs;

use super::axes::{self, Cut};
use super::mask;
use super::params::Filters;
use super::region::Interval;
use crate::error::{Fault, Result, usage};
use crate::opened::{Opened, Plane};

/// What the list of images says of a whole file, where its headers have no axis that says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    /// Vacuum wavelengths in metres.
    pub(crate) band_m: Option<Interval>,
    /// Modified Julian dates.
    pub(crate) time_mjd: Option<Interval>,
    /// ObsCore's `/I/Q/`.
    pub(crate) pol_states: Option<String>,
}

/// What filters leave of a file.
pub(crate) enum Outcome {
    /// All of it, as it is.
    Whole,
    /// Nothing.
    Nothing,
    /// A new file.
    Cut(Cutout),
}

/// Cuts a file; reads headers only. `history` are lines for the header, `bytes_max` bounds the pixels of the result.
pub(crate) fn cut(
    opened: &Opened,
    known: &Known,
    filters: &Filters,
    history: &[&str],
    bytes_max: u64,
) -> Result<Outcome> {
    if filters.is_empty() {
        return Ok(Outcome::Whole);
    }
    let mut chosen = Vec::new();
    let mut obstacle = None;
    for hdu in 0..opened.file.hdus().len() {
        let plane = match opened.plane(hdu) {
            Ok(Some(plane)) => plane,
            Ok(None) => continue,
            Err(error) => {
                obstacle.get_or_insert_with(|| damaged(&error));
                continue;
            }
        };
        match part(opened, hdu, plane, known, filters)? {
            Chosen::Part(part, wcs) => chosen.push((part, wcs)),
            Chosen::Nothing => {}
            Chosen::NoSky(error) => {
                let text = || usage(format!("no region can be cut out of this image: {error}"));
                obstacle.get_or_insert_with(text);
            }
        }
    }
    if chosen.is_empty() {
        return obstacle.map_or(Ok(Outcome::Nothing), Err);
    }
    let is_whole = chosen.iter().all(|(part, _)| part.pixels == PixelBox::whole());
    if filters.region.is_none() && is_whole {
        return Ok(Outcome::Whole);
    }
    within(opened, &chosen, bytes_max)?;
    let parts: Vec<Part> = chosen.iter().map(|(part, _)| part.clone()).collect();
    let cutout = match parts.as_slice() {
        [one] => Cutout::image(&opened.file, one, history),
        several => Cutout::extensions(&opened.file, several, history),
    };
    let mut cutout = cutout.map_err(|error| unreadable(&error))?;
    if filters.mask
        && let Some(region) = &filters.region
    {
        for (part, wcs) in chosen {
            if let Some(wcs) = wcs {
                let changed = mask::outside(opened, &part, wcs, region.clone())?;
                cutout = cutout.with_change(part.hdu, changed);
            }
        }
    }
    Ok(Outcome::Cut(cutout))
}

/// A file that cannot be read is a fault of ours, or of who keeps it; its text names parts and keywords, and no path.
pub(crate) fn unreadable(error: &ImageError) -> Fault {
    match error {
        ImageError::Source(_) => Error::internal(format!("an image: {error}")).into(),
        ImageError::Unsupported { .. } => usage(format!("the image cannot be cut: {error}")),
        _ => damaged(&error.to_string()),
    }
}

fn damaged(why: &str) -> Fault {
    Error::new(ErrorKind::Internal, format!("the image is damaged and cannot be read: {why}")).into()
}

/// What is left of one image.
enum Chosen {
    Part(Part, Option<Wcs>),
    Nothing,
    NoSky(wcs::Error),
}

fn part(opened: &Opened, hdu: usize, plane: &Plane, known: &Known, filters: &Filters) -> Result<Chosen> {
    let header = opened.file.hdu(hdu).map_err(|error| unreadable(&error))?;
    let Some(planes) = axes::planes(header, &plane.image.axes, filters)? else { return Ok(Chosen::Nothing) };
    if !known.meets(filters, planes.cut) {
        return Ok(Chosen::Nothing);
    }
    let mut pixels = PixelBox::whole();
    let mut sky = None;
    if let Some(region) = &filters.region {
        let wcs = match plane.wcs() {
            Ok(wcs) => wcs,
            Err(error) => return Ok(Chosen::NoSky(error)),
        };
        let Some(found) = plane.sky_lengths(&wcs).and_then(|lengths| wcs.pixel_box(region, lengths)) else {
            return Ok(Chosen::Nothing);
        };
        for (place, axis) in wcs.pixel_axes().into_iter().enumerate() {
            // Lengths of axes of files fit.
            pixels = pixels.with_axis(axis, (found.first[place] as i64, found.last[place] as i64));
        }
        sky = Some(wcs);
    }
    let pixels =
        planes.ranges.into_iter().fold(pixels, |pixels, (axis, range)| pixels.with_axis(axis, range));
    Ok(Chosen::Part(Part { hdu, pixels }, sky))
}

impl Known {
    /// Whether the whole image meets the filters for which it has no axis; what is not known is no reason against it.
    fn meets(&self, filters: &Filters, cut: Cut) -> bool {
        let overlap = |own: Option<Interval>, asked: Option<Interval>| match (own, asked) {
            (Some([own_low, own_high]), Some([low, high])) => own_low <= high && low <= own_high,
            _ => true,
        };
        let has_state = |code: &i64| {
            let states = self.pol_states.as_deref().unwrap_or_default();
            axes::POLARISATIONS.iter().any(|(name, known)| {
                known == code && states.split('/').any(|state| state.eq_ignore_ascii_case(name))
            })
        };
        (cut.band || overlap(self.band_m, filters.band_m))
            && (cut.time || overlap(self.time_mjd, filters.time_mjd))
            && (cut.pol
                || filters.pol.is_empty()
                || self.pol_states.is_none()
                || filters.pol.iter().any(has_state))
    }
}

/// Refuses a result with more pixels than the limit.
fn within(opened: &Opened, chosen: &[(Part, Option<Wcs>)], bytes_max: u64) -> Result<()> {
    let mut bytes = 0_u64;
    for (part, _) in chosen {
        let section = opened.file.section(part.hdu, &part.pixels).map_err(|error| unreadable(&error))?;
        bytes = bytes.saturating_add(section.left_bytes());
    }
    if bytes <= bytes_max {
        return Ok(());
    }
    let text = format!(
        "the cutout would have {bytes} bytes of pixels, more than the limit of {bytes_max}; ask for a smaller region, or \
         for the whole file"
    );
    Err(Error::new(ErrorKind::TooLarge, text).into())
}
