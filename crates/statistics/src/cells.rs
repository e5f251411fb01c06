//! The cells of the sky in which something was seen: one bit for each.

use std::ops::Range;

use sky::LAST_CELL;

use crate::Moc;

/// The order of the cells: 3.4 arcminutes, finer than what coverage is published with, and few enough for a bit each.
pub(crate) const ORDER: u8 = 10;

/// Bits from a cell of order 29 to its cell of [`ORDER`].
const SHIFT: u32 = 2 * (sky::ORDER - ORDER) as u32;
const WORDS: usize = (12 << (2 * ORDER as usize)) / u64::BITS as usize;

/// A set of cells of [`ORDER`]; 1.5 MiB once it has one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    /// Empty as long as no cell is in it.
    words: Vec<u64>,
}

impl Cells {
    /// Adds the cell that holds a cell of order 29. A number that is no cell is passed over.
    #[inline]
    pub fn insert(&mut self, cell: i64) {
        if !(0..=LAST_CELL).contains(&cell) {
            return;
        }
        if self.words.is_empty() {
            self.words = vec![0; WORDS];
        }
        let cell = (cell >> SHIFT) as usize;
        if let Some(word) = self.words.get_mut(cell / 64) {
            *word |= 1 << (cell % 64);
        }
    }

    /// Adds all cells of another set.
    pub fn merge(&mut self, other: Self) {
        if self.words.is_empty() {
            *self = other;
        } else {
            for (word, more) in self.words.iter_mut().zip(other.words) {
                *word |= more;
            }
        }
    }

    /// The cells as a map of [`ORDER`].
    pub fn moc(&self) -> Moc {
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for (place, &word) in self.words.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                let from = rest.trailing_zeros();
                let length = (rest >> from).trailing_ones();
                let first = place as u64 * 64 + u64::from(from);
                push(&mut ranges, first..first + u64::from(length));
                rest &= u64::MAX.checked_shl(from + length).unwrap_or(0);
            }
        }
        ranges.iter_mut().for_each(|range| *range = range.start << SHIFT..range.end << SHIFT);
        Moc::of_ranges(ORDER, ranges)
    }
}

fn push(ranges: &mut Vec<Range<u64>>, range: Range<u64>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_cell_is_an_empty_map_of_the_same_order() {
        let mut cells = Cells::default();
        cells.insert(-1);
        cells.insert(LAST_CELL + 1);
        assert_eq!(cells.moc().to_string(), "10/");
        assert!(cells.words.is_empty());
    }

    #[test]
    fn first_and_last_cell_of_the_sky_are_cells() {
        let mut cells = Cells::default();
        cells.insert(0);
        cells.insert(LAST_CELL);
        assert_eq!(cells.moc().to_string(), "10/0 12582911");
    }

    proptest! {
        #[test]
        fn cells_of_a_map_are_those_that_were_inserted(
            some in prop::collection::vec(0..300_u64, 0..400), others in prop::collection::vec(0..12_582_912_u64, 0..50),
        ) {
            let (mut one, mut other) = (Cells::default(), Cells::default());
            some.iter().for_each(|&cell| one.insert((cell << SHIFT) as i64));
            others.iter().for_each(|&cell| other.insert((cell << SHIFT) as i64));
            one.merge(other);
            let expected: BTreeSet<u64> = some.into_iter().chain(others).collect();
            let found: BTreeSet<u64> =
                one.moc().ranges().iter().flat_map(|range| range.start >> SHIFT..range.end >> SHIFT).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
