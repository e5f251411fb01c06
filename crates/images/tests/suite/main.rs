//! The reader of images against astropy: files that it writes, pixels that it reads.

mod broken;
mod cutouts;
mod pixels;
mod support;
