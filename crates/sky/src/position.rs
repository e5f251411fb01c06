//! A checked position on the celestial sphere.

use crate::{SkyError, UnitVector};

/// A position in degrees: longitude in [0, 360), latitude in [-90, 90]; both finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkyPosition {
    lon_deg: f64,
    lat_deg: f64,
}

impl SkyPosition {
    /// Checks both angles and reduces the longitude modulo 360.
    ///
    /// A longitude that is not finite and a latitude outside [-90, 90] degrees are errors.
    pub fn new(lon_deg: f64, lat_deg: f64) -> Result<Self, SkyError> {
        if !lon_deg.is_finite() {
            return Err(SkyError::Longitude(lon_deg));
        }
        if !(-90.0..=90.0).contains(&lat_deg) {
            return Err(SkyError::Latitude(lat_deg));
        }
        let lon_deg = lon_deg.rem_euclid(360.0);
        // A negative longitude smaller than the rounding of 360 is reduced to 360 itself.
        let lon_deg = if lon_deg >= 360.0 { 0.0 } else { lon_deg };
        Ok(Self { lon_deg, lat_deg })
    }

    /// The longitude in degrees, in [0, 360).
    pub fn lon_deg(&self) -> f64 {
        self.lon_deg
    }

    /// The latitude in degrees, in [-90, 90].
    pub fn lat_deg(&self) -> f64 {
        self.lat_deg
    }

    /// The same point as a unit vector.
    pub fn vector(&self) -> UnitVector {
        UnitVector::from_radians(self.lon_deg.to_radians(), self.lat_deg.to_radians())
    }

    /// The angle between two positions in degrees, in [0, 180].
    ///
    /// Exact to a few units in the last place also for tiny separations and near the antipode.
    pub fn separation_deg(&self, other: &Self) -> f64 {
        let across_deg = other.lon_deg - self.lon_deg;
        // The shorter way round: the sine of half a turn would lose the digits of a small angle.
        let across_deg = if across_deg.abs() > 180.0 { 360.0 - across_deg.abs() } else { across_deg };
        let half_lon = across_deg.to_radians() / 2.0;
        let half_difference = (other.lat_deg - self.lat_deg).to_radians() / 2.0;
        let half_sum = (other.lat_deg + self.lat_deg).to_radians() / 2.0;
        let cosines = self.lat_deg.to_radians().cos() * other.lat_deg.to_radians().cos();
        // Haversines of the angle and of its supplement: one of them is always free of cancellation.
        let near = half_difference.sin().powi(2) + cosines * half_lon.sin().powi(2);
        let far = half_sum.sin().powi(2) + cosines * half_lon.cos().powi(2);
        (2.0 * near.sqrt().atan2(far.sqrt())).to_degrees()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{any_position, at_distance, position};

    #[test]
    fn longitude_is_reduced_to_one_turn() {
        for (given, reduced) in [(-1.0, 359.0), (360.0, 0.0), (725.5, 5.5), (-0.0, 0.0), (-1e-20, 0.0)] {
            assert_eq!(position(given, 0.0).lon_deg(), reduced, "{given}");
        }
    }

    #[test]
    fn latitude_beyond_a_pole_is_refused() {
        for (lat, text) in [
            (90.5, "latitude 90.5 is outside [-90, 90] degrees"),
            (-91.0, "latitude -91 is outside [-90, 90] degrees"),
            (f64::NAN, "latitude NaN is outside [-90, 90] degrees"),
        ] {
            assert_eq!(SkyPosition::new(0.0, lat).unwrap_err().to_string(), text);
        }
    }

    #[test]
    fn infinite_longitude_is_refused() {
        let error = SkyPosition::new(f64::INFINITY, 0.0).unwrap_err();
        assert_eq!(error.to_string(), "longitude inf is not a number of degrees");
    }

    #[test]
    fn separations_are_exact_at_every_scale() {
        for (a, b, expected_deg) in [
            ((0.0, 0.0), (0.0, 1e-12), 1e-12_f64),
            ((360.0 - 1.0 / 1024.0, 0.0), (1.0 / 1024.0, 0.0), 2.0 / 1024.0),
            ((10.0, 60.0), (10.0, 60.0 + 1.0 / 1024.0), 1.0 / 1024.0),
            ((0.0, 90.0), (123.0, 89.0), 1.0),
            ((0.0, 0.0), (90.0, 0.0), 90.0),
            ((0.0, 89.0), (180.0, 89.0), 2.0),
            ((0.0, 0.0), (180.0, 0.0), 180.0),
            ((30.0, -90.0), (200.0, 90.0), 180.0),
            ((0.0, 0.0), (180.0, 1e-9), 180.0 - 1e-9),
        ] {
            let separation = position(a.0, a.1).separation_deg(&position(b.0, b.1));
            let tolerance = (expected_deg * 1e-9_f64).min(1e-12_f64);
            assert!((separation - expected_deg).abs() <= tolerance, "{a:?} {b:?}: {separation}");
        }
    }

    proptest! {
        #[test]
        fn separation_agrees_with_the_angle_of_vectors(a in any_position(), b in any_position()) {
            let angle_deg = a.vector().angle_rad(&b.vector()).to_degrees();
            prop_assert!((a.separation_deg(&b) - angle_deg).abs() < 1e-12);
            prop_assert_eq!(a.separation_deg(&b), b.separation_deg(&a));
        }

        #[test]
        fn separation_finds_the_distance_that_was_gone(
            from in any_position(), distance_deg in 0.0..180.0, angle_deg in 0.0..360.0,
        ) {
            let there = at_distance(&from, distance_deg, angle_deg);
            prop_assert!((from.separation_deg(&there) - distance_deg).abs() < 1e-12);
        }

        #[test]
        fn any_numbers_give_a_position_in_range_or_an_error(lon in any::<f64>(), lat in any::<f64>()) {
            if let Ok(position) = SkyPosition::new(lon, lat) {
                prop_assert!((0.0..360.0).contains(&position.lon_deg()));
                prop_assert!((-90.0..=90.0).contains(&position.lat_deg()));
            }
        }
    }
}
