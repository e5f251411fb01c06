//! Where a HiPS has pixels.

use rayon::prelude::*;
use statistics::Moc;

use crate::painter::Painter;
use crate::stored::Levels;
use crate::{Cell, HipsError, TILE_WIDTH};

/// Orders from the deepest tiles to the cells of the map: 16 on each side of a tile, each of 32 pixels.
const ORDERS: u8 = 4;
/// How many tiles are held as single cells.
const CHUNK: usize = 1024;

/// The map of all cells in which a pixel has a value in each band.
pub(crate) fn map(painter: &Painter, levels: &Levels) -> Result<Moc, HipsError> {
    let order = levels.order() + ORDERS;
    let tiles: Vec<Cell> = levels.deepest().collect();
    let mut whole = moc(order, Vec::new())?;
    for chunk in tiles.chunks(CHUNK) {
        let cells: Result<Vec<Vec<u64>>, HipsError> = chunk
            .par_iter()
            .map(|&cell| Ok(painter.tile(cell)?.map_or_else(Vec::new, |bands| covered(cell, &bands))))
            .collect();
        whole = whole.union(&moc(order, cells?.concat())?);
    }
    Ok(whole)
}

fn moc(order: u8, cells: Vec<u64>) -> Result<Moc, HipsError> {
    Moc::of_cells(order, cells)
        .map_err(|error| HipsError::Damaged { path: "Moc.fits".into(), what: error.to_string() })
}

/// The cells of the map that a tile has pixels in.
fn covered(cell: Cell, bands: &[crate::raster::Raster]) -> Vec<u64> {
    let side = TILE_WIDTH >> ORDERS;
    let first = cell.index << (2 * ORDERS);
    let has_pixel = |&index: &u64| {
        let (x, y) = Cell { order: cell.order + ORDERS, index }.place_in(cell);
        (x * side..(x + 1) * side).any(|x| {
            (y * side..(y + 1) * side).any(|y| bands.iter().all(|band| band.value(x, y).is_finite()))
        })
    };
    (first..first + (1 << (2 * ORDERS))).filter(has_pixel).collect()
}
