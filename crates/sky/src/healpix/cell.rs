//! Sizes and centres of HEALPix cells.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use cdshealpix::{TRANSITION_LATITUDE, TRANSITION_Z, nested};

use super::ORDER;
use crate::UnitVector;

/// A circle on the sky that holds a region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// Its centre.
    pub(super) centre: UnitVector,
    /// Its radius in radians, in [0, pi].
    pub(super) radius_rad: f64,
}

/// Upper limits, per depth, of the distance from a cell's centre to its farthest point, near one region.
pub(super) struct CellRadii([f64; ORDER as usize + 1]);

impl CellRadii {
    /// The limits for all cells that touch the circle.
    pub(super) fn near(bound: &Bound) -> Self {
        let lat_rad = bound.centre.z.clamp(-1.0, 1.0).asin().abs();
        let mut radii = [0.0; ORDER as usize + 1];
        for (depth, radius) in (0u8..).zip(radii.iter_mut()) {
            let largest = polar_radius_rad(depth);
            let reach = bound.radius_rad + largest;
            let (lat_min, lat_max) = ((lat_rad - reach).max(0.0), (lat_rad + reach).min(FRAC_PI_2));
            *radius = equatorial_radius_rad(depth, lat_min, lat_max).unwrap_or(largest);
        }
        Self(radii)
    }

    /// The limit in radians for cells of this depth.
    pub(super) fn at(&self, depth: u8) -> f64 {
        self.0[usize::from(depth)]
    }
}

/// The centre of a cell.
pub(super) fn centre(depth: u8, hash: u64) -> UnitVector {
    let (lon_rad, lat_rad) = nested::get(depth).center(hash);
    UnitVector::from_radians(lon_rad, lat_rad)
}

/// The largest distance from centre to vertex of all cells of a depth.
///
/// It belongs to the polar cells on the transition latitude at the border of a base cell: centre at longitude
/// (pi / 4) / nside, north vertex on the border.
fn polar_radius_rad(depth: u8) -> f64 {
    if depth == 0 {
        return FRAC_PI_2 - TRANSITION_LATITUDE;
    }
    let step = 1.0 / nside(depth);
    let north_z = 1.0 - (1.0 - step).powi(2) / 3.0;
    let centre = UnitVector::from_radians(FRAC_PI_4 * step, TRANSITION_LATITUDE);
    centre.angle_rad(&UnitVector::from_radians(0.0, north_z.asin()))
}

/// The largest distance from centre to vertex of the cells with centres between two absolute latitudes; `None` if
/// some of them reach into a polar cap.
///
/// East and west vertices are (pi / 4) / nside of longitude away, north and south ones (2 / 3) / nside in z.
fn equatorial_radius_rad(depth: u8, lat_min_rad: f64, lat_max_rad: f64) -> Option<f64> {
    let step = 1.0 / nside(depth);
    let z_max = lat_max_rad.sin() + TRANSITION_Z * step;
    let across = FRAC_PI_4 * step * lat_min_rad.cos();
    (z_max < TRANSITION_Z).then(|| across.max(z_max.asin() - lat_max_rad))
}

fn nside(depth: u8) -> f64 {
    f64::from(1u32 << depth)
}
