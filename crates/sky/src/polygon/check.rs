//! What makes a closed line of vertices a polygon with an inside.

use std::f64::consts::PI;

use super::VERTICES_MAX;
use crate::{SkyError, UnitVector};

/// Sine of the angle below which a point counts as lying on a great circle: a few times the rounding of a vector.
const ON_CIRCLE: f64 = 1e-15;

/// Steradians by which the two sides must differ.
const SIDES_DIFFER_SR: f64 = 1e-9;

/// Between 3 and [`VERTICES_MAX`] vertices.
pub(super) fn count(count: usize) -> Result<(), SkyError> {
    match count {
        0..3 => Err(SkyError::TooFewVertices(count)),
        3..=VERTICES_MAX => Ok(()),
        _ => Err(SkyError::TooManyVertices { count, max: VERTICES_MAX }),
    }
}

/// Every edge is defined, not all of them are on one great circle, and no two meet but at their common vertex.
pub(super) fn simple(outline: &[UnitVector]) -> Result<(), SkyError> {
    let normals = edge_normals(outline)?;
    if on_one_circle(outline) {
        return Err(SkyError::NoInside);
    }
    let edges: Vec<Edge> = (0..outline.len())
        .map(|i| Edge { from: outline[i], to: outline[(i + 1) % outline.len()], normal: normals[i] })
        .collect();
    for i in 0..edges.len() {
        for j in i + 1..edges.len() {
            let meet = if j == i + 1 {
                edges[i].folds_back(&edges[j])
            } else if i == 0 && j == edges.len() - 1 {
                edges[j].folds_back(&edges[i])
            } else {
                edges[i].meets(&edges[j])
            };
            if meet {
                return Err(SkyError::CrossingEdges(i + 1, j + 1));
            }
        }
    }
    Ok(())
}

/// Whether the side on the right of the direction of travel is the smaller one.
pub(super) fn smaller_side_is_right(outline: &[UnitVector]) -> Result<bool, SkyError> {
    let n = outline.len();
    let angles: f64 =
        (0..n).map(|i| left_angle_rad(&outline[(i + n - 1) % n], &outline[i], &outline[(i + 1) % n])).sum();
    let left_area_sr = angles - (n as f64 - 2.0) * PI;
    if (left_area_sr - 2.0 * PI).abs() < SIDES_DIFFER_SR {
        return Err(SkyError::EqualSides);
    }
    Ok(left_area_sr > 2.0 * PI)
}

/// The unit normals of the edges, to the left of the direction of travel.
pub(super) fn edge_normals(outline: &[UnitVector]) -> Result<Vec<UnitVector>, SkyError> {
    let n = outline.len();
    (0..n)
        .map(|i| {
            let next = (i + 1) % n;
            let opposite = outline[i].plus(&outline[next]);
            if opposite.dot(&opposite).sqrt() < 1e-12 {
                return Err(SkyError::OppositeVertices(i + 1, next + 1));
            }
            outline[i].normal(&outline[next]).ok_or(SkyError::NoInside)
        })
        .collect()
}

/// The angle in [0, 2 pi) at `here`, from the edge to `after` counter-clockwise to the edge to `before`.
fn left_angle_rad(before: &UnitVector, here: &UnitVector, after: &UnitVector) -> f64 {
    let towards = |there: &UnitVector| {
        // The difference keeps the direction exact when the two are close.
        let step = there.minus(here);
        let along = here.dot(&step);
        step.minus(&UnitVector { x: along * here.x, y: along * here.y, z: along * here.z })
    };
    let (to_after, to_before) = (towards(after), towards(before));
    let angle = here.dot(&to_after.cross(&to_before)).atan2(to_after.dot(&to_before));
    if angle < 0.0 { angle + 2.0 * PI } else { angle }
}

fn on_one_circle(outline: &[UnitVector]) -> bool {
    let first = &outline[0];
    // The vertex nearest to a right angle from the first one fixes the circle best.
    let sine = |vertex: &UnitVector| {
        let (difference, sum) = (vertex.minus(first), vertex.plus(first));
        difference.dot(&difference) * sum.dot(&sum)
    };
    let Some(normal) =
        outline.iter().max_by(|a, b| sine(a).total_cmp(&sine(b))).and_then(|second| first.normal(second))
    else {
        return true;
    };
    outline.iter().all(|vertex| normal.dot(vertex).abs() <= ON_CIRCLE)
}

/// An arc shorter than half a circle.
struct Edge {
    from: UnitVector,
    to: UnitVector,
    normal: UnitVector,
}

impl Edge {
    /// Whether two edges without a common vertex have a point in common.
    fn meets(&self, other: &Self) -> bool {
        let touches = self.holds(&other.from)
            || self.holds(&other.to)
            || other.holds(&self.from)
            || other.holds(&self.to);
        touches || self.crosses(other)
    }

    /// Whether `next`, which begins where this edge ends, runs back over it.
    fn folds_back(&self, next: &Self) -> bool {
        self.holds(&next.to) || next.holds(&self.from)
    }

    /// Whether a point lies on the arc.
    fn holds(&self, point: &UnitVector) -> bool {
        self.normal.dot(point).abs() <= ON_CIRCLE
            && self.normal.cross(&self.from).dot(point) >= 0.0
            && self.to.cross(&self.normal).dot(point) >= 0.0
    }

    /// Whether each edge has its ends on different sides of the other, on the same half of the sky.
    fn crosses(&self, other: &Self) -> bool {
        let (before, after) = (other.normal.dot(&self.from), other.normal.dot(&self.to));
        let (other_before, other_after) = (self.normal.dot(&other.from), self.normal.dot(&other.to));
        if before * after >= 0.0 || other_before * other_after >= 0.0 {
            return false;
        }
        let here = weighted(&self.from, after.abs(), &self.to, before.abs());
        let there = weighted(&other.from, other_after.abs(), &other.to, other_before.abs());
        here.dot(&there) > 0.0
    }
}

fn weighted(a: &UnitVector, a_weight: f64, b: &UnitVector, b_weight: f64) -> UnitVector {
    UnitVector {
        x: a.x * a_weight + b.x * b_weight,
        y: a.y * a_weight + b.y * b_weight,
        z: a.z * a_weight + b.z * b_weight,
    }
}
