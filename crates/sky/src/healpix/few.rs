//! Covers of few cells of different sizes, for lists of cells that are stored with a region.

use super::cell::centre;
use super::shape::{Outline, outline};
use super::walk::{Relation, Shape, children, first_cells};
use crate::Region;

/// How much deeper a cell is looked at to find that the region does not touch it.
const LOOK_AHEAD: u8 = 2;

/// How many times finer a cover is made before cells are joined.
const FINER: usize = 4;

/// How many levels above a cell are looked at where others can be joined with it.
const LEVELS_UP: usize = 2;

/// A cell of the nested scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its depth, 0 for a base cell.
    pub(crate) depth: u8,
    /// Its number among those of the depth.
    pub(crate) hash: u64,
}

/// At most `cells_max` cells, but 12 if that is less, that together hold every point of the region, none deeper than
/// `depth_max`; in the order of the sky's cells.
///
/// A finer cover is made first. Then cells are joined into larger ones, where that covers the least beside the region.
pub(crate) fn few_cells(region: &Region, cells_max: usize, depth_max: u8) -> Vec<Cell> {
    let (bound, outline) = outline(region);
    let (depth, first) = first_cells(&bound, depth_max);
    let first = first.into_iter().map(|hash| Cell { depth, hash });
    let mut cells = touched(&outline, first, usize::MAX);
    let is_open =
        |(cell, relation): &(Cell, Relation)| *relation == Relation::Partial && cell.depth < depth_max;
    while cells.iter().any(is_open) {
        let parts = cells.iter().flat_map(|known| {
            let (whole, divided) = (known.0, is_open(known));
            let parts = children(whole.hash).map(move |hash| Cell { depth: whole.depth + 1, hash });
            parts.filter(move |_| divided).chain([whole].into_iter().filter(move |_| !divided))
        });
        let finer = touched(&outline, parts, cells_max * FINER + 1);
        if finer.is_empty() || finer.len() > cells_max * FINER {
            break;
        }
        cells = finer;
    }
    joined(cells.into_iter().map(|(cell, _)| cell).collect(), cells_max)
}

/// The first `count_max` cells that the region touches, with how they lie to it.
fn touched(outline: &Outline, cells: impl Iterator<Item = Cell>, count_max: usize) -> Vec<(Cell, Relation)> {
    let with_relation = cells.map(|cell| (cell, relation(outline, cell, LOOK_AHEAD)));
    with_relation.filter(|(_, relation)| *relation != Relation::Outside).take(count_max).collect()
}

/// How a cell lies to the region; a partial one, as its descendants see it.
fn relation(outline: &Outline, cell: Cell, levels: u8) -> Relation {
    let found = outline.relation(cell.depth, &centre(cell.depth, cell.hash));
    if found != Relation::Partial || levels == 0 {
        return found;
    }
    let mut parts = children(cell.hash).map(|hash| Cell { depth: cell.depth + 1, hash });
    let touched = parts.any(|part| relation(outline, part, levels - 1) != Relation::Outside);
    if touched { Relation::Partial } else { Relation::Outside }
}

/// Cells of a cover that can become one.
struct Join {
    /// The first of them, and the one behind the last.
    places: (usize, usize),
    /// The cell that holds them.
    whole: Cell,
    /// The area that it has beside them.
    waste: u64,
}

impl Join {
    /// Whether it wastes less for each cell that it spares.
    fn is_better(&self, other: &Self) -> bool {
        let spared = |join: &Self| (join.places.1 - join.places.0 - 1) as u64;
        (self.waste * spared(other), self.waste) < (other.waste * spared(self), other.waste)
    }
}

/// The cells with as many joined as needed, and those that make up a larger cell exactly.
fn joined(mut cells: Vec<Cell>, cells_max: usize) -> Vec<Cell> {
    while let Some(join) = best_join(&cells)
        && (join.waste == 0 || cells.len() > cells_max)
    {
        cells.splice(join.places.0..join.places.1, [join.whole]);
    }
    cells
}

fn best_join(cells: &[Cell]) -> Option<Join> {
    let mut best: Option<Join> = None;
    for (place, cell) in cells.iter().enumerate() {
        let above =
            (0..cell.depth).rev().map(|depth| Cell { depth, hash: cell.hash >> (2 * (cell.depth - depth)) });
        let joins = above.filter_map(|whole| join(cells, place, whole)).take(LEVELS_UP);
        for join in joins {
            if best.as_ref().is_none_or(|best| join.is_better(best)) {
                best = Some(join);
            }
        }
    }
    best
}

/// The cells from a place on that a larger cell holds; `None` if there is but one, or if one is before the place.
fn join(cells: &[Cell], place: usize, whole: Cell) -> Option<Join> {
    let holds = |cell: &&Cell| {
        cell.depth >= whole.depth && cell.hash >> (2 * (cell.depth - whole.depth)) == whole.hash
    };
    if place > 0 && holds(&&cells[place - 1]) {
        return None;
    }
    let held = cells[place..].iter().take_while(holds);
    let (count, area) = held.fold((0, 0), |(count, area), cell| (count + 1, area + size(*cell)));
    (count > 1).then(|| Join { places: (place, place + count), whole, waste: size(whole) - area })
}

/// The area of a cell, in cells of the depth 24.
fn size(cell: Cell) -> u64 {
    1 << (2 * (24 - cell.depth))
}
