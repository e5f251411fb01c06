//! The seam between those who need a region as index ranges and those who compute them.

use crate::{Region, SkyError};

/// A run of neighbouring HEALPix cells, nested scheme, order 29; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRange {
    /// The first cell, in [0, 12 * 4^29).
    pub first: i64,
    /// The last cell, not less than `first`.
    pub last: i64,
    /// Whether every point of every cell is inside the region, so that no exact test is needed.
    pub full: bool,
}

/// Something that covers regions with cells.
pub trait Coverage: Send + Sync {
    /// The ranges that hold every point of the region, sorted and without overlap.
    ///
    /// Neighbouring ranges with the same flag are merged. Points outside the region may be covered too, but only by
    /// ranges that are not `full`.
    fn cover(&self, region: &Region) -> Result<Vec<CellRange>, SkyError>;
}

impl CellRange {
    /// The same cells in as few ranges as possible, none of them `full`, for those who test every row anyway.
    pub fn without_flags(ranges: &[Self]) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(previous) if previous.last + 1 == range.first => previous.last = range.last,
                _ => merged.push(Self { full: false, ..*range }),
            }
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: i64, last: i64, full: bool) -> CellRange {
        CellRange { first, last, full }
    }

    #[test]
    fn ranges_without_flags_are_as_few_as_possible() {
        let flagged = [range(0, 3, false), range(4, 7, true), range(8, 8, false), range(10, 11, true)];
        assert_eq!(CellRange::without_flags(&flagged), [range(0, 8, false), range(10, 11, false)]);
        assert_eq!(CellRange::without_flags(&[]), []);
    }
}
