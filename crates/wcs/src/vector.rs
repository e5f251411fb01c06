//! Rotations, tangents and lengths of directions, beside what `sky` has.

use sky::{SkyPosition, UnitVector};

/// The rows of a rotation matrix.
pub(crate) type Rows = [[f64; 3]; 3];

pub(crate) fn times(rows: &Rows, vector: &UnitVector) -> UnitVector {
    let [x, y, z] = rows.map(|row| row[0] * vector.x + row[1] * vector.y + row[2] * vector.z);
    UnitVector { x, y, z }
}

/// The rotation by `second` after that by `first`.
pub(crate) fn product(second: &Rows, first: &Rows) -> Rows {
    let element = |i: usize, j: usize| (0..3).map(|k| second[i][k] * first[k][j]).sum();
    std::array::from_fn(|i| std::array::from_fn(|j| element(i, j)))
}

/// The inverse of a rotation.
pub(crate) fn transpose(rows: &Rows) -> Rows {
    std::array::from_fn(|i| std::array::from_fn(|j| rows[j][i]))
}

pub(crate) fn scaled(vector: &UnitVector, factor: f64) -> UnitVector {
    UnitVector { x: vector.x * factor, y: vector.y * factor, z: vector.z * factor }
}

pub(crate) fn length(vector: &UnitVector) -> f64 {
    vector.dot(vector).sqrt()
}

/// The vector with length 1; a vector of length 0 stays as it is.
pub(crate) fn unit(vector: &UnitVector) -> UnitVector {
    vector.normalised().unwrap_or(*vector)
}

/// The position in a direction.
pub(crate) fn position(vector: &UnitVector) -> SkyPosition {
    let lat_deg = vector.z.atan2(vector.x.hypot(vector.y)).to_degrees();
    SkyPosition::new(vector.y.atan2(vector.x).to_degrees(), lat_deg).expect("two arctangents are in range")
}

/// Two directions at right angles to one and to each other, in the order east, north where there is an east.
pub(crate) fn tangents(of: &UnitVector) -> (UnitVector, UnitVector) {
    let horizontal = of.x.hypot(of.y);
    let east = if horizontal > 0.0 {
        UnitVector { x: -of.y / horizontal, y: of.x / horizontal, z: 0.0 }
    } else {
        UnitVector { x: 0.0, y: 1.0, z: 0.0 }
    };
    (east, unit(&of.cross(&east)))
}
