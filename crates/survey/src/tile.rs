//! A tile: the square of sky of one pointing, in its tangent plane.

/// Pixels on each side of an image.
pub(crate) const SIDE_PIXELS: i32 = 9216;

/// The size of a pixel in degrees.
pub(crate) const PIXEL_DEG: f64 = 0.55 / 3600.0;

/// Half the side of a tile in degrees of the tangent plane.
pub(crate) const HALF_SIDE_DEG: f64 = SIDE_PIXELS as f64 / 2.0 * PIXEL_DEG;

/// A vector of the celestial frame.
pub(crate) type Vector = [f64; 3];

/// A point of a tangent plane in degrees: towards east, towards north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PlanePoint {
    pub(crate) east_deg: f64,
    pub(crate) north_deg: f64,
}

/// A square of sky, north up, with the gnomonic projection (FITS paper II, TAN).
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// The identifier: that of the image in the first filter. The other filters follow it.
    pub(crate) tile_id: i32,
    /// The centre in degrees, ICRS.
    pub(crate) lon_deg: f64,
    pub(crate) lat_deg: f64,
    /// How dense the sky is here, relative to other tiles.
    pub(crate) density: f64,
    centre: Vector,
    east: Vector,
    north: Vector,
}

impl Tile {
    pub(crate) fn new(tile_id: i32, lon_deg: f64, lat_deg: f64, density: f64) -> Self {
        let (lon_sin, lon_cos) = libm::sincos(lon_deg.to_radians());
        let (lat_sin, lat_cos) = libm::sincos(lat_deg.to_radians());
        Self {
            tile_id,
            lon_deg,
            lat_deg,
            density,
            centre: [lat_cos * lon_cos, lat_cos * lon_sin, lat_sin],
            east: [-lon_sin, lon_cos, 0.0],
            north: [-lat_sin * lon_cos, -lat_sin * lon_sin, lat_cos],
        }
    }

    /// The direction of a point of the plane; not of unit length.
    pub(crate) fn direction(&self, point: PlanePoint) -> Vector {
        let (east, north) = (point.east_deg.to_radians(), point.north_deg.to_radians());
        std::array::from_fn(|axis| self.centre[axis] + east * self.east[axis] + north * self.north[axis])
    }

    /// The point of the plane in a direction, if it is within the square.
    pub(crate) fn project(&self, direction: Vector) -> Option<PlanePoint> {
        let depth = dot(direction, self.centre);
        if depth <= 0.0 {
            return None;
        }
        let east_deg = (dot(direction, self.east) / depth).to_degrees();
        let north_deg = (dot(direction, self.north) / depth).to_degrees();
        let inside = east_deg.abs() < HALF_SIDE_DEG && north_deg.abs() < HALF_SIDE_DEG;
        inside.then_some(PlanePoint { east_deg, north_deg })
    }

    /// How near the centre a direction is: larger is nearer, comparable between tiles for one direction.
    pub(crate) fn nearness(&self, direction: Vector) -> f64 {
        dot(direction, self.centre)
    }

    /// The corners as longitude and latitude in degrees, counter-clockwise on the sky (north up, east left).
    pub(crate) fn corners_deg(&self) -> [f64; 8] {
        let corner = |east: f64, north: f64| {
            let point = PlanePoint { east_deg: east * HALF_SIDE_DEG, north_deg: north * HALF_SIDE_DEG };
            lon_lat_deg(self.direction(point))
        };
        let corners = [corner(1.0, -1.0), corner(-1.0, -1.0), corner(-1.0, 1.0), corner(1.0, 1.0)];
        std::array::from_fn(|place| match corners[place / 2] {
            (lon, _) if place % 2 == 0 => lon,
            (_, lat) => lat,
        })
    }
}

impl PlanePoint {
    /// The pixel coordinates (FITS: the centre of the first pixel is 1; x grows towards west).
    pub(crate) fn pixel(self) -> (f64, f64) {
        let middle = f64::from(SIDE_PIXELS) / 2.0 + 0.5;
        (middle - self.east_deg / PIXEL_DEG, middle + self.north_deg / PIXEL_DEG)
    }
}

/// Longitude in [0, 360) and latitude in degrees of a direction, rounded to 1e-8 degree (0.04 mas).
pub(crate) fn lon_lat_deg(direction: Vector) -> (f64, f64) {
    let [x, y, z] = direction;
    let lon_deg = round(libm::atan2(y, x).to_degrees());
    let lat_deg = round(libm::atan2(z, libm::sqrt(x * x + y * y)).to_degrees());
    let lon_deg = if lon_deg < 0.0 { round(lon_deg + 360.0) } else { lon_deg };
    (if lon_deg >= 360.0 { 0.0 } else { lon_deg }, lat_deg)
}

fn round(angle_deg: f64) -> f64 {
    // The sum turns -0 into 0.
    libm::round(angle_deg * 1e8) / 1e8 + 0.0
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plane_and_sky_agree_also_across_ra_zero_and_at_the_pole() {
        for (lon_deg, lat_deg) in [(0.0, 1.0), (211.8, 55.16), (40.0, 88.8)] {
            let tile = Tile::new(1, lon_deg, lat_deg, 1.0);
            for (east_deg, north_deg) in [(0.0, 0.0), (0.7, -0.3), (-0.7, 0.7)] {
                let point = PlanePoint { east_deg, north_deg };
                let back = tile.project(tile.direction(point)).unwrap();
                assert!(
                    (back.east_deg - east_deg).abs() < 1e-12 && (back.north_deg - north_deg).abs() < 1e-12
                );
            }
            let (lon, lat) = lon_lat_deg(tile.direction(PlanePoint { east_deg: 0.0, north_deg: 0.0 }));
            assert_eq!((lon, lat), (lon_deg, lat_deg));
        }
    }

    #[test]
    fn longitudes_just_below_zero_are_below_360() {
        let tile = Tile::new(1, 0.0, 0.0, 1.0);
        let lon = |east_deg| lon_lat_deg(tile.direction(PlanePoint { east_deg, north_deg: 0.0 })).0;
        assert_eq!(lon(-1e-12), 0.0);
        assert!((359.3..359.4).contains(&lon(-0.65)));
    }

    #[test]
    fn east_is_left_and_the_centre_lies_between_the_middle_pixels() {
        assert_eq!(PlanePoint { east_deg: 0.0, north_deg: 0.0 }.pixel(), (4608.5, 4608.5));
        let (x, y) = PlanePoint { east_deg: HALF_SIDE_DEG, north_deg: HALF_SIDE_DEG }.pixel();
        assert!((x - 0.5).abs() < 1e-9 && (y - 9216.5).abs() < 1e-9);
    }

    #[test]
    fn other_side_of_the_sky_is_not_in_a_tile() {
        let tile = Tile::new(1, 10.0, 20.0, 1.0);
        let opposite = Tile::new(2, 190.0, -20.0, 1.0);
        let middle = PlanePoint { east_deg: 0.0, north_deg: 0.0 };
        assert_eq!(tile.project(opposite.direction(middle)), None);
    }
}
