//! The reader of images against astropy: files that it writes, pixels that it reads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod broken;
mod cutouts;
mod pixels;
mod support;
mod written;
