//! The images of a tile: one in each filter, with the conditions of the night.

use crate::{FILTERS, filters::PerFilter, plan::Plan};

/// An image: what the measurement of its objects depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Image {
    /// Width of a point source at half maximum in arcsec.
    pub(crate) seeing_arcsec: f64,
    /// Faintest point source found with 5 sigma in an aperture of 3 arcsec, AB magnitudes.
    pub(crate) depth_mag: f64,
    /// AB magnitude of one count.
    pub(crate) zero_point_mag: f64,
    pub(crate) zero_point_error_mag: f64,
    /// What part of a point source's light the apertures of 3 and 6 arcsec hold.
    pub(crate) light_in_3_arcsec: f64,
    pub(crate) light_in_6_arcsec: f64,
    /// Mid-exposure, in microseconds since 2000-01-01 UTC.
    pub(crate) observed_us: i64,
    /// How many exposures were added.
    pub(crate) exposures: i16,
    /// Exposure time of all of them in seconds.
    pub(crate) exposure_secs: f64,
}

/// The images of each tile of a plan.
pub(crate) fn images(plan: &Plan) -> Vec<PerFilter<Image>> {
    plan.tiles.iter().map(|tile| tile_images(plan, tile.tile_id)).collect()
}

fn tile_images(plan: &Plan, tile_id: i32) -> PerFilter<Image> {
    let mut stream = plan.stream(*b"image ", tile_id.into());
    // Between 2016 and 2021; the filters of a tile within three nights.
    let night = libm::floor(stream.between(5_844.0, 7_670.0));
    std::array::from_fn(|filter| {
        let seeing_arcsec = (1.1 + 0.15 * stream.normal()).clamp(0.8, 1.8);
        let day = night + libm::floor(stream.between(0.0, 3.0)) + stream.between(0.85, 1.15);
        let exposures = if FILTERS[filter].width_nm > 60.0 { 3 } else { 6 };
        Image {
            seeing_arcsec,
            // Bad seeing costs depth.
            depth_mag: FILTERS[filter].depth_mag - 0.5 * (seeing_arcsec - 1.1) + 0.05 * stream.normal(),
            zero_point_mag: 23.0 + 0.1 * stream.normal(),
            zero_point_error_mag: stream.between(0.005, 0.03),
            light_in_3_arcsec: light_within(1.5, seeing_arcsec / 2.0) * 0.88,
            light_in_6_arcsec: light_within(3.0, seeing_arcsec / 2.0) * 0.97,
            observed_us: libm::round(day * 86_400.0) as i64 * 1_000_000,
            exposures,
            exposure_secs: f64::from(exposures) * if exposures == 3 { 30.0 } else { 90.0 },
        }
    })
}

/// The part of the light of a Gaussian within a radius, given the radius that holds half of it, both in arcsec.
pub(crate) fn light_within(radius_arcsec: f64, half_light_arcsec: f64) -> f64 {
    let ratio = radius_arcsec / half_light_arcsec;
    1.0 - libm::exp2(-ratio * ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_light_is_within_the_half_light_radius() {
        assert_eq!(light_within(0.6, 0.6), 0.5);
        assert!(light_within(1.5, 0.6) > 0.98);
    }
}
