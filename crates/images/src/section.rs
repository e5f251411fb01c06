//! The pixels of a box, in the order of a FITS file.

use crate::plain::PlainRows;
use crate::source::Cursor;
use crate::tiled::TiledRows;
use crate::{Hdu, Image, ImageError, Pixel, PixelBox};

/// Bytes that are given at once, about.
const CHUNK_BYTES: usize = 1 << 20;

/// Pixels under way: big-endian, as `BITPIX` says, rows in order. Nothing is scaled: `BSCALE`, `BZERO` and `BLANK` of the
/// image hold for them too, but for quantised floats, which are given as floats.
pub struct Section {
    rows: Rows,
    pixel: Pixel,
    axes: Vec<u64>,
    left_bytes: u64,
    hdu: usize,
}

enum Rows {
    Plain(Box<PlainRows>),
    Tiled(Box<TiledRows>),
}

impl Section {
    pub(crate) fn new(
        cursor: Cursor,
        hdu: &Hdu,
        image: &Image,
        pixels: &PixelBox,
    ) -> Result<Self, ImageError> {
        let ranges = pixels.within(&image.axes)?;
        let axes: Vec<u64> = ranges.iter().map(|range| range.count).collect();
        // The image has fewer bytes than can be counted, and so has a part of it.
        let left_bytes = axes.iter().product::<u64>() * image.pixel.bytes() as u64;
        let rows = match &image.layout {
            None => Rows::Plain(Box::new(PlainRows::new(cursor, hdu, image, &ranges))),
            Some(layout) => Rows::Tiled(Box::new(TiledRows::new(cursor, layout.clone(), image, ranges)?)),
        };
        Ok(Self { rows, pixel: image.pixel, axes, left_bytes, hdu: hdu.number })
    }

    /// How the pixels are stored.
    pub fn pixel(&self) -> Pixel {
        self.pixel
    }

    /// The number of pixels on each axis of the box.
    pub fn axes(&self) -> &[u64] {
        &self.axes
    }

    /// The number of pixels that were given so far.
    pub(crate) fn given_pixels(&self) -> u64 {
        self.axes.iter().product::<u64>() - self.left_bytes / self.pixel.bytes() as u64
    }

    /// Bytes that are still to come.
    pub fn left_bytes(&self) -> u64 {
        self.left_bytes
    }

    /// Appends the next pixels, about 1 MiB of them; false if there are none left. After an error nothing more comes.
    pub fn read(&mut self, out: &mut Vec<u8>) -> Result<bool, ImageError> {
        if self.left_bytes == 0 {
            return Ok(false);
        }
        let start = out.len();
        let read = match &mut self.rows {
            Rows::Plain(rows) => rows.read(CHUNK_BYTES, out).map_err(ImageError::from),
            Rows::Tiled(rows) => rows.read(CHUNK_BYTES, out),
        };
        let got = (out.len() - start) as u64;
        if read.is_err() || got == 0 {
            self.left_bytes = 0;
            out.truncate(start);
            read?;
            return Err(ImageError::malformed(self.hdu, "data", "the pixels end too early"));
        }
        self.left_bytes = self.left_bytes.saturating_sub(got);
        Ok(true)
    }
}
