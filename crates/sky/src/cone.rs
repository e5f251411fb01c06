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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::position;

    #[test]
    fn negative_radius_is_refused() {
        let error = Cone::new(position(0.0, 0.0), -0.1).unwrap_err();
        assert_eq!(error.to_string(), "radius -0.1 is not a number of degrees of 0 or more");
    }

    #[test]
    fn radius_that_is_not_a_number_is_refused() {
        assert!(matches!(Cone::new(position(0.0, 0.0), f64::NAN), Err(SkyError::Radius(_))));
        assert!(matches!(Cone::new(position(0.0, 0.0), f64::INFINITY), Err(SkyError::Radius(_))));
    }

    #[test]
    fn radius_zero_is_the_centre_alone() {
        let cone = Cone::new(position(10.0, 20.0), 0.0).unwrap();
        assert!(cone.contains(&position(370.0, 20.0)));
        assert!(!cone.contains(&position(10.0, 20.0 + 1e-12)));
    }

    #[test]
    fn radius_of_half_a_turn_or_more_is_the_whole_sky() {
        for radius_deg in [180.0, 1e6] {
            let cone = Cone::new(position(0.0, 30.0), radius_deg).unwrap();
            assert_eq!(cone.radius_deg(), 180.0);
            assert!(cone.contains(&position(180.0, -30.0)));
        }
    }

    #[test]
    fn cone_across_ra_zero_holds_points_on_both_sides() {
        let cone = Cone::new(position(0.05, 0.0), 0.1).unwrap();
        assert!(cone.contains(&position(359.96, 0.0)));
        assert!(cone.contains(&position(0.14, 0.0)));
        assert!(!cone.contains(&position(359.94, 0.0)));
    }
}
