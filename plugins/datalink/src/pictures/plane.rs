//! A rectangle of an image, scaled to the size of a picture as it is read.

use std::time::Instant;

use images::{PixelBox, Scaling};
use plugin_api::Error;
use preview::{Plane, Scaler, Size};
use wcs::{CutRegion, Wcs};

use super::{in_time, refused};
use crate::error::{Result, usage};
use crate::opened::Opened;
use crate::soda::cut::unreadable;

/// A rectangle of the image of a part, both ends within it.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) hdu: usize,
    /// The two axes that are seen, counted from 1.
    axes: [usize; 2],
    pub(crate) first: [u64; 2],
    pub(crate) last: [u64; 2],
    /// World coordinates, where the image has them.
    pub(crate) wcs: Option<Wcs>,
}

impl View {
    /// The first image of a file as a whole, or the part of it, or of the next one, that lies in a region.
    pub(crate) fn of(opened: &Opened, region: Option<&CutRegion>) -> Result<Self> {
        let mut obstacle = None;
        for (hdu, plane) in opened.images() {
            let wcs = plane.wcs();
            let axes = wcs.as_ref().map_or([1, 2], Wcs::pixel_axes);
            let lengths = axes.map(|axis| plane.image.axes.get(axis - 1).copied().unwrap_or(0));
            if lengths.contains(&0) || plane.image.axes.len() < 2 {
                continue;
            }
            match (region, wcs) {
                (None, wcs) => {
                    return Ok(Self { hdu, axes, first: [1, 1], last: lengths, wcs: wcs.ok() });
                }
                (Some(region), Ok(wcs)) => {
                    if let Some(found) = wcs.pixel_box(region, lengths) {
                        return Ok(Self { hdu, axes, first: found.first, last: found.last, wcs: Some(wcs) });
                    }
                }
                (Some(_), Err(error)) => obstacle = obstacle.or(Some(error)),
            }
        }
        Err(match obstacle {
            Some(error) => usage(format!("no region can be cut out of this image: {error}")),
            None => Error::not_found("the image has no pixels there").into(),
        })
    }

    /// The rectangle of given ends in the same image.
    pub(crate) fn part(&self, first: [u64; 2], last: [u64; 2]) -> Self {
        Self { hdu: self.hdu, axes: self.axes, first, last, wcs: self.wcs.clone() }
    }

    /// Its width and height in pixels of the image.
    pub(crate) fn size(&self) -> Size {
        let [width, height] = [0, 1].map(|axis| (self.last[axis] - self.first[axis] + 1) as usize);
        Size { width, height }
    }

    /// Its pixels, scaled; of a cube those of its first plane.
    pub(crate) fn scaled(&self, opened: &Opened, target: Size, deadline: Instant) -> Result<Plane> {
        let hdu = opened.file.hdu(self.hdu).map_err(|error| unreadable(&error))?;
        let image = hdu.image().map_err(|error| unreadable(&error))?;
        let axes = image.map_or(0, |image| image.axes.len());
        let mut pixels = (1..=axes).fold(PixelBox::whole(), |pixels, axis| pixels.with_axis(axis, (1, 1)));
        for (place, axis) in self.axes.into_iter().enumerate() {
            pixels = pixels.with_axis(axis, (self.first[place] as i64, self.last[place] as i64));
        }
        let mut section = opened.file.section(self.hdu, &pixels).map_err(|error| unreadable(&error))?;
        let (scaling, pixel, source) = (Scaling::of(hdu), section.pixel(), self.size());
        let mut scaler = Scaler::new(source, target).map_err(|error| refused(&error))?;
        let (mut bytes, mut values) = (Vec::new(), Vec::new());
        while section.read(&mut bytes).map_err(|error| unreadable(&error))? {
            scaling.convert(pixel, &bytes, &mut values);
            bytes.clear();
            let whole = values.len() - values.len() % source.width;
            for row in values[..whole].chunks_exact(source.width) {
                scaler.push_row(row).map_err(|error| refused(&error))?;
            }
            values.drain(..whole);
            in_time(deadline)?;
        }
        scaler.finish().map_err(|error| refused(&error))
    }
}
