//! World coordinates of FITS images: which pixel is where on the sky, what an image covers, which pixels a region needs.
//!
//! Standards: FITS 4.0 §8; Greisen & Calabretta 2002, A&A 395, 1061 (Paper I); Calabretta & Greisen 2002, A&A 395, 1077
//! (Paper II); the registered conventions SIP, TPV, TNX and ZPX. The arithmetic is that of wcslib, which is linked
//! dynamically. What it reads is never the header of a file: [`Wcs`] reads and checks the cards itself, takes the two
//! axes of the sky, and writes a small regular header for the library, longitude first (with TPV, wcslib 7.12 gives
//! wrong positions if declination comes first).
//!
//! Pixels are those of FITS: the centre of the first one is (1, 1), its outer corner (0.5, 0.5). Positions are ICRS.
//!
//! A [`Wcs`] belongs to one thread at a time, for wcslib writes into its memory also while it only computes: it is
//! `Send` but not `Sync`. Clone it for each thread; a clone takes about as long as a hundred positions.

mod axes;
mod bounds;
mod cards;
mod clean_header;
mod curve;
mod cut_region;
mod distortion;
mod error;
#[expect(unsafe_code, reason = "the one place that calls wcslib")]
mod ffi;
mod footprint;
mod frame;
mod linear;
mod pixel_box;
mod plane;
mod shape;
mod torn;
mod vector;

pub use cut_region::CutRegion;
pub use error::Error;
pub use footprint::{Extent, Footprint};
pub use frame::Reference;
pub use pixel_box::PixelBox;
pub use plane::Wcs;
pub use shape::Orientation;
