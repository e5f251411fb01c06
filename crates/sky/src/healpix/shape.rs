//! How a cell lies to a cone or a polygon.

use std::f64::consts::{FRAC_PI_2, PI};

use super::ORDER;
use super::cell::{Bound, CellRadii};
use super::walk::{Relation, Shape, walk};
use crate::{CellRange, Cone, ConvexPart, Polygon, SkyPosition, UnitVector};

/// By how much every cover is wider, and every full cell narrower, than the region: 2 microarcseconds.
///
/// It absorbs the rounding of degrees, of other people's index columns and of the exact test in the database, and is
/// a two-hundredth of the smallest cell.
const MARGIN_RAD: f64 = 1e-11;

/// The ranges of a cone of less than 180 degrees.
pub(super) fn cover_cone(cone: &Cone) -> Vec<CellRange> {
    let centre = cone.centre().vector();
    let radius_rad = cone.radius_deg().to_radians();
    let bound = Bound { centre, radius_rad };
    let radii = CellRadii::near(&bound);
    if radius_rad <= FRAC_PI_2 {
        walk(&bound, &Disc::new(centre, radius_rad, &radii))
    } else {
        walk(&bound, &Outer(Disc::new(centre.antipode(), PI - radius_rad, &radii)))
    }
}

/// The ranges of a polygon.
pub(super) fn cover_polygon(polygon: &Polygon) -> Vec<CellRange> {
    let bound = polygon_bound(polygon);
    let radii = CellRadii::near(&bound);
    walk(&bound, &Parts { parts: polygon.parts(), radii })
}

/// The circle round the mean of the vertices, or the whole sky if they do not fit into half of it.
fn polygon_bound(polygon: &Polygon) -> Bound {
    let vertices: Vec<UnitVector> = polygon.vertices().iter().map(SkyPosition::vector).collect();
    let sum = vertices.iter().fold(UnitVector { x: 0.0, y: 0.0, z: 0.0 }, |sum, vertex| sum.plus(vertex));
    let whole_sky = Bound { centre: UnitVector { x: 1.0, y: 0.0, z: 0.0 }, radius_rad: PI };
    let Some(centre) = sum.normalised() else { return whole_sky };
    let radius_rad = vertices.iter().map(|vertex| centre.angle_rad(vertex)).fold(0.0, f64::max);
    // A circle of less than 90 degrees holds every arc between two of its points, so also the smaller side.
    if radius_rad < FRAC_PI_2 - 0.01 { Bound { centre, radius_rad } } else { whole_sky }
}

/// A cone of at most 90 degrees; distances are compared as squared chords, exact for tiny ones.
struct Disc {
    centre: UnitVector,
    limits: [Limits; ORDER as usize + 1],
}

/// Squared chords between a cell's centre and the disc's, for one depth.
struct Limits {
    inside_up_to: f64,
    outside_from: f64,
}

impl Disc {
    fn new(centre: UnitVector, radius_rad: f64, radii: &CellRadii) -> Self {
        let limits = |depth: usize| {
            let slack = radii.at(depth as u8) + MARGIN_RAD;
            let inner = radius_rad - slack;
            Limits {
                inside_up_to: if inner < 0.0 { -1.0 } else { squared_chord(inner) },
                outside_from: squared_chord(radius_rad + slack),
            }
        };
        Self { centre, limits: std::array::from_fn(limits) }
    }
}

impl Shape for Disc {
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation {
        let step = centre.minus(&self.centre);
        let chord = step.dot(&step);
        let limits = &self.limits[usize::from(depth)];
        if chord <= limits.inside_up_to {
            Relation::Inside
        } else if chord > limits.outside_from {
            Relation::Outside
        } else {
            Relation::Partial
        }
    }
}

/// Everything but a disc: a cone of more than 90 degrees.
struct Outer(Disc);

impl Shape for Outer {
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation {
        match self.0.relation(depth, centre) {
            Relation::Inside => Relation::Outside,
            Relation::Outside => Relation::Inside,
            Relation::Partial => Relation::Partial,
        }
    }
}

/// A union of convex parts.
struct Parts<'p> {
    parts: &'p [ConvexPart],
    radii: CellRadii,
}

impl Shape for Parts<'_> {
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation {
        let slack = (self.radii.at(depth) + MARGIN_RAD).sin();
        let mut all_outside = true;
        for part in self.parts {
            let nearest =
                part.normals().iter().map(|normal| normal.dot(centre)).fold(f64::INFINITY, f64::min);
            if nearest >= slack {
                return Relation::Inside;
            }
            all_outside &= nearest < -slack;
        }
        if all_outside { Relation::Outside } else { Relation::Partial }
    }
}

/// The squared straight distance between two points of the unit sphere; grows up to an angle of pi.
fn squared_chord(angle_rad: f64) -> f64 {
    let chord = 2.0 * (angle_rad.clamp(0.0, PI) / 2.0).sin();
    chord * chord
}
