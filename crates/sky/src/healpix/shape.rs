//! How a cell lies to a cone, a polygon or a range.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::ORDER;
use super::cell::{Bound, CellRadii};
use super::walk::{Relation, Shape};
use crate::{Cone, ConvexPart, LonLatRange, Polygon, Region, SkyPosition, UnitVector};

/// By how much every cover is wider, and every full cell narrower, than the region: 2 microarcseconds.
///
/// It absorbs the rounding of degrees, of other people's index columns and of the exact test in the database, and is
/// a two-hundredth of the smallest cell.
const MARGIN_RAD: f64 = 1e-11;

const WHOLE_SKY: Bound = Bound { centre: UnitVector { x: 1.0, y: 0.0, z: 0.0 }, radius_rad: PI };

/// A region as the walk down the cells sees it.
pub(super) enum Outline<'r> {
    /// A cone of at most 90 degrees.
    Disc(Disc),
    /// Everything but a disc: a cone of more than 90 degrees.
    Outer(Disc),
    /// A union of convex parts.
    Parts(Parts<'r>),
    /// A range of longitudes and latitudes.
    Box(Sides),
    /// The whole sky.
    Sky,
}

/// A region, and a circle that holds it.
pub(super) fn outline(region: &Region) -> (Bound, Outline<'_>) {
    match region {
        Region::Cone(cone) if cone.radius_deg() >= 180.0 => (WHOLE_SKY, Outline::Sky),
        Region::Cone(cone) => outline_of_cone(cone),
        Region::Polygon(polygon) => {
            let bound = polygon_bound(polygon);
            let radii = CellRadii::near(&bound);
            (bound, Outline::Parts(Parts { parts: polygon.parts(), radii }))
        }
        Region::Range(range) => {
            let bound = range_bound(range);
            let radii = CellRadii::near(&bound);
            (bound, Outline::Box(Sides::new(range, radii)))
        }
    }
}

fn outline_of_cone(cone: &Cone) -> (Bound, Outline<'static>) {
    let centre = cone.centre().vector();
    let radius_rad = cone.radius_deg().to_radians();
    let bound = Bound { centre, radius_rad };
    let radii = CellRadii::near(&bound);
    let outline = if radius_rad <= FRAC_PI_2 {
        Outline::Disc(Disc::new(centre, radius_rad, &radii))
    } else {
        Outline::Outer(Disc::new(centre.antipode(), PI - radius_rad, &radii))
    };
    (bound, outline)
}

impl Shape for Outline<'_> {
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation {
        match self {
            Self::Disc(disc) => disc.relation(depth, centre),
            Self::Outer(disc) => match disc.relation(depth, centre) {
                Relation::Inside => Relation::Outside,
                Relation::Outside => Relation::Inside,
                Relation::Partial => Relation::Partial,
            },
            Self::Parts(parts) => parts.relation(depth, centre),
            Self::Box(sides) => sides.relation(depth, centre),
            Self::Sky => Relation::Inside,
        }
    }
}

/// The circle round the mean of the vertices, or the whole sky if they do not fit into half of it.
fn polygon_bound(polygon: &Polygon) -> Bound {
    let vertices: Vec<UnitVector> = polygon.vertices().iter().map(SkyPosition::vector).collect();
    let sum = vertices.iter().fold(UnitVector { x: 0.0, y: 0.0, z: 0.0 }, |sum, vertex| sum.plus(vertex));
    let Some(centre) = sum.normalised() else { return WHOLE_SKY };
    let radius_rad = vertices.iter().map(|vertex| centre.angle_rad(vertex)).fold(0.0, f64::max);
    // A circle of less than 90 degrees holds every arc between two of its points, so also the smaller side.
    if radius_rad < FRAC_PI_2 - 0.01 { Bound { centre, radius_rad } } else { WHOLE_SKY }
}

/// The circle round the middle of a range through its farthest corner, or the whole sky if it goes more than half round:
/// up to there no point of the borders is farther from the middle than the corners.
fn range_bound(range: &LonLatRange) -> Bound {
    if range.span_deg() > 180.0 {
        return WHOLE_SKY;
    }
    let west_rad = range.west_deg().to_radians();
    let half_rad = range.span_deg().to_radians() / 2.0;
    let lats_rad = [range.south_deg(), range.north_deg()].map(f64::to_radians);
    let centre = UnitVector::from_radians(west_rad + half_rad, (lats_rad[0] + lats_rad[1]) / 2.0);
    let corners = lats_rad.map(|lat_rad| UnitVector::from_radians(west_rad, lat_rad));
    let radius_rad = corners.iter().map(|corner| centre.angle_rad(corner)).fold(0.0, f64::max);
    Bound { centre, radius_rad }
}

/// A disc of at most 90 degrees; distances are compared as squared chords, exact for tiny ones.
pub(super) struct Disc {
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

/// Convex parts, each an intersection of half-spaces.
pub(super) struct Parts<'p> {
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

/// The borders of a range, in radians.
pub(super) struct Sides {
    west: f64,
    span: f64,
    /// Whether it has all longitudes.
    all_round: bool,
    south: f64,
    north: f64,
    radii: CellRadii,
}

impl Sides {
    fn new(range: &LonLatRange, radii: CellRadii) -> Self {
        Self {
            west: range.west_deg().to_radians(),
            span: range.span_deg().to_radians(),
            all_round: range.span_deg() >= 360.0,
            south: range.south_deg().to_radians(),
            north: range.north_deg().to_radians(),
            radii,
        }
    }
}

impl Shape for Sides {
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation {
        let reach = self.radii.at(depth) + MARGIN_RAD;
        let across = centre.x.hypot(centre.y);
        let lat = centre.z.atan2(across);
        if lat + reach < self.south || lat - reach > self.north {
            return Relation::Outside;
        }
        let between = lat - reach >= self.south && lat + reach <= self.north;
        // How far a circle reaches along its parallel; all round the pole that it holds.
        let turn = if lat.abs() + reach < FRAC_PI_2 { (reach.sin() / across).min(1.0).asin() } else { PI };
        let east = (centre.y.atan2(centre.x) - self.west).rem_euclid(TAU);
        // Just west of the border counts as a full turn east of it; so both ends are looked at.
        let outside = east - turn > self.span && east + turn < TAU;
        if outside && !self.all_round {
            return Relation::Outside;
        }
        let within = self.all_round || (east >= turn && east + turn <= self.span);
        if between && within { Relation::Inside } else { Relation::Partial }
    }
}

/// The squared straight distance between two points of the unit sphere; grows up to an angle of pi.
fn squared_chord(angle_rad: f64) -> f64 {
    let chord = 2.0 * (angle_rad.clamp(0.0, PI) / 2.0).sin();
    chord * chord
}
