//! Rotation matrices, and those that the definitions of frames give.

use crate::UnitVector;

/// A rotation of vectors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix([UnitVector; 3]);

impl Matrix {
    /// No rotation.
    pub(super) fn identity() -> Self {
        Self::about_z(0.0)
    }

    /// This rotation after another.
    pub(super) fn after(&self, first: &Self) -> Self {
        let columns = first.inverse();
        Self(self.0.map(|row| columns.times(&row)))
    }

    /// The rotation back.
    pub(super) fn inverse(&self) -> Self {
        let [a, b, c] = self.0;
        let row = |x, y, z| UnitVector { x, y, z };
        Self([row(a.x, b.x, c.x), row(a.y, b.y, c.y), row(a.z, b.z, c.z)])
    }

    /// The rotated vector.
    pub(super) fn times(&self, vector: &UnitVector) -> UnitVector {
        let [x, y, z] = self.0.map(|row| row.dot(vector));
        UnitVector { x, y, z }
    }

    /// The rows as numbers.
    pub(super) fn rows(&self) -> [[f64; 3]; 3] {
        self.0.map(|row| [row.x, row.y, row.z])
    }

    /// The axes turned about the first one, counter-clockwise as seen from its end.
    fn about_x(angle_rad: f64) -> Self {
        let (sin, cos) = angle_rad.sin_cos();
        let row = |x, y, z| UnitVector { x, y, z };
        Self([row(1.0, 0.0, 0.0), row(0.0, cos, sin), row(0.0, -sin, cos)])
    }

    fn about_y(angle_rad: f64) -> Self {
        let (sin, cos) = angle_rad.sin_cos();
        let row = |x, y, z| UnitVector { x, y, z };
        Self([row(cos, 0.0, -sin), row(0.0, 1.0, 0.0), row(sin, 0.0, cos)])
    }

    fn about_z(angle_rad: f64) -> Self {
        let (sin, cos) = angle_rad.sin_cos();
        let row = |x, y, z| UnitVector { x, y, z };
        Self([row(cos, sin, 0.0), row(-sin, cos, 0.0), row(0.0, 0.0, 1.0)])
    }

    /// The galactic axes in a frame, from the north galactic pole there and the galactic longitude of the frame's own
    /// pole.
    fn to_galactic(pole_lon_deg: f64, pole_lat_deg: f64, lon_of_pole_deg: f64) -> Self {
        Self::about_z((180.0 - lon_of_pole_deg).to_radians())
            .after(&Self::about_y((90.0 - pole_lat_deg).to_radians()))
            .after(&Self::about_z(pole_lon_deg.to_radians()))
    }
}

/// The definition: Blaauw et al. 1960, MNRAS 121, 123.
pub(super) fn fk4_to_galactic() -> Matrix {
    Matrix::to_galactic(192.25, 27.4, 123.0)
}

/// The same axes taken to FK5 (J2000) and from there to ICRS by the tie of Mignard and Froeschle 2000, A&A 354, 732.
pub(super) fn icrs_to_galactic() -> Matrix {
    let fk5_to_galactic =
        Matrix::to_galactic(192.859_481_206_534_8, 27.128_251_180_856_22, 122.931_918_568_002_6);
    let icrs_to_fk5 = bias(19.9, 9.1, -22.9);
    fk5_to_galactic.after(&icrs_to_fk5)
}

/// The obliquity and the frame bias of IAU 2006: IERS Conventions 2010, sections 5.4.4 and 5.6.1.
pub(super) fn icrs_to_ecliptic() -> Matrix {
    let obliquity_deg: f64 = 84_381.406 / 3600.0;
    Matrix::about_x(obliquity_deg.to_radians()).after(&bias(6.819_2, -16.617, -14.6))
}

/// Three small turns in milliarcseconds.
fn bias(x_mas: f64, y_mas: f64, z_mas: f64) -> Matrix {
    let rad = |mas: f64| (mas / 3_600_000.0).to_radians();
    Matrix::about_x(rad(x_mas)).after(&Matrix::about_y(rad(y_mas))).after(&Matrix::about_z(rad(z_mas)))
}
