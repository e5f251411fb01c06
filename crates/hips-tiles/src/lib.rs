//! Hierarchical progressive surveys (HiPS 1.0) from FITS images: tiles, properties, Allsky, coverage, preview.
//!
//! [`band`] makes the HiPS of one filter from its images: tiles of the deepest order by asking, for each of their pixels,
//! what the images have at that place of the sky; those of lower orders by means of four pixels. [`colour`] makes a picture
//! of three such. [`Properties`] is the file that describes one.
//!
//! Both may be stopped at any moment: files are written beside their place and renamed, and a second run makes what is
//! missing, and what images that changed touch. Memory: for each thread about 25 MiB and the part of one image that a
//! tile and its three neighbours need.
//!
//! Cells are HEALPix cells in the nested scheme, ICRS. The pixels of tiles are values of the images, less the sky and
//! multiplied with the factor of each [`Input`].

mod allsky;
mod band;
mod cell;
mod colour;
mod coverage;
mod deep;
mod error;
mod files;
mod finish;
mod input;
mod limits;
mod look;
mod mapping;
mod page;
mod painter;
mod patch;
mod pictures;
mod pixels;
mod plan;
mod properties;
mod pyramid;
mod raster;
mod state;
mod stored;
mod tile_file;
mod unit;
mod view;

pub use band::{BandOptions, band};
pub use cell::{Cell, ORDER_MAX, TILE_WIDTH};
pub use colour::{ColourOptions, colour};
pub use error::HipsError;
pub use input::{Broken, Input};
pub use limits::Cut;
pub use page::Description;
pub use pictures::PictureFormat;
pub use properties::Properties;
pub use stored::Made;
