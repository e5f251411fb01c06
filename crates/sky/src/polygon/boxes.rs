//! Boxes as ADQL means them: rectangles of the tangent plane.

use crate::{Polygon, SkyError, SkyPosition, UnitVector};

impl Polygon {
    /// The box round `centre`: two arms of great circles cross there at a right angle, one of them along the meridian
    /// `height_deg` long, the other `width_deg`; each side is the great circle that meets the end of an arm at a right
    /// angle (ADQL 2.0 §2.4.8). So it is the rectangle of half sides tan(width / 2) and tan(height / 2) in the plane
    /// that touches the sphere at the centre.
    ///
    /// Both sides are true angles on the sky, more than 0 and less than 180 degrees; else an error. A side so near to
    /// 0 or 180 that rounding takes the inside away is an error too.
    pub fn from_box(centre: &SkyPosition, width_deg: f64, height_deg: f64) -> Result<Self, SkyError> {
        for (side, degrees) in [("width", width_deg), ("height", height_deg)] {
            if !(degrees > 0.0 && degrees < 180.0) {
                return Err(SkyError::BoxSide { side, degrees });
            }
        }
        let plane = TangentPlane::at(centre);
        let (x, y) = ((width_deg / 2.0).to_radians().tan(), (height_deg / 2.0).to_radians().tan());
        let corners = [(-x, -y), (x, -y), (x, y), (-x, y)];
        Self::new(corners.iter().map(|&(x, y)| plane.position(x, y)).collect())
    }
}

/// The plane that touches the sphere at a point, with its axes to the east and to the north.
struct TangentPlane {
    centre: UnitVector,
    east: UnitVector,
    north: UnitVector,
}

impl TangentPlane {
    fn at(centre: &SkyPosition) -> Self {
        let (lon_sin, lon_cos) = centre.lon_deg().to_radians().sin_cos();
        let (lat_sin, lat_cos) = centre.lat_deg().to_radians().sin_cos();
        Self {
            centre: centre.vector(),
            east: UnitVector { x: -lon_sin, y: lon_cos, z: 0.0 },
            north: UnitVector { x: -lat_sin * lon_cos, y: -lat_sin * lon_sin, z: lat_cos },
        }
    }

    fn position(&self, x: f64, y: f64) -> SkyPosition {
        let along = |c: f64, e: f64, n: f64| c + x * e + y * n;
        let vx = along(self.centre.x, self.east.x, self.north.x);
        let vy = along(self.centre.y, self.east.y, self.north.y);
        let vz = along(self.centre.z, self.east.z, self.north.z);
        let (lon_deg, lat_deg) = (vy.atan2(vx).to_degrees(), vz.atan2(vx.hypot(vy)).to_degrees());
        SkyPosition::new(lon_deg, lat_deg).expect("two arctangents are in range")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{any_position, at_distance, even_sky, position};

    fn text_of_error(width_deg: f64, height_deg: f64) -> String {
        Polygon::from_box(&position(0.0, 0.0), width_deg, height_deg).unwrap_err().to_string()
    }

    #[test]
    fn impossible_sides_are_refused_with_their_name() {
        let text = "the width of a box must be more than 0 and less than 180 degrees, this one is 0";
        assert_eq!(text_of_error(0.0, 1.0), text);
        let text = "the height of a box must be more than 0 and less than 180 degrees, this one is 180";
        assert_eq!(text_of_error(1.0, 180.0), text);
        let text = "the width of a box must be more than 0 and less than 180 degrees, this one is NaN";
        assert_eq!(text_of_error(f64::NAN, 1.0), text);
    }

    #[test]
    fn arms_are_true_angles_at_every_latitude() {
        for lat in [-90.0, -60.0, 0.0, 45.0, 89.5, 90.0] {
            let centre = position(30.0, lat);
            let shape = Polygon::from_box(&centre, 2.0, 6.0).unwrap();
            for (angle_deg, arm_deg) in [(0.0, 3.0), (90.0, 1.0), (180.0, 3.0), (270.0, 1.0)] {
                assert!(
                    shape.contains(&at_distance(&centre, arm_deg - 1e-9, angle_deg)),
                    "{lat} {angle_deg}"
                );
                assert!(
                    !shape.contains(&at_distance(&centre, arm_deg + 1e-9, angle_deg)),
                    "{lat} {angle_deg}"
                );
            }
        }
    }

    #[test]
    fn sides_near_half_a_turn_give_a_box_or_an_error() {
        let shape = Polygon::from_box(&position(10.0, 20.0), 179.0, 179.0).unwrap();
        assert!(shape.contains(&at_distance(&position(10.0, 20.0), 89.0, 90.0)));
        let nearly_half = 180.0 - 1e-13;
        assert!(Polygon::from_box(&position(10.0, 20.0), nearly_half, nearly_half).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn inside_are_the_points_of_the_rectangle_of_the_tangent_plane(
            centre in any_position(), width_deg in 0.001..179.0_f64, height_deg in 0.001..179.0_f64,
        ) {
            let shape = Polygon::from_box(&centre, width_deg, height_deg).unwrap();
            let plane = TangentPlane::at(&centre);
            let (x_max, y_max) =
                ((width_deg / 2.0).to_radians().tan(), (height_deg / 2.0).to_radians().tan());
            for point in even_sky(500) {
                let vector = point.vector();
                let depth = vector.dot(&plane.centre);
                let (x, y) = (vector.dot(&plane.east).abs(), vector.dot(&plane.north).abs());
                let slack = (x_max * depth - x).min(y_max * depth - y);
                if slack.abs() > 1e-12 * x_max.max(y_max).max(1.0) {
                    prop_assert_eq!(shape.contains(&point), depth > 0.0 && slack > 0.0, "{:?}", point);
                }
            }
        }
    }
}
