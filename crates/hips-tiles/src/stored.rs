//! What a HiPS consists of.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::{Broken, Cell};

/// A HiPS that was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Its folder.
    pub folder: PathBuf,
    /// The order of its deepest tiles.
    pub order: u8,
    /// How many tiles it has of that order.
    pub tiles: u64,
    /// How many files of tiles were made now; 0 where all was there.
    pub written: u64,
    /// The part of the sky that it covers, 0 to 1.
    pub sky_fraction: f64,
    /// Images that were left out.
    pub broken: Vec<Broken>,
}

/// The tiles of all orders.
#[derive(Clone, Debug)]
pub(crate) struct Levels {
    /// The cells of each order from 0, ascending.
    cells: Vec<Vec<u64>>,
}

impl Levels {
    /// All that is above some tiles of an order.
    pub(crate) fn above(order: u8, deepest: &BTreeSet<u64>) -> Self {
        let mut cells = vec![deepest.iter().copied().collect::<Vec<u64>>()];
        for _ in 0..order {
            let below = cells.last().map_or(&[][..], Vec::as_slice);
            let mut above: Vec<u64> = below.iter().map(|index| index >> 2).collect();
            above.dedup();
            cells.push(above);
        }
        cells.reverse();
        Self { cells }
    }

    /// The deepest order.
    pub(crate) fn order(&self) -> u8 {
        (self.cells.len() - 1) as u8
    }

    /// The tiles of an order; none of one that it has not.
    pub(crate) fn of(&self, order: u8) -> impl ExactSizeIterator<Item = Cell> + '_ {
        let indexes = self.cells.get(usize::from(order)).map_or(&[][..], Vec::as_slice);
        indexes.iter().map(move |&index| Cell { order, index })
    }

    /// The deepest tiles.
    pub(crate) fn deepest(&self) -> impl ExactSizeIterator<Item = Cell> + '_ {
        self.of(self.order())
    }

    /// All tiles.
    pub(crate) fn all(&self) -> impl Iterator<Item = Cell> + '_ {
        (0..=self.order()).flat_map(|order| self.of(order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_has_one_above_it_up_to_order_0() {
        let levels = Levels::above(2, &BTreeSet::from([0, 3, 17, 191]));
        let all: Vec<(u8, u64)> = levels.all().map(|cell| (cell.order, cell.index)).collect();
        assert_eq!(
            all,
            [(0, 0), (0, 1), (0, 11), (1, 0), (1, 4), (1, 47), (2, 0), (2, 3), (2, 17), (2, 191)]
        );
        assert_eq!((levels.order(), levels.deepest().len(), levels.of(5).len()), (2, 4, 0));
    }
}
