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
        let half_lon = (other.lon_deg - self.lon_deg).to_radians() / 2.0;
        let half_difference = (other.lat_deg - self.lat_deg).to_radians() / 2.0;
        let half_sum = (other.lat_deg + self.lat_deg).to_radians() / 2.0;
        let cosines = self.lat_deg.to_radians().cos() * other.lat_deg.to_radians().cos();
        // Haversines of the angle and of its supplement: one of them is always free of cancellation.
        let near = half_difference.sin().powi(2) + cosines * half_lon.sin().powi(2);
        let far = half_sum.sin().powi(2) + cosines * half_lon.cos().powi(2);
        (2.0 * near.sqrt().atan2(far.sqrt())).to_degrees()
    }
}
