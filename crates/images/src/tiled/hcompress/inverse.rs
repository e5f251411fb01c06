//! The inverse of the H-transform, in integers and without loss.

use super::levels;

/// One level: the lowest bit that is kept by differences along one direction (twice that) and along both, and by how many
/// bits sums are too large.
#[derive(Clone, Copy)]
struct Level {
    bit: i64,
    shift: u32,
}

/// A neighbour that is not there.
const NOWHERE: (usize, i64) = (usize::MAX, 0);

/// Turns coefficients to pixels, from the coarsest level to the finest.
pub(super) fn transform(values: &mut [i64], rows: usize, columns: usize) {
    let levels = levels(rows.max(columns));
    if levels == 0 {
        return;
    }
    if let Some(first) = values.first_mut() {
        *first = rounded(*first, 2 << levels);
    }
    let mut room = Vec::new();
    for level in (0..levels).rev() {
        let (height, width) = (rows.div_ceil(1 << level), columns.div_ceil(1 << level));
        for row in 0..height {
            interleave(values, row * columns, 1, width, &mut room);
        }
        for column in 0..width {
            interleave(values, column, columns, height, &mut room);
        }
        let level = Level { bit: 1 << level, shift: if level == 0 { 2 } else { 1 } };
        for row in (0..height).step_by(2) {
            for column in (0..width).step_by(2) {
                let at = row * columns + column;
                let below = (row + 1 < height).then_some(at + columns);
                let right = (column + 1 < width).then_some(at + 1);
                level.restore(values, at, below, right);
            }
        }
    }
}

impl Level {
    /// Restores up to four neighbours from their sum and their differences.
    fn restore(self, values: &mut [i64], at: usize, below: Option<usize>, right: Option<usize>) {
        let get = |place: usize| values.get(place).copied().unwrap_or_default();
        let sum = get(at);
        let restored = match (below, right) {
            (Some(below), Some(right)) => {
                let [here, beside, under, across] =
                    self.four(sum, get(below), get(right), get(right + below - at));
                [(at, here), (right, beside), (below, under), (right + below - at, across)]
            }
            (Some(other), None) | (None, Some(other)) => {
                let [here, there] = self.two(sum, get(other));
                [(at, here), (other, there), NOWHERE, NOWHERE]
            }
            (None, None) => [(at, sum), NOWHERE, NOWHERE, NOWHERE],
        };
        for (place, value) in restored {
            if let Some(to) = values.get_mut(place) {
                *to = value >> self.shift;
            }
        }
    }

    /// The pixel itself, the one beside it, the one below, and the one across, from sum and differences. Damaged data may
    /// have any of these, so that sums wrap round.
    fn four(self, sum: i64, down: i64, along: i64, both: i64) -> [i64; 4] {
        let wide = 2 * self.bit;
        let both = rounded(both, self.bit);
        // All four are odd multiples of the bit or none is; the encoder moved odd differences away from 0.
        let low = both & self.bit;
        let exact = |value: i64| value.wrapping_add(if value >= 0 { -low } else { low });
        let (down, along) = (exact(rounded(down, wide)), exact(rounded(along, wide)));
        let next = (both ^ down ^ along) & wide;
        let sum = sum.wrapping_add(if sum < 0 && low == 0 { next } else { low - next });
        let add = |signs: [i64; 3]| {
            let terms =
                [down, along, both].into_iter().zip(signs).map(|(term, sign)| term.wrapping_mul(sign));
            terms.fold(sum, i64::wrapping_add)
        };
        [add([-1, -1, 1]), add([-1, 1, -1]), add([1, -1, -1]), add([1, 1, 1])]
    }

    /// The pixel itself and its only neighbour.
    fn two(self, sum: i64, difference: i64) -> [i64; 2] {
        let difference = rounded(difference, 2 * self.bit);
        let low = difference & (2 * self.bit);
        let sum = sum.wrapping_add(if sum >= 0 { -low } else { low });
        [sum.wrapping_sub(difference), sum.wrapping_add(difference)]
    }
}

/// A number to the nearest multiple of a power of two; the middle goes away from 0.
fn rounded(value: i64, bit: i64) -> i64 {
    let half = bit >> 1;
    let up = if value >= 0 { half } else { (half - 1).max(0) };
    value.wrapping_add(up) & -bit
}

/// Puts the first half of a line to its even places, and the second to its odd ones.
fn interleave(values: &mut [i64], begin: usize, step: usize, length: usize, room: &mut Vec<i64>) {
    room.clear();
    room.extend((0..length).map(|index| values.get(begin + index * step).copied().unwrap_or_default()));
    let (even, odd) = room.split_at(length.div_ceil(2));
    for (half, first) in [(even, 0), (odd, 1)] {
        for (index, &value) in half.iter().enumerate() {
            if let Some(to) = values.get_mut(begin + (2 * index + first) * step) {
                *to = value;
            }
        }
    }
}
