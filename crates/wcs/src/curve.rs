//! Circles, great-circle arcs, parallels and meridians as functions of a number from 0 to 1.

use std::f64::consts::TAU;

use sky::{Cone, SkyPosition, UnitVector};

use crate::vector;

/// A piece of the border of a region.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Curve {
    /// All points at an angle from a centre; `east` and `north` are tangents there.
    Circle { centre: UnitVector, east: UnitVector, north: UnitVector, radius_rad: f64 },
    /// A great-circle arc that leaves `from` in the direction `ahead`.
    Arc { from: UnitVector, ahead: UnitVector, angle_rad: f64 },
    /// From a meridian eastwards.
    Parallel { lat_deg: f64, west_deg: f64, span_deg: f64 },
    /// From a parallel northwards.
    Meridian { lon_deg: f64, south_deg: f64, north_deg: f64 },
}

impl Curve {
    pub(crate) fn circle(cone: &Cone) -> Self {
        let centre = cone.centre().vector();
        let (east, north) = vector::tangents(&centre);
        Self::Circle { centre, east, north, radius_rad: cone.radius_deg().to_radians() }
    }

    /// The shorter arc between two points.
    pub(crate) fn arc(from: &SkyPosition, to: &SkyPosition) -> Self {
        let (from, to) = (from.vector(), to.vector());
        // (from x to) x from points along the arc; the difference of near vectors keeps its digits.
        let across = from.cross(&to.minus(&from));
        let ahead = vector::unit(&across.cross(&from));
        Self::Arc { from, ahead, angle_rad: from.angle_rad(&to) }
    }

    /// The point at a number in [0, 1].
    pub(crate) fn at(&self, part: f64) -> SkyPosition {
        match *self {
            Self::Circle { centre, east, north, radius_rad } => {
                let (sin, cos) = (part * TAU).sin_cos();
                let outwards = vector::scaled(&east, cos).plus(&vector::scaled(&north, sin));
                along(&centre, &outwards, radius_rad)
            }
            Self::Arc { from, ahead, angle_rad } => along(&from, &ahead, part * angle_rad),
            Self::Parallel { lat_deg, west_deg, span_deg } => place(west_deg + part * span_deg, lat_deg),
            Self::Meridian { lon_deg, south_deg, north_deg } => {
                place(lon_deg, south_deg + part * (north_deg - south_deg))
            }
        }
    }
}

fn along(from: &UnitVector, ahead: &UnitVector, angle_rad: f64) -> SkyPosition {
    let (sin, cos) = angle_rad.sin_cos();
    vector::position(&vector::scaled(from, cos).plus(&vector::scaled(ahead, sin)))
}

fn place(lon_deg: f64, lat_deg: f64) -> SkyPosition {
    SkyPosition::new(lon_deg, lat_deg.clamp(-90.0, 90.0)).expect("the borders of a range are finite")
}
