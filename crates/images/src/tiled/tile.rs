//! One tile: read, unpacked, and its pixels as a FITS file has them.

use super::codec::{Unpacked, Wanted, sized};
use super::columns::{Scaling, Stored};
use super::grid::Placed;
use super::{Layout, gzip};
use crate::source::Cursor;
use crate::{ImageError, Pixel};

/// A tile that is unpacked.
pub(crate) struct Tile {
    number: u64,
    scaling: Scaling,
    unpacked: Unpacked,
}

impl Tile {
    /// Reads a tile and unpacks at least its first `needed` pixels; `row` is room for its row of the table.
    pub fn read(
        layout: &Layout,
        cursor: &mut Cursor,
        placed: &Placed,
        needed: u64,
        row: &mut Vec<u8>,
    ) -> Result<Self, ImageError> {
        let fault = |what: String| layout.tile_fault(placed.number, what);
        layout.columns.row(cursor, placed.number, row)?;
        let stored = layout.columns.stored(cursor, row)?.map_err(fault)?;
        // A tile is not larger than memory: its layout was checked.
        let wanted = Wanted { pixels: placed.pixels() as usize, needed: needed as usize };
        let unpacked = unpack(layout, stored, wanted).map_err(fault)?;
        if unpacked.pixels() < wanted.needed {
            return Err(fault(format!("it has {} of {} pixels", unpacked.pixels(), wanted.pixels)));
        }
        Ok(Self { number: placed.number, scaling: layout.columns.scaling(row), unpacked })
    }

    /// Whether it is this tile, with as many pixels.
    pub fn has(&self, number: u64, needed: u64) -> bool {
        self.number == number && self.unpacked.pixels() as u64 >= needed
    }

    /// Fills `out` with pixels from a place in the order of the tile on.
    pub fn write(&self, layout: &Layout, place: usize, out: &mut [u8]) {
        let pixel_bytes = layout.pixel.bytes();
        let count = out.len() / pixel_bytes;
        let integers = match &self.unpacked {
            Unpacked::Bytes { bytes, .. } => {
                if let Some(bytes) = bytes.get(place * pixel_bytes..(place + count) * pixel_bytes) {
                    out.copy_from_slice(bytes);
                }
                return;
            }
            Unpacked::Integers(integers) => integers.get(place..place + count).unwrap_or_default(),
        };
        let restore = |pixel: &mut dyn FnMut(f64)| {
            layout.dither.restore(integers, self.number, place, &self.scaling, pixel);
        };
        match layout.pixel {
            Pixel::Byte => out.iter_mut().zip(integers).for_each(|(to, &pixel)| *to = pixel as u8),
            Pixel::Short => fill(out, integers, |pixel| (pixel as i16).to_be_bytes()),
            Pixel::Int => fill(out, integers, i32::to_be_bytes),
            Pixel::Long => fill(out, integers, |pixel| i64::from(pixel).to_be_bytes()),
            Pixel::Float => {
                let mut room = out.as_chunks_mut().0.iter_mut();
                restore(&mut |pixel| put(&mut room, (pixel as f32).to_be_bytes()));
            }
            Pixel::Double => {
                let mut room = out.as_chunks_mut().0.iter_mut();
                restore(&mut |pixel| put(&mut room, pixel.to_be_bytes()));
            }
        }
    }
}

/// Unpacks what is stored to pixels, or to the integers that stand for them.
fn unpack(layout: &Layout, stored: Stored, wanted: Wanted) -> Result<Unpacked, String> {
    let pixel = layout.pixel;
    let unpacked = match stored {
        Stored::Packed(data) => {
            let unpacked = layout.codec.unpack(data, wanted)?;
            if pixel.is_float() && layout.columns.is_quantised() {
                return unpacked.into_integers();
            }
            unpacked
        }
        Stored::Gzipped(data) => sized(gzip::unpack(&data, wanted.pixels)?, wanted.pixels)?,
        Stored::Plain(data) => sized(data, wanted.pixels)?,
    };
    match unpacked {
        Unpacked::Bytes { element_bytes, .. } if element_bytes == pixel.bytes() => Ok(unpacked),
        _ if pixel.is_float() => Err("it has integers, and no ZSCALE makes them floats".to_owned()),
        _ => unpacked.into_integers(),
    }
}

#[inline]
fn fill<const N: usize>(out: &mut [u8], integers: &[i32], bytes: impl Fn(i32) -> [u8; N]) {
    for (to, &pixel) in out.as_chunks_mut().0.iter_mut().zip(integers) {
        *to = bytes(pixel);
    }
}

#[inline]
fn put<'r, const N: usize>(room: &mut impl Iterator<Item = &'r mut [u8; N]>, bytes: [u8; N]) {
    if let Some(to) = room.next() {
        *to = bytes;
    }
}
