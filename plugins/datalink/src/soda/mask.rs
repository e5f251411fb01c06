//! Pixels outside of a region become blank.

use images::{Part, Pixel};
use sky::SkyPosition;
use wcs::{CutRegion, Wcs};

use super::cut::unreadable;
use crate::error::{Result, usage};
use crate::opened::Opened;

/// Pixels whose positions are computed at once.
const CHUNK: usize = 64;

/// What makes pixels blank whose centres lie outside of the region: NaN for floats, `BLANK` for integers. It is given the
/// number of the first pixel, in the order of the file, and the bytes of that one and those behind it.
pub(crate) fn outside(
    opened: &Opened,
    part: &Part,
    wcs: Wcs,
    region: CutRegion,
) -> Result<impl FnMut(u64, &mut [u8]) + Send + use<>> {
    let hdu = opened.file.hdu(part.hdu).map_err(|error| unreadable(&error))?;
    let section = opened.file.section(part.hdu, &part.pixels).map_err(|error| unreadable(&error))?;
    let blank = blank_of(section.pixel(), hdu)?;
    let grid = Grid::new(section.axes(), part, &wcs);
    let mut places = [[0.0; 2]; CHUNK];
    let mut positions: [Option<SkyPosition>; CHUNK] = [None; CHUNK];
    Ok(move |first: u64, bytes: &mut [u8]| {
        for (index, pixels) in bytes.chunks_mut(CHUNK * blank.len()).enumerate() {
            let count = pixels.len() / blank.len();
            let start = first + (index * CHUNK) as u64;
            (0..count).for_each(|place| places[place] = grid.place(start + place as u64));
            wcs.skies_of(&places[..count], &mut positions[..count]);
            for (pixel, position) in pixels.chunks_mut(blank.len()).zip(&positions[..count]) {
                if !position.is_some_and(|position| region.contains(&position)) {
                    pixel.copy_from_slice(&blank);
                }
            }
        }
    })
}

/// The bytes of a blank pixel.
fn blank_of(pixel: Pixel, hdu: &images::Hdu) -> Result<Vec<u8>> {
    match pixel {
        Pixel::Float => return Ok(f32::NAN.to_be_bytes().to_vec()),
        Pixel::Double => return Ok(f64::NAN.to_be_bytes().to_vec()),
        _ => {}
    }
    let said = |keyword| hdu.header.integer(keyword).ok().flatten();
    let Some(value) = said("BLANK").or_else(|| said("ZBLANK")) else {
        let text = "pixels of this image cannot be masked: they are integers, and its header has no BLANK; leave MASK out";
        return Err(usage(text));
    };
    let bytes = value.to_be_bytes();
    Ok(bytes[bytes.len() - pixel.bytes()..].to_vec())
}

/// Where the pixels of a box are in their image.
struct Grid {
    /// For each axis its length in the box and its first pixel in the image.
    axes: Vec<(u64, i64)>,
    /// The two axes of the sky, from 0.
    sky: [usize; 2],
}

impl Grid {
    fn new(lengths: &[u64], part: &Part, wcs: &Wcs) -> Self {
        let firsts = (1..=lengths.len()).map(|axis| part.pixels.first_of(axis));
        Self {
            axes: lengths.iter().copied().zip(firsts).collect(),
            sky: wcs.pixel_axes().map(|axis| axis - 1),
        }
    }

    /// The pixel with a number.
    fn place(&self, number: u64) -> [f64; 2] {
        let mut rest = number;
        let mut place = [1.0; 2];
        for (index, (length, first)) in self.axes.iter().enumerate() {
            let at = rest % length;
            rest /= length;
            if let Some(which) = self.sky.iter().position(|axis| *axis == index) {
                place[which] = (*first as u64 + at) as f64;
            }
        }
        place
    }
}
