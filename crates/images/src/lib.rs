//! FITS images: their headers, and boxes of pixels cut out of them, exact to the pixel.
//!
//! [`FitsFile::open`] finds the parts of a file (HDUs), [`Hdu::image`] says what image a part holds, and
//! [`FitsFile::section`] gives the pixels of a [`PixelBox`] as the bytes that a FITS file has. [`Cutout`] puts a header
//! before them: a FITS file of its own, whose length is known before its first byte.
//!
//! Only the bytes that a box needs are read, by positioned reads into a bounded buffer. A map of the file would be no
//! faster, needs `unsafe`, and ends the process (SIGBUS) if somebody shortens the file under it; here that is an error.
//! Tile-compressed images (FITS 4.0 §10) are unpacked tile by tile, in Rust alone. A file in gzip has no places that one
//! can go to: each section unpacks all that lies before it, in little memory.
//!
//! Memory: a chunk of 1 MiB; for compressed images one unpacked tile (at most 256 MiB, else an error) and at most 16 MiB of
//! rows that cross several tiles. Tiles that are deeper than one plane of a cube, and lie side by side in the box, are
//! unpacked once for each plane.
//!
//! [`NewImage`] writes files, plain or compressed.
//!
//! Whatever a file says is compared with its length before it decides on memory.

mod cutout;
mod error;
mod file;
mod hdu;
mod image;
mod pixel_box;
mod plain;
mod scaling;
mod section;
mod source;
mod tiled;
mod written;

pub use cutout::{Cutout, Part};
pub use error::ImageError;
pub use file::FitsFile;
pub use hdu::Hdu;
pub use image::{Image, Pixel};
pub use pixel_box::PixelBox;
pub use scaling::Scaling;
pub use section::Section;
pub use written::NewImage;
