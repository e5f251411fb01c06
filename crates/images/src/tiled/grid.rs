//! The tiles of an image that a box touches.

use crate::pixel_box::Range;

/// The tiles of an image.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    axes: Vec<u64>,
    tile_axes: Vec<u64>,
}

/// One tile and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Its row in the table, from 0.
    pub number: u64,
    /// Its first pixel on each axis, from 0.
    pub first: Vec<u64>,
    /// Its own lengths, which are shorter at the far edges.
    pub lengths: Vec<u64>,
}

impl Grid {
    /// Tiles of these lengths in an image of those.
    pub fn new(axes: &[u64], tile_axes: &[u64]) -> Self {
        Self { axes: axes.to_vec(), tile_axes: tile_axes.to_vec() }
    }

    /// The tile with a pixel.
    pub fn tile_of(&self, pixel: &[u64]) -> Placed {
        let (mut number, mut stride) = (0, 1);
        let (mut first, mut lengths) = (Vec::new(), Vec::new());
        for ((&place, &length), &tile) in pixel.iter().zip(&self.axes).zip(&self.tile_axes) {
            number += place / tile * stride;
            stride *= length.div_ceil(tile);
            let begin = place / tile * tile;
            first.push(begin);
            lengths.push(tile.min(length - begin));
        }
        Placed { number, first, lengths }
    }
}

impl Placed {
    /// The number of pixels.
    pub fn pixels(&self) -> u64 {
        self.lengths.iter().product()
    }

    /// The place of a pixel of the image in the order of the tile's pixels.
    pub fn place(&self, pixel: impl IntoIterator<Item = u64>) -> u64 {
        let (mut place, mut stride) = (0, 1);
        for ((pixel, first), length) in pixel.into_iter().zip(&self.first).zip(&self.lengths) {
            place += (pixel - first) * stride;
            stride *= length;
        }
        place
    }

    /// The number of pixels up to the last one that a box needs.
    pub fn needed(&self, ranges: &[Range]) -> u64 {
        let last = ranges.iter().zip(&self.first).zip(&self.lengths).map(|((range, first), length)| {
            let last_of_box = range.first + range.count - 1;
            last_of_box.min(first + length - 1)
        });
        self.place(last) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_at_the_far_edges_are_shorter() {
        let grid = Grid::new(&[10, 7], &[4, 3]);
        let tile = grid.tile_of(&[9, 6]);
        assert_eq!(tile, Placed { number: 8, first: vec![8, 6], lengths: vec![2, 1] });
        assert_eq!((tile.pixels(), tile.place([9, 6])), (2, 1));
    }

    #[test]
    fn only_what_a_box_needs_is_counted() {
        let tile = Grid::new(&[10, 7], &[4, 3]).tile_of(&[4, 3]);
        let ranges = |x, y| [Range { first: 0, count: x }, Range { first: 0, count: y }];
        assert_eq!(tile.needed(&ranges(6, 4)), 2);
        assert_eq!(tile.needed(&ranges(10, 5)), 8);
        assert_eq!(tile.needed(&ranges(10, 7)), 12);
    }
}
