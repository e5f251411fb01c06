//! Vector arithmetic of the tests' own, shared with nobody.

/// A direction, or any vector.
pub type Vector = [f64; 3];

/// The direction of a longitude and a latitude in degrees.
pub fn vector(lon_deg: f64, lat_deg: f64) -> Vector {
    let (lon, lat) = (lon_deg.to_radians(), lat_deg.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Longitude in [0, 360) and latitude of a direction.
pub fn position(v: Vector) -> [f64; 2] {
    let lon = v[1].atan2(v[0]).to_degrees().rem_euclid(360.0);
    [if lon >= 360.0 { 0.0 } else { lon }, v[2].atan2(v[0].hypot(v[1])).to_degrees()]
}

pub fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// `a` plus `factor` times `b`.
pub fn plus(a: Vector, factor: f64, b: Vector) -> Vector {
    [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]]
}

pub fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    [a[0] / length, a[1] / length, a[2] / length]
}

/// The angle between two directions in degrees.
pub fn angle_deg(a: Vector, b: Vector) -> f64 {
    let (near, far) = (plus(a, -1.0, b), plus(a, 1.0, b));
    (2.0 * dot(near, near).sqrt().atan2(dot(far, far).sqrt())).to_degrees()
}

/// The point `distance_deg` away from another, `turn_deg` east of north.
pub fn at_distance(lon_deg: f64, lat_deg: f64, distance_deg: f64, turn_deg: f64) -> [f64; 2] {
    let (lon, lat) = (lon_deg.to_radians(), lat_deg.to_radians());
    let here = vector(lon_deg, lat_deg);
    let north = [-lat.sin() * lon.cos(), -lat.sin() * lon.sin(), lat.cos()];
    let east = [-lon.sin(), lon.cos(), 0.0];
    let (turn, distance) = (turn_deg.to_radians(), distance_deg.to_radians());
    let towards =
        plus([north[0] * turn.cos(), north[1] * turn.cos(), north[2] * turn.cos()], turn.sin(), east);
    position(unit(plus(
        [here[0] * distance.cos(), here[1] * distance.cos(), here[2] * distance.cos()],
        distance.sin(),
        towards,
    )))
}

/// Numbers that look random and are the same each time: a linear congruential generator.
pub struct Random(pub u64);

impl Random {
    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A position, even over the sky.
    pub fn place(&mut self) -> [f64; 2] {
        [self.between(0.0, 360.0), self.between(-1.0, 1.0).asin().to_degrees()]
    }

    /// A number even in its logarithm.
    pub fn scale(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }
}
