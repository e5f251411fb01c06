//! Points of the unit sphere as vectors of three numbers.

/// A vector of three numbers, mostly of length 1: x towards (0, 0), y towards (90, 0), z towards the north pole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitVector {
    /// Component towards longitude 0, latitude 0.
    pub x: f64,
    /// Component towards longitude 90, latitude 0.
    pub y: f64,
    /// Component towards the north pole.
    pub z: f64,
}

impl UnitVector {
    /// The direction of a longitude and a latitude in radians, both finite.
    pub(crate) fn from_radians(lon_rad: f64, lat_rad: f64) -> Self {
        let (lon_sin, lon_cos) = lon_rad.sin_cos();
        let (lat_sin, lat_cos) = lat_rad.sin_cos();
        Self { x: lat_cos * lon_cos, y: lat_cos * lon_sin, z: lat_sin }
    }

    /// The scalar product: the cosine of the angle between two directions.
    pub fn dot(&self, other: &Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// The vector product.
    pub fn cross(&self, other: &Self) -> Self {
        Self {
            x: self.y * other.z - self.z * other.y,
            y: self.z * other.x - self.x * other.z,
            z: self.x * other.y - self.y * other.x,
        }
    }

    /// The unit vector at a right angle to both, also for directions that nearly agree; `None` if they are parallel.
    pub(crate) fn normal(&self, other: &Self) -> Option<Self> {
        // (a + b) x (b - a) is twice a x b, and the difference of near vectors is exact.
        self.plus(other).cross(&other.minus(self)).normalised()
    }

    /// The vector scaled to length 1; `None` if its length is 0.
    pub fn normalised(&self) -> Option<Self> {
        let length = self.dot(self).sqrt();
        (length > 0.0).then(|| Self { x: self.x / length, y: self.y / length, z: self.z / length })
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }

    /// The opposite direction.
    pub(crate) fn antipode(&self) -> Self {
        Self { x: -self.x, y: -self.y, z: -self.z }
    }

    /// The angle between two directions in radians, in [0, pi], exact to rounding at both ends.
    pub fn angle_rad(&self, other: &Self) -> f64 {
        let difference = self.minus(other);
        let sum = self.plus(other);
        2.0 * difference.dot(&difference).sqrt().atan2(sum.dot(&sum).sqrt())
    }
}
