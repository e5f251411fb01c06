//! The cells of the sky in which something was seen: one bit for each.

use std::borrow::Cow;
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

    /// The cells as a map of the finest order, [`ORDER`] at the most, at which it has no more than so many ranges; at order
    /// 5 it has 12,288 at the most.
    pub fn moc(&self, ranges_max: usize) -> Moc {
        let (mut words, mut order) = (Cow::Borrowed(self.words.as_slice()), ORDER);
        while order > 0 && beginnings(&words) > ranges_max {
            words = Cow::Owned(coarser(&words));
            order -= 1;
        }
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for (place, &word) in words.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                let from = rest.trailing_zeros();
                let length = (rest >> from).trailing_ones();
                let first = place as u64 * 64 + u64::from(from);
                push(&mut ranges, first..first + u64::from(length));
                rest &= u64::MAX.checked_shl(from + length).unwrap_or(0);
            }
        }
        let shift = 2 * u32::from(sky::ORDER - order);
        ranges.iter_mut().for_each(|range| *range = range.start << shift..range.end << shift);
        Moc::of_ranges(order, ranges)
    }
}

/// How many cells are in the set whose predecessor is not.
fn beginnings(words: &[u64]) -> usize {
    let mut before = 0;
    let count = |&word: &u64| {
        let begin = word & !(word << 1 | before);
        before = word >> 63;
        begin.count_ones() as usize
    };
    words.iter().map(count).sum()
}

/// The cells of the next coarser order, of each of which a quarter at least is in the set.
fn coarser(words: &[u64]) -> Vec<u64> {
    let quarters = |word: u64| (0..16).map(move |place| u64::from(word >> (4 * place) & 0xf != 0) << place);
    let of_word = |word: u64| quarters(word).fold(0, |bits, bit| bits | bit);
    let of_four = |four: &[u64]| {
        four.iter().enumerate().fold(0, |bits, (place, &word)| bits | of_word(word) << (16 * place))
    };
    words.chunks(4).map(of_four).collect()
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
        assert_eq!(cells.moc(usize::MAX).to_string(), "10/");
        assert!(cells.words.is_empty());
    }

    #[test]
    fn first_and_last_cell_of_the_sky_are_cells() {
        let mut cells = Cells::default();
        cells.insert(0);
        cells.insert(LAST_CELL);
        assert_eq!(cells.moc(usize::MAX).to_string(), "10/0 12582911");
    }

    proptest! {
        #[test]
        fn a_map_with_too_many_ranges_is_that_of_a_coarser_order(
            some in prop::collection::vec(0..12_582_912_u64, 0..60), near in prop::collection::vec(0..500_u64, 0..60), ranges_max in 0..80_usize,
        ) {
            let mut cells = Cells::default();
            some.iter().chain(&near).for_each(|&cell| cells.insert((cell << SHIFT) as i64));
            let (whole, map) = (cells.moc(usize::MAX), cells.moc(ranges_max));
            prop_assert_eq!(map.ranges(), whole.degraded(map.order()).ranges());
            prop_assert!(map.order() == 0 || map.ranges().len() <= ranges_max);
            if map.order() < ORDER {
                prop_assert!(whole.degraded(map.order() + 1).ranges().len() > ranges_max);
            }
        }

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
                one.moc(usize::MAX).ranges().iter().flat_map(|range| range.start >> SHIFT..range.end >> SHIFT).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
