//! What several images have at the places of a cell's pixels.

use crate::Broken;
use crate::Cell;
use crate::input::{Input, Opened};
use crate::mapping::Sampled;
use crate::pixels::Pixels;
use crate::raster::Raster;

/// The least weight of a pixel, at the very border of its image.
const WEIGHT_MIN: f32 = 0.01;

/// The most pixels of an image in memory; 256 MiB. Only tiles much coarser than their images need more than a tenth of it.
const PIXELS_MAX: u64 = 64 << 20;

/// A cell under way: the weighted sum of what the images have, and their weights.
pub(crate) struct Patch {
    cell: Cell,
    side: usize,
    sums: Vec<f32>,
    weights: Vec<f32>,
}

impl Patch {
    pub(crate) fn new(cell: Cell, side: usize) -> Self {
        Self { cell, side, sums: vec![0.0; side * side], weights: vec![0.0; side * side] }
    }

    /// Adds an image. Where images overlap, a pixel counts by its distance from the border of its image: there is no step
    /// where one of them ends.
    pub(crate) fn add(&mut self, input: &Input, image: &Opened) -> Result<(), Broken> {
        let lengths = image.lengths;
        let sampled = Sampled { cell: self.cell, side: self.side, wcs: &image.wcs, lengths };
        let Some(mapping) = sampled.map() else { return Ok(()) };
        let count = (0..2)
            .map(|axis| (mapping.needed[1][axis] - mapping.needed[0][axis] + 1) as u64)
            .product::<u64>();
        if count > PIXELS_MAX {
            let why = format!(
                "{count} pixels of it are needed at once and {PIXELS_MAX} are the most; ask for a higher order"
            );
            return Err(input.broken(why));
        }
        let pixels = Pixels::read(&image.file, input, mapping.needed);
        let pixels = pixels.map_err(|error| input.broken(error))?;
        let side = self.side;
        mapping.each(lengths, |x, y, place| {
            let Some(value) = pixels.at(place) else { return };
            let at = Raster::place(side, x, y);
            let weight = weight(place, lengths);
            self.sums[at] += weight * value;
            self.weights[at] += weight;
        });
        Ok(())
    }

    /// The means.
    pub(crate) fn finish(self) -> Raster {
        let mut values = self.sums;
        for (value, weight) in values.iter_mut().zip(self.weights) {
            *value = if weight > 0.0 { *value / weight } else { f32::NAN };
        }
        Raster { side: self.side, values }
    }
}

/// The distance from the nearest border, in pixels.
fn weight(place: [f64; 2], lengths: [u64; 2]) -> f32 {
    let from_border = |axis: usize| (place[axis] - 0.5).min(lengths[axis] as f64 + 0.5 - place[axis]);
    (from_border(0).min(from_border(1)) as f32).max(WEIGHT_MIN)
}
