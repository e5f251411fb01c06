//! Positions for tests: an even sky, awkward places, points at a given distance.

use std::f64::consts::PI;

use proptest::prelude::*;

use crate::SkyPosition;

/// A position that the test wrote correctly.
pub(crate) fn position(lon_deg: f64, lat_deg: f64) -> SkyPosition {
    SkyPosition::new(lon_deg, lat_deg).expect("the test gives a valid position")
}

/// `count` positions spread evenly over the sky on a spiral.
pub(crate) fn even_sky(count: usize) -> Vec<SkyPosition> {
    let golden_angle_rad = PI * (3.0 - 5.0_f64.sqrt());
    let place = |i: usize| {
        let z = 1.0 - (2.0 * i as f64 + 1.0) / count as f64;
        position((i as f64 * golden_angle_rad).to_degrees(), z.asin().to_degrees())
    };
    (0..count).map(place).collect()
}

/// Poles, RA 0 from both sides, borders and corners of base cells, the transition latitude.
pub(crate) fn awkward_positions() -> Vec<SkyPosition> {
    let transition_deg = (2.0_f64 / 3.0).asin().to_degrees();
    let lats = [-90.0, -89.999999999, -transition_deg, -1e-12, 0.0, 1e-12, transition_deg, 60.0, 88.0, 90.0];
    let lons = [0.0, 1e-12, 45.0, 90.0, 134.999999999999, 180.0, 270.0, 359.999999999999];
    lats.iter().flat_map(|&lat| lons.iter().map(move |&lon| position(lon, lat))).collect()
}

/// The point `distance_deg` away from `from` in the direction `angle_deg`, east of north.
pub(crate) fn at_distance(from: &SkyPosition, distance_deg: f64, angle_deg: f64) -> SkyPosition {
    let (lat_sin, lat_cos) = from.lat_deg().to_radians().sin_cos();
    let (sin, cos) = distance_deg.to_radians().sin_cos();
    let (angle_sin, angle_cos) = angle_deg.to_radians().sin_cos();
    let north = lat_cos * cos - lat_sin * sin * angle_cos;
    let east = sin * angle_sin;
    let lat_rad = (lat_sin * cos + lat_cos * sin * angle_cos).atan2(north.hypot(east));
    position(from.lon_deg() + east.atan2(north).to_degrees(), lat_rad.to_degrees().clamp(-90.0, 90.0))
}

/// Any position, one in three of them awkward.
pub(crate) fn any_position() -> impl Strategy<Value = SkyPosition> {
    let anywhere =
        (0.0..360.0, -1.0..=1.0).prop_map(|(lon, z): (f64, f64)| position(lon, z.asin().to_degrees()));
    prop_oneof![2 => anywhere, 1 => prop::sample::select(awkward_positions())]
}

/// Radii from 0 and from a thousandth of the smallest cell to the whole sky, even in their logarithm.
pub(crate) fn any_radius_deg() -> impl Strategy<Value = f64> {
    let spread = (-10.0..2.26_f64).prop_map(|power| 10.0_f64.powf(power).min(180.0));
    prop_oneof![12 => spread, 1 => Just(0.0), 1 => Just(90.0), 1 => 170.0..=180.0]
}
