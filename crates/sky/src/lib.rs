//! Positions and regions on the celestial sphere, and the HEALPix cells that cover them.
//!
//! All angles are in degrees, longitude before latitude. Cells are counted in the nested scheme at order 29,
//! so that a cell of any order is one range of a `BIGINT` column.

mod cone;
mod coverage;
mod error;
mod healpix;
mod polygon;
mod position;
mod region;
#[cfg(test)]
mod sample;
mod vector;

pub use cone::Cone;
pub use coverage::{CellRange, Coverage};
pub use error::SkyError;
pub use healpix::{Healpix, LAST_CELL, ORDER};
pub use polygon::{ConvexPart, Polygon, VERTICES_MAX};
pub use position::SkyPosition;
pub use region::Region;
pub use vector::UnitVector;
