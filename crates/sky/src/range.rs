//! All points between two meridians and two parallels.

use crate::{Polygon, SkyError, SkyPosition};

/// A range of longitudes and latitudes, `RANGE` of SODA 1.0 §3.3.2; its border belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLatRange {
    west_deg: f64,
    span_deg: f64,
    south_deg: f64,
    north_deg: f64,
}

impl LonLatRange {
    /// The points with longitudes from the first of `lons_deg` eastwards to the second, and latitudes between those of
    /// `lats_deg`.
    ///
    /// Two longitudes a turn or more apart are all longitudes, a second one below the first lies beyond longitude 0.
    /// Negative infinity is 0 or -90 degrees, positive infinity 360 or 90. Errors: NaN, an infinity that leaves the
    /// range empty, a latitude outside [-90, 90] degrees, a first latitude above the second.
    pub fn new(lons_deg: [f64; 2], lats_deg: [f64; 2]) -> Result<Self, SkyError> {
        let [from_deg, to_deg] = lons_deg.map(|lon_deg| finite(lon_deg, 0.0, 360.0));
        if let Some(lon_deg) = lons_deg.into_iter().find(|lon_deg| lon_deg.is_nan()) {
            return Err(SkyError::Longitude(lon_deg));
        }
        let [south_deg, north_deg] = lats_deg.map(|lat_deg| finite(lat_deg, -90.0, 90.0));
        for lat_deg in [south_deg, north_deg] {
            SkyPosition::new(0.0, lat_deg)?;
        }
        if south_deg > north_deg {
            return Err(SkyError::LatitudeOrder { first: south_deg, second: north_deg });
        }
        let span_deg = to_deg - from_deg;
        let span_deg = if span_deg >= 360.0 { 360.0 } else { span_deg.rem_euclid(360.0) };
        let west_deg = SkyPosition::new(from_deg, 0.0)?.lon_deg();
        Ok(Self { west_deg, span_deg, south_deg, north_deg })
    }

    /// The western border in degrees, in [0, 360).
    pub fn west_deg(&self) -> f64 {
        self.west_deg
    }

    /// How far it reaches to the east of that in degrees of longitude, in [0, 360].
    pub fn span_deg(&self) -> f64 {
        self.span_deg
    }

    /// The southern border in degrees, in [-90, 90].
    pub fn south_deg(&self) -> f64 {
        self.south_deg
    }

    /// The northern border in degrees, in [-90, 90], not below the southern one.
    pub fn north_deg(&self) -> f64 {
        self.north_deg
    }

    /// A polygon of four vertices that holds the range; `None` for one that is empty, reaches a pole, or goes more than a
    /// quarter round.
    ///
    /// Arcs between points of a parallel go towards the nearer pole from it; where that is inwards, the border of the polygon
    /// is the great circle that touches the parallel in the middle.
    pub fn polygon_round(&self) -> Option<Polygon> {
        let touching = |lat_deg: f64, outwards: f64| match lat_deg * outwards >= 0.0 {
            true => lat_deg,
            false => self.touching_deg(lat_deg),
        };
        self.polygon(touching(self.south_deg, -1.0), touching(self.north_deg, 1.0))
    }

    /// A polygon of four vertices that the range holds; `None` likewise.
    pub fn polygon_within(&self) -> Option<Polygon> {
        let touching = |lat_deg: f64, outwards: f64| match lat_deg * outwards <= 0.0 {
            true => lat_deg,
            false => self.touching_deg(lat_deg),
        };
        self.polygon(touching(self.south_deg, -1.0), touching(self.north_deg, 1.0))
    }

    /// The latitude at the sides of the great circle that touches a parallel in the middle.
    fn touching_deg(&self, lat_deg: f64) -> f64 {
        let half_rad = (self.span_deg / 2.0).to_radians();
        (lat_deg.to_radians().tan() * half_rad.cos()).atan().to_degrees()
    }

    fn polygon(&self, south_deg: f64, north_deg: f64) -> Option<Polygon> {
        let fits =
            self.span_deg <= 90.0 && self.south_deg > -90.0 && self.north_deg < 90.0 && south_deg < north_deg;
        let (west_deg, east_deg) = (self.west_deg, self.west_deg + self.span_deg);
        let corners =
            [(west_deg, south_deg), (east_deg, south_deg), (east_deg, north_deg), (west_deg, north_deg)];
        let corners = corners.map(|(lon_deg, lat_deg)| SkyPosition::new(lon_deg, lat_deg).ok());
        let corners: Option<Vec<SkyPosition>> = corners.into_iter().collect();
        Polygon::new(corners.filter(|_| fits)?).ok()
    }

    /// Whether the position is inside or on the border. The poles have all longitudes.
    pub fn contains(&self, position: &SkyPosition) -> bool {
        let lat_deg = position.lat_deg();
        if !(self.south_deg..=self.north_deg).contains(&lat_deg) {
            return false;
        }
        let east_deg = (position.lon_deg() - self.west_deg).rem_euclid(360.0);
        east_deg <= self.span_deg || self.span_deg >= 360.0 || lat_deg.abs() == 90.0
    }
}

fn finite(degrees: f64, least: f64, most: f64) -> f64 {
    if degrees.is_infinite() { if degrees > 0.0 { most } else { least } } else { degrees }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{any_position, position};

    #[test]
    fn range_across_longitude_zero_holds_both_sides_and_nothing_else() {
        let range = LonLatRange::new([359.0, 1.0], [-1.0, 1.0]).unwrap();
        assert_eq!(range.span_deg(), 2.0);
        for (lon, lat, inside) in
            [(359.5, 0.0, true), (0.5, 1.0, true), (1.0, 0.0, true), (1.1, 0.0, false), (180.0, 0.0, false)]
        {
            assert_eq!(range.contains(&position(lon, lat)), inside, "{lon} {lat}");
        }
        assert!(!range.contains(&position(0.0, 1.1)));
    }

    #[test]
    fn open_ends_are_bands_caps_and_the_sky() {
        let (inf, pole) = (f64::INFINITY, position(77.0, 90.0));
        let cap = LonLatRange::new([0.0, 360.0], [89.0, inf]).unwrap();
        assert!(
            cap.contains(&pole)
                && cap.contains(&position(200.0, 89.5))
                && !cap.contains(&position(0.0, 88.0))
        );
        let sky = LonLatRange::new([-inf, inf], [-inf, inf]).unwrap();
        assert!(sky.contains(&position(123.0, -90.0)) && sky.contains(&position(0.0, 0.0)));
        assert!(LonLatRange::new([10.0, 11.0], [80.0, 90.0]).unwrap().contains(&pole));
    }

    proptest! {
        #[test]
        fn polygons_lie_round_and_within_a_range(
            place in any_position(), width_deg in 1e-4..90.0_f64, height_deg in 1e-4..40.0_f64,
        ) {
            let lat_deg = place.lat_deg().clamp(-49.0, 49.0);
            let range = LonLatRange::new(
                [place.lon_deg(), place.lon_deg() + width_deg], [lat_deg, lat_deg + height_deg],
            ).unwrap();
            let (round, within) = (range.polygon_round().unwrap(), range.polygon_within());
            for i in 0..=20 {
                for j in 0..=20 {
                    let part = |i: i32| f64::from(i) / 20.0 * 1.2 - 0.1;
                    let point = position(
                        place.lon_deg() + width_deg * part(i),
                        (lat_deg + height_deg * part(j)).clamp(-90.0, 90.0),
                    );
                    prop_assert!(!range.contains(&point) || round.contains(&point), "{point:?}");
                    let inner = within.as_ref().is_some_and(|polygon| polygon.contains(&point));
                    prop_assert!(!inner || range.contains(&point), "{point:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_that_are_no_range_are_refused() {
        let error = |lons, lats| LonLatRange::new(lons, lats).unwrap_err().to_string();
        assert_eq!(error([f64::NAN, 1.0], [0.0, 1.0]), "longitude NaN is not a number of degrees");
        assert_eq!(error([0.0, 1.0], [0.0, 91.0]), "latitude 91 is outside [-90, 90] degrees");
        assert_eq!(error([0.0, 1.0], [2.0, 1.0]), "the first latitude of a range, 2, is above the second, 1");
    }
}
