//! Celestial reference frames, and the plain rotations between them.

mod matrix;

use std::sync::LazyLock;

use crate::{Polygon, Region, SkyError, SkyPosition};

use matrix::Matrix;

/// A celestial frame of the IVOA vocabulary `refframe`, at its usual equinox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Frame {
    /// International Celestial Reference System.
    #[default]
    Icrs,
    /// FK5, equinox J2000, taken as ICRS: their axes differ by 0.02 arcsecond, less than FK5 itself is known.
    Fk5,
    /// FK4, equinox B1950, without the E-terms of aberration.
    Fk4,
    /// IAU 1958 galactic, as defined in FK4.
    Galactic,
    /// Mean ecliptic and equinox of J2000, IAU 2006.
    Ecliptic,
}

impl Frame {
    /// All frames.
    pub const ALL: [Self; 5] = [Self::Icrs, Self::Fk5, Self::Fk4, Self::Galactic, Self::Ecliptic];

    /// The name in the vocabulary.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Icrs => "ICRS",
            Self::Fk5 => "FK5",
            Self::Fk4 => "FK4",
            Self::Galactic => "GALACTIC",
            Self::Ecliptic => "ECLIPTIC",
        }
    }

    /// The frame of exactly this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frame| frame.name() == name)
    }

    /// The same point of the sky in another frame: a plain rotation, as `ivo_geom_transform` of the Catalogue of ADQL
    /// User Defined Functions 1.2 wants it. Between frames with the same axes nothing changes.
    pub fn rotate(from: Self, to: Self, position: &SkyPosition) -> SkyPosition {
        if from.axes() == to.axes() {
            return *position;
        }
        let vector = Self::matrix(from, to).times(&position.vector());
        let lon_deg = vector.y.atan2(vector.x).to_degrees();
        let lat_deg = vector.z.atan2(vector.x.hypot(vector.y)).to_degrees();
        SkyPosition::new(lon_deg, lat_deg).expect("two arctangents are in range")
    }

    /// The same region of the sky in another frame; an error if rounding closes a polygon that was barely open, and for
    /// a range, unless both frames have the same axes.
    pub fn rotate_region(from: Self, to: Self, region: &Region) -> Result<Region, SkyError> {
        match region {
            Region::Cone(cone) => Region::cone(Self::rotate(from, to, &cone.centre()), cone.radius_deg()),
            Region::Polygon(polygon) => Self::rotate_polygon(from, to, polygon).map(Region::Polygon),
            Region::Range(range) if from.axes() == to.axes() => Ok(Region::Range(*range)),
            Region::Range(_) => Err(SkyError::TurnedRange { from: from.name(), to: to.name() }),
        }
    }

    /// The rows of the matrix that turns vectors of one frame into those of another.
    pub fn rows(from: Self, to: Self) -> [[f64; 3]; 3] {
        Self::matrix(from, to).rows()
    }

    fn rotate_polygon(from: Self, to: Self, polygon: &Polygon) -> Result<Polygon, SkyError> {
        let vertices = polygon.vertices().iter().map(|vertex| Self::rotate(from, to, vertex));
        Polygon::new(vertices.collect())
    }

    fn matrix(from: Self, to: Self) -> Matrix {
        to.turn_from_icrs().after(&from.turn_from_icrs().inverse())
    }

    fn turn_from_icrs(self) -> &'static Matrix {
        static TURNS: LazyLock<[Matrix; 4]> = LazyLock::new(|| {
            let galactic = matrix::icrs_to_galactic();
            let fk4 = matrix::fk4_to_galactic().inverse().after(&galactic);
            [Matrix::identity(), fk4, galactic, matrix::icrs_to_ecliptic()]
        });
        &TURNS[self.axes()]
    }

    /// Frames with the same number have the same axes.
    fn axes(self) -> usize {
        match self {
            Self::Icrs | Self::Fk5 => 0,
            Self::Fk4 => 1,
            Self::Galactic => 2,
            Self::Ecliptic => 3,
        }
    }
}

#[cfg(test)]
mod tests;
