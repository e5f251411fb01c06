//! Pictures from the pixels of FITS images: scaled, stretched, composed of three bands, written as PNG, JPEG or WebP.
//!
//! Nothing here reads FITS. A caller feeds the rows of an image to a [`Scaler`], in the order of FITS, and gets a small
//! [`Plane`]; the image itself is never held. An [`Interval`] finds the values that become black and white, and
//! [`grey`] or [`Lupton`] make a [`Picture`] of it. NaN and infinite values are blank pixels everywhere.
//!
//! ```
//! use preview::{Blanks, Format, Interval, Scaler, Size, Stretch};
//!
//! let image = Size { width: 300, height: 200 };
//! let mut scaler = Scaler::new(image, image.fitted(30))?;
//! for y in 0..200 {
//!     let row: Vec<f32> = (0..300).map(|x| (x + y) as f32).collect();
//!     scaler.push_row(&row)?;
//! }
//! let plane = scaler.finish()?;
//! assert_eq!(plane.size(), Size { width: 30, height: 20 });
//! let limits = Interval::Zscale { contrast: 0.25 }.limits(plane.values())?;
//! let mut png = Vec::new();
//! preview::grey(&plane, limits, Stretch::Asinh, Blanks::Transparent).write(Format::Png, &mut png)?;
//! assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), preview::PreviewError>(())
//! ```
//!
//! The same pixels give the same bytes on every machine: sums are made in a fixed order, and the stretches do not use
//! the machine's own mathematical library.

mod axis;
mod error;
mod grey;
mod interval;
mod lupton;
mod marks;
mod picture;
mod plane;
mod scaler;
mod size;
mod spread;
mod stretch;
#[cfg(test)]
mod tests;
mod zscale;

pub use error::PreviewError;
pub use grey::grey;
pub use interval::{Interval, Limits};
pub use lupton::Lupton;
pub use picture::{Blanks, Format, Picture};
pub use plane::Plane;
pub use scaler::Scaler;
pub use size::{SIDE_MAX, SOURCE_SIDE_MAX, Size};
pub use spread::Spread;
pub use stretch::Stretch;
