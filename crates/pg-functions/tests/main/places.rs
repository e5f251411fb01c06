//! Places of the sky where arithmetic goes wrong first.

/// Poles, RA 0 from both sides, corners and borders of base cells, the latitude where the layout changes.
pub fn awkward() -> Vec<[f64; 2]> {
    let transition = (2.0_f64 / 3.0).asin().to_degrees();
    let lats =
        [-90.0, -89.999999999, -transition, -30.0, -1e-12, 0.0, 1e-12, 41.0, transition, 60.0, 88.0, 90.0];
    let lons = [0.0, 1e-12, 45.0, 90.0, 134.999999999999, 180.0, 270.0, 359.999999999999];
    lats.iter().flat_map(|&lat| lons.iter().map(move |&lon| [lon, lat])).collect()
}
