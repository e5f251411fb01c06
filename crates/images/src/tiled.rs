//! Tile-compressed images (FITS 4.0 §10): where their tiles lie, how each is unpacked, and rows of a box out of them.

mod bits;
mod codec;
mod columns;
mod dither;
mod grid;
mod gzip;
mod hcompress;
mod layout;
mod plio;
mod rice;
mod rows;
mod tile;

pub(crate) use dither::noise;
pub(crate) use layout::Layout;
pub(crate) use rows::TiledRows;

/// More bytes of one unpacked tile are refused: a tile is held whole.
const TILE_BYTES_MAX: u64 = 256 << 20;
