//! All points within an angle of a centre.

use crate::{SkyError, SkyPosition};

/// A cone: the points at most `radius_deg` away from the centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cone {
    centre: SkyPosition,
    radius_deg: f64,
}

impl Cone {
    /// A cone round `centre`.
    ///
    /// A radius of 0 is the centre alone, of 180 degrees or more the whole sky; a negative or non-finite one is an
    /// error.
    pub fn new(centre: SkyPosition, radius_deg: f64) -> Result<Self, SkyError> {
        if !radius_deg.is_finite() || radius_deg < 0.0 {
            return Err(SkyError::Radius(radius_deg));
        }
        Ok(Self { centre, radius_deg: radius_deg.min(180.0) })
    }

    /// The centre.
    pub fn centre(&self) -> SkyPosition {
        self.centre
    }

    /// The radius in degrees, in [0, 180].
    pub fn radius_deg(&self) -> f64 {
        self.radius_deg
    }

    /// Whether the position is at most the radius away from the centre.
    pub fn contains(&self, position: &SkyPosition) -> bool {
        self.radius_deg >= 180.0 || self.centre.separation_deg(position) <= self.radius_deg
    }
}
