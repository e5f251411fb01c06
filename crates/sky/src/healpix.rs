//! HEALPix: the cell of a position, the cells of a region.
//!
//! cdshealpix numbers the cells and gives their centres and neighbours. The walk that covers a region is ours, because
//! `cone_coverage_approx_custom` of cdshealpix 0.10.1 loses border cells within some degrees of the poles: it bounds
//! the size of polar cells by their longitude, and widens that longitude by the radius without regard to latitude.

mod cell;
mod few;
mod shape;
mod small;
mod walk;

use cdshealpix::nested;

pub(crate) use few::{Cell, few_cells};
pub use small::small_cone_cover;

use crate::{CellRange, Coverage, Region, SkyError, SkyPosition};

/// The order (depth) of the cells that are stored with every row: cells of 0.4 milliarcsecond.
pub const ORDER: u8 = 29;

/// The last cell of [`ORDER`]: 12 * 4^29 - 1.
pub const LAST_CELL: i64 = (12 << (2 * ORDER as i64)) - 1;

/// Covers regions with cells whose size follows the size of the region.
#[derive(Clone, Copy, Debug, Default)]
pub struct Healpix;

impl Healpix {
    /// The cell of a position: nested scheme, order 29, in [0, [`LAST_CELL`]].
    pub fn index(position: &SkyPosition) -> i64 {
        let hash = nested::get(ORDER).hash(position.lon_deg().to_radians(), position.lat_deg().to_radians());
        // At most 12 * 4^29 - 1, which is less than 2^62.
        hash as i64
    }

    /// The cells of many positions, in their order.
    pub fn indexes(positions: &[SkyPosition]) -> Vec<i64> {
        positions.iter().map(Self::index).collect()
    }
}

impl Coverage for Healpix {
    fn cover(&self, region: &Region) -> Result<Vec<CellRange>, SkyError> {
        let (bound, outline) = shape::outline(region);
        Ok(walk::walk(&bound, &outline))
    }
}

#[cfg(test)]
mod tests;
