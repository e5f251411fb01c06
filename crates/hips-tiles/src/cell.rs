//! Cells of the sky and the files of their tiles.

use cdshealpix::nested;
use sky::SkyPosition;

/// Pixels on each side of a tile.
pub const TILE_WIDTH: usize = 512;

/// The deepest order of tiles: their pixels are cells of order 29.
pub const ORDER_MAX: u8 = 20;

/// Orders from a tile to its pixels.
pub(crate) const PIXEL_ORDERS: u8 = TILE_WIDTH.ilog2() as u8;

/// The length of a pixel of order 0 in degrees: the square root of its area. HiPS 1.0 §4.1.
pub(crate) const PIXEL_DEG: f64 = 58.632_272_2 / TILE_WIDTH as f64;

/// A cell of HEALPix, nested scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Its order, 0 to 29.
    pub order: u8,
    /// Its number, less than 12 * 4^order.
    pub index: u64,
}

impl Cell {
    /// The path of its tile below the HiPS, with this extension: HiPS 1.0 §4.1.
    ///
    /// ```
    /// let cell = hips_tiles::Cell { order: 6, index: 10302 };
    /// assert_eq!(cell.path("png"), "Norder6/Dir10000/Npix10302.png");
    /// ```
    pub fn path(&self, extension: &str) -> String {
        let folder = self.index / 10_000 * 10_000;
        format!("Norder{}/Dir{folder}/Npix{}.{extension}", self.order, self.index)
    }

    /// The cell that it is a quarter of; none for order 0.
    pub(crate) fn parent(self) -> Option<Self> {
        Some(Self { order: self.order.checked_sub(1)?, index: self.index >> 2 })
    }

    /// Its four quarters: south, east, west, north.
    pub(crate) fn children(self) -> [Self; 4] {
        [0, 1, 2, 3].map(|quarter| Self { order: self.order + 1, index: self.index << 2 | quarter })
    }

    /// The position at a part of the cell: `x` from the south towards north-east, `y` towards north-west, both in [0, 1).
    pub(crate) fn position(self, x: f64, y: f64) -> Option<SkyPosition> {
        let (lon, lat) = nested::get(self.order).sph_coo(self.index, x, y);
        SkyPosition::new(lon.to_degrees(), lat.to_degrees().clamp(-90.0, 90.0)).ok()
    }

    /// The cell of this order at a position.
    pub(crate) fn at(order: u8, position: &SkyPosition) -> Self {
        let shift = 2 * (sky::ORDER - order);
        Self { order, index: (sky::Healpix::index(position) as u64) >> shift }
    }

    /// Where a cell lies among those of its order within a larger one, in steps of its own size: x, y.
    pub(crate) fn place_in(self, larger: Self) -> (usize, usize) {
        let orders = self.order - larger.order;
        let inside = self.index - (larger.index << (2 * orders));
        let every_second = |bits: u64| (0..orders).fold(0, |sum, bit| sum | (bits >> bit & 1 << bit));
        (every_second(inside) as usize, every_second(inside >> 1) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_ten_thousand_tiles() {
        assert_eq!(Cell { order: 3, index: 0 }.path("fits"), "Norder3/Dir0/Npix0.fits");
        assert_eq!(Cell { order: 9, index: 29_999 }.path("jpg"), "Norder9/Dir20000/Npix29999.jpg");
    }

    #[test]
    fn places_in_a_larger_cell_are_those_of_the_numbering() {
        let larger = Cell { order: 2, index: 7 };
        let places: Vec<_> = larger
            .children()
            .iter()
            .flat_map(|child| child.children())
            .map(|one| one.place_in(larger))
            .collect();
        assert_eq!(places[..5], [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0)]);
        assert_eq!(places[15], (3, 3));
        assert!(larger.children().iter().all(|child| child.parent() == Some(larger)));
    }

    #[test]
    fn a_cell_holds_its_positions() {
        for index in [0, 17, 130, 767] {
            let cell = Cell { order: 3, index };
            let child = cell.children()[1];
            // South to east: x grows.
            assert_eq!(Cell::at(4, &cell.position(0.75, 0.25).unwrap()), child);
            assert_eq!(Cell::at(3, &child.position(0.5, 0.5).unwrap()), cell);
        }
    }
}
