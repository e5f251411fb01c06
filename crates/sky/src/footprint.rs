//! Lists of HEALPix cells by which a database finds the regions that overlap a region.
//!
//! A cell has the code 4 * 4^order + its number in the nested scheme, the "uniq" of MOC 2.0 §4.3.1. [`stored`] is kept with
//! a region, [`probe`] asks for it: if two regions have a common point, the two lists have a common code. So one look into
//! an inverted index (`cells && '{...}'` with GIN in PostgreSQL) finds all that may overlap; an exact test does the rest.
//!
//! Of two cells that overlap one holds the other. The larger one is among the ancestors of the smaller one. Where the stored
//! cell is the larger one, the probe names it among its ancestors. Where the probe's is, the stored list has it among its
//! own, as negative codes, so that the two cases are not taken for each other.

use crate::Region;
use crate::healpix::{Cell, few_cells};

/// The deepest order of stored cells: 52 arcseconds.
pub const ORDER_MAX: u8 = 12;

/// How many cells of its own a stored list has at most.
const STORED_MAX: usize = 16;

/// How many cells a probe looks for at most. Each costs a look into the index, each part of the sky that is covered in vain
/// an exact test.
const PROBE_MAX: usize = 24;

/// What is stored of a region: the codes of at most 16 cells that hold all of it, and the negative codes of their ancestors.
///
/// Sorted, never empty; some 20 to 50 codes. It does not depend on anything but the region.
pub fn stored(region: &Region) -> Vec<i64> {
    let cells = few_cells(region, STORED_MAX, ORDER_MAX);
    let own = cells.iter().map(|cell| code(*cell));
    let above = cells.iter().flat_map(|cell| ancestors(*cell)).map(|cell| -code(cell));
    sorted(own.chain(above).collect())
}

/// What finds the stored regions that overlap a region: the codes of at most 24 cells that hold all of it, of their
/// ancestors, and the negative codes of the cells.
///
/// Sorted, never empty.
pub fn probe(region: &Region) -> Vec<i64> {
    let cells = few_cells(region, PROBE_MAX, ORDER_MAX);
    let same_or_above = cells.iter().flat_map(|cell| ancestors(*cell).chain([*cell])).map(code);
    // Stored cells are not deeper than the deepest order, so that it has no descendants.
    let below = cells.iter().filter(|cell| cell.depth < ORDER_MAX).map(|cell| -code(*cell));
    sorted(same_or_above.chain(below).collect())
}

fn code(cell: Cell) -> i64 {
    // At most 16 * 4^12.
    (4 << (2 * cell.depth)) + cell.hash as i64
}

/// The cells that hold a cell, without itself.
fn ancestors(cell: Cell) -> impl Iterator<Item = Cell> {
    (0..cell.depth).map(move |depth| Cell { depth, hash: cell.hash >> (2 * (cell.depth - depth)) })
}

fn sorted(mut codes: Vec<i64>) -> Vec<i64> {
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests;
