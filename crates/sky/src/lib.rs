//! Positions and regions on the celestial sphere, and the HEALPix cells that cover them.
//!
//! All angles are in degrees, longitude before latitude. Cells are counted in the nested scheme at order 29,
//! so that a cell of any order is one range of a `BIGINT` column.

mod cone;
mod coverage;
mod error;
pub mod footprint;
mod frame;
mod healpix;
mod polygon;
mod position;
mod range;
mod region;
pub mod region_text;
#[cfg(test)]
mod sample;
mod vector;

pub use cone::Cone;
pub use coverage::{CellRange, Coverage};
pub use error::SkyError;
pub use frame::Frame;
pub use healpix::{Healpix, LAST_CELL, ORDER, small_cone_cover};
pub use polygon::{ConvexPart, Polygon, VERTICES_MAX};
pub use position::SkyPosition;
pub use range::LonLatRange;
pub use region::Region;
pub use region_text::{RegionText, Shape};
pub use vector::UnitVector;
