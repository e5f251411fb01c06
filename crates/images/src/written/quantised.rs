//! Floats to integers, with the noise that keeps their mean (FITS 4.0 §10.2).

use crate::tiled::noise;

/// The integer that stands for NaN.
pub(super) const BLANK: i32 = -2_147_483_647;

/// The multiples of `quantum` that a tile is rounded to, and the value that they count from.
pub(super) fn quantised(row: &[f32], quantum: f64, tile: u64, seed: u64) -> (Vec<i32>, f64) {
    let finite = row.iter().copied().filter(|pixel| pixel.is_finite());
    let zero = finite.reduce(f32::min).map_or(0.0, f64::from);
    let integers = row.iter().zip(noise(tile, seed)).map(|(&pixel, noise)| {
        if !pixel.is_finite() {
            return BLANK;
        }
        let steps = (f64::from(pixel) - zero) / quantum + f64::from(noise) - 0.5;
        // Away from zero at halves; a value out of range becomes the nearest one.
        steps.round() as i32
    });
    (integers.collect(), zero)
}
