//! Colours along the stellar locus.

use super::Node;
use crate::{FILTERS, filters::PerFilter};

/// Magnitude minus r magnitude in the twelve filters, from type A to late M: approximate colours of the main sequence,
/// with the Balmer break, the lines of calcium, the G band and magnesium, and the bands of titanium oxide.
#[rustfmt::skip]
const LOCUS: [PerFilter<f64>; 7] = [
    [0.0, -0.20,  0.18,  0.30, 0.95, 0.75, 0.10, 0.00, -0.15, -0.15,  0.06,  0.24],
    [0.0,  0.25, -0.08, -0.09, 1.25, 1.10, 0.85, 0.55,  0.48,  0.14,  0.00, -0.09],
    [0.0,  0.50, -0.17, -0.20, 1.85, 1.65, 1.55, 1.00,  0.92,  0.33, -0.04, -0.19],
    [0.0,  0.90, -0.35, -0.52, 2.95, 2.65, 2.55, 1.85,  1.62,  0.68, -0.10, -0.47],
    [0.0,  1.30, -0.60, -0.93, 3.75, 3.45, 3.30, 2.50,  2.15,  1.10, -0.20, -0.83],
    [0.0,  1.42, -1.15, -1.77, 4.00, 3.70, 3.50, 2.65,  2.20,  1.20, -0.35, -1.60],
    [0.0,  1.50, -1.70, -2.65, 4.10, 3.80, 3.55, 2.75,  2.30,  1.25, -0.50, -2.40],
];

/// How the filters answer to metals: magnitudes per unit of line strength.
const METALS: PerFilter<f64> = [0.0, 0.02, 0.0, 0.0, 0.15, 0.13, 0.16, 0.08, 0.07, 0.05, 0.0, 0.01];

/// The number that stands for the latest type.
pub(crate) const LATEST: f64 = (LOCUS.len() - 1) as f64;

/// Colours of a star relative to r: `class` runs from 0 (type A) to [`LATEST`] (late M) and is clamped to that,
/// `metals` is the strength of metal lines, 0 for the average.
pub(super) fn colours(class: f64, metals: f64) -> PerFilter<f64> {
    let class = class.clamp(0.0, LATEST);
    let before = (class as usize).min(LOCUS.len() - 2);
    let part = class - before as f64;
    std::array::from_fn(|filter| {
        let (low, high) = (LOCUS[before][filter], LOCUS[before + 1][filter]);
        low + (high - low) * part + METALS[filter] * metals
    })
}

/// The same as a curve over all wavelengths, straight between the filters.
pub(super) fn curve(class: f64, metals: f64) -> PerFilter<Node> {
    let colours = colours(class, metals);
    let mut curve: PerFilter<Node> =
        std::array::from_fn(|filter| (f64::from(FILTERS[filter].wavelength_nm), colours[filter]));
    curve.sort_by(|one, other| one.0.total_cmp(&other.0));
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_types_are_redder() {
        let red = |class| colours(class, 0.0)[1];
        assert!((0..=60).map(|tenth| red(f64::from(tenth) / 10.0)).is_sorted());
        assert_eq!(red(99.0), red(LATEST));
        assert_eq!(red(-1.0), -0.2);
    }
}
