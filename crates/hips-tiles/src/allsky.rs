//! All tiles of one order in one file: HiPS 1.0 §4.3.2.

use std::path::Path;

use preview::Size;
use rayon::prelude::*;

use crate::painter::Painter;
use crate::raster::Raster;
use crate::stored::Levels;
use crate::{Cell, HipsError, PictureFormat, files, tile_file};

/// The usual order.
const ORDER: u8 = 3;
/// Pixels on each side of a tile in it.
const SIDE: usize = 64;

/// The places of the tiles, row by row from the top left.
struct Layout {
    columns: usize,
    rows: usize,
}

/// Writes `Allsky` of order 3, or of the deepest where that is less.
pub(crate) fn make(
    painter: &Painter,
    levels: &Levels,
    folder: &Path,
    formats: &[PictureFormat],
    with_fits: bool,
) -> Result<(), HipsError> {
    let order = levels.order().min(ORDER);
    let layout = Layout::of(order);
    let blank = || vec![f32::NAN; layout.columns * layout.rows * SIDE * SIDE];
    let mut bands: Vec<Vec<f32>> = (0..painter.count()).map(|_| blank()).collect();
    let cells: Vec<Cell> = levels.of(order).collect();
    let small = |&cell: &Cell| {
        Ok(painter.tile(cell)?.map(|tile| (cell, tile.iter().map(shrunk).collect::<Vec<_>>())))
    };
    let tiles: Result<Vec<_>, HipsError> = cells.par_iter().map(small).collect();
    for (cell, rasters) in tiles?.into_iter().flatten() {
        for (band, raster) in bands.iter_mut().zip(&rasters) {
            layout.put(band, cell, raster);
        }
    }
    let path = |extension: &str| folder.join(format!("Norder{order}/Allsky.{extension}"));
    let size = Size { width: layout.columns * SIDE, height: layout.rows * SIDE };
    if with_fits && let [band] = bands.as_slice() {
        files::write(&path(tile_file::FITS), &tile_file::encode_image(size.width, band))?;
    }
    for format in formats {
        let picture = painter.paint(size, bands.clone(), format.blanks())?;
        files::write(&path(format.extension()), &format.encode(&picture)?)?;
    }
    Ok(())
}

fn shrunk(tile: &Raster) -> Raster {
    let mut small = tile.clone();
    while small.side > SIDE {
        small = small.halved();
    }
    small
}

impl Layout {
    fn of(order: u8) -> Self {
        let tiles = 12_usize << (2 * order);
        let columns = tiles.isqrt();
        Self { columns, rows: tiles.div_ceil(columns) }
    }

    /// Puts a tile at its place. The rows of the whole are in the order of FITS, as those of the tile.
    fn put(&self, whole: &mut [f32], cell: Cell, tile: &Raster) {
        let place = cell.index as usize;
        let (row, column) = (place / self.columns, place % self.columns);
        let first_row = (self.rows - 1 - row) * SIDE;
        for (inside, values) in tile.values.chunks_exact(SIDE).enumerate() {
            let begin = ((first_row + inside) * self.columns + column) * SIDE;
            whole[begin..begin + SIDE].copy_from_slice(values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_3_has_27_columns_of_29_rows() {
        let sizes: Vec<(usize, usize)> =
            (0..=3).map(Layout::of).map(|layout| (layout.columns, layout.rows)).collect();
        assert_eq!(sizes, [(3, 4), (6, 8), (13, 15), (27, 29)]);
    }

    #[test]
    fn the_first_tile_is_at_the_top_left() {
        let layout = Layout::of(0);
        let mut whole = vec![0.0; 12 * SIDE * SIDE];
        let mut tile = Raster::blank(SIDE);
        tile.values[0] = 5.0;
        layout.put(&mut whole, Cell { order: 0, index: 0 }, &tile);
        // Its lowest row is the first of the topmost of four rows of tiles.
        assert_eq!(whole[3 * SIDE * 3 * SIDE], 5.0);
    }
}
