//! What the header of a compressed image says of its tiles (FITS 4.0 §10.1).

use super::TILE_BYTES_MAX;
use super::codec::Codec;
use super::columns::Columns;
use super::dither::Dither;
use crate::{Hdu, ImageError, Pixel};

/// How an image is cut into tiles and how these are stored.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub hdu: usize,
    pub pixel: Pixel,
    /// The lengths of the axes of a tile; those at the far edges may be shorter.
    pub tile_axes: Vec<u64>,
    pub codec: Codec,
    pub columns: Columns,
    pub dither: Dither,
}

impl Layout {
    /// Reads the keywords.
    pub fn of(hdu: &Hdu, pixel: Pixel, axes: &[u64]) -> Result<Self, ImageError> {
        let tile_axes = tile_axes(hdu, axes)?;
        let pixels = tile_axes.iter().try_fold(1_u64, |pixels, &length| pixels.checked_mul(length));
        let bytes = pixels.and_then(|pixels| pixels.checked_mul(pixel.bytes().max(4) as u64));
        if bytes.is_none_or(|bytes| bytes > TILE_BYTES_MAX) {
            let what = format!("a tile has more than {TILE_BYTES_MAX} bytes; compress with smaller tiles");
            return Err(hdu.fault("ZTILE1", what));
        }
        // Neither is more than the pixels of the image, which can be counted.
        let tiles = axes.iter().zip(&tile_axes).map(|(length, tile)| length.div_ceil(*tile)).product();
        let columns = Columns::of(hdu, tiles)?;
        Ok(Self {
            hdu: hdu.number,
            pixel,
            tile_axes,
            codec: Codec::of(hdu, pixel)?,
            columns,
            dither: Dither::of(hdu)?,
        })
    }

    /// An error in a tile, counted from 1 as rows of the table are.
    pub fn tile_fault(&self, tile: u64, what: impl Into<String>) -> ImageError {
        ImageError::malformed(self.hdu, format!("tile {}", tile.saturating_add(1)), what)
    }
}

/// `ZTILEn`; without them a tile is a row.
fn tile_axes(hdu: &Hdu, axes: &[u64]) -> Result<Vec<u64>, ImageError> {
    let length = |(index, &whole): (usize, &u64)| {
        let keyword = format!("ZTILE{}", index + 1);
        let ordinary = if index == 0 { whole } else { 1 };
        let length = hdu.says(|header| header.count(&keyword))?.unwrap_or(ordinary);
        match length {
            0 => Err(hdu.fault(&keyword, "a tile must have at least 1 pixel")),
            length => Ok(length.min(whole)),
        }
    };
    axes.iter().enumerate().map(length).collect()
}
