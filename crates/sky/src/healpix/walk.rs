//! The walk down the tree of cells that collects those of a region.

use cdshealpix::{best_starting_depth, nested};

use super::ORDER;
use super::cell::{Bound, centre};
use crate::{CellRange, UnitVector};

/// 10 arcseconds: up to here the cells of the first level hold a handful of rows, less than a page.
const FIRST_LEVEL_RAD: f64 = (10.0 / 3600.0_f64).to_radians();

/// 0.5 degree: up to here two levels below the first serve best, above it four.
const SECOND_LEVEL_RAD: f64 = 0.5_f64.to_radians();

/// How much deeper border cells are looked at before they are kept as partial.
const LOOK_AHEAD: u8 = 2;

/// Beyond this radius the walk begins with the twelve base cells.
const BASE_CELLS_RAD: f64 = 0.3;

/// How a cell lies to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// No point of the cell is in the region.
    Outside,
    /// Not known to be one of the others.
    Partial,
    /// Every point of the cell is in the region.
    Inside,
}

/// A region that knows how a cell lies to it.
pub(super) trait Shape {
    /// The relation of the cell of this depth round this centre; `Outside` and `Inside` must be certain.
    fn relation(&self, depth: u8, centre: &UnitVector) -> Relation;
}

/// Collects the cells that a shape inside `bound` may touch, sorted and merged.
///
/// The first level has cells of about the size of the region. Deeper cells fit better but cost more ranges, and each
/// range costs the database as much as a page of rows.
pub(super) fn walk(bound: &Bound, shape: &impl Shape) -> Vec<CellRange> {
    let (start, cells) = first_cells(bound, ORDER);
    let levels = match bound.radius_rad {
        radius if radius <= FIRST_LEVEL_RAD => 0,
        radius if radius <= SECOND_LEVEL_RAD => 2,
        _ => 4,
    };
    let mut walker = Walker { shape, depth_max: (start + levels).min(ORDER), ranges: Vec::new() };
    for hash in cells {
        walker.visit(start, hash);
    }
    walker.ranges
}

/// Sorted cells, at most of this depth, that hold the whole circle: the one of its centre with its neighbours, or all base
/// cells.
pub(super) fn first_cells(bound: &Bound, depth_max: u8) -> (u8, Vec<u64>) {
    if bound.radius_rad > BASE_CELLS_RAD {
        return (0, (0..12).collect());
    }
    // A little more than the radius, so that no rounding makes the neighbours too small.
    let depth = best_starting_depth(bound.radius_rad * (1.0 + 1e-9) + 1e-10).min(depth_max);
    let layer = nested::get(depth);
    let point = &bound.centre;
    let middle = layer.hash(point.y.atan2(point.x), point.z.atan2(point.x.hypot(point.y)));
    (depth, layer.neighbours(middle, true).sorted_values_vec())
}

struct Walker<'s, S> {
    shape: &'s S,
    depth_max: u8,
    ranges: Vec<CellRange>,
}

impl<S: Shape> Walker<'_, S> {
    fn visit(&mut self, depth: u8, hash: u64) {
        match self.shape.relation(depth, &centre(depth, hash)) {
            Relation::Outside => {}
            Relation::Inside => self.push(depth, hash, true),
            Relation::Partial if depth < self.depth_max => {
                for child in children(hash) {
                    self.visit(depth + 1, child);
                }
            }
            Relation::Partial => match self.look_ahead(depth, hash, LOOK_AHEAD.min(ORDER - depth)) {
                Relation::Outside => {}
                Relation::Partial => self.push(depth, hash, false),
                Relation::Inside => self.push(depth, hash, true),
            },
        }
    }

    /// The relation of a partial cell as its descendants see it.
    fn look_ahead(&self, depth: u8, hash: u64, levels: u8) -> Relation {
        if levels == 0 {
            return Relation::Partial;
        }
        let mut common = None;
        for child in children(hash) {
            let relation = match self.shape.relation(depth + 1, &centre(depth + 1, child)) {
                Relation::Partial => self.look_ahead(depth + 1, child, levels - 1),
                certain => certain,
            };
            if relation == Relation::Partial || common.is_some_and(|other| other != relation) {
                return Relation::Partial;
            }
            common = Some(relation);
        }
        common.unwrap_or(Relation::Partial)
    }

    fn push(&mut self, depth: u8, hash: u64, full: bool) {
        let shift = 2 * (ORDER - depth);
        // Cells of order 29 end below 2^62, so that the casts lose nothing.
        let (first, last) = ((hash << shift) as i64, (((hash + 1) << shift) - 1) as i64);
        match self.ranges.last_mut() {
            Some(previous) if previous.full == full && previous.last + 1 == first => previous.last = last,
            _ => self.ranges.push(CellRange { first, last, full }),
        }
    }
}

/// The four cells of the next depth.
pub(super) fn children(hash: u64) -> impl Iterator<Item = u64> {
    (0..4).map(move |quarter| (hash << 2) | quarter)
}
