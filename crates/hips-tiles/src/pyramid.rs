//! The tiles of lower orders: means of those below them.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use progress::Progress;
use rayon::prelude::*;

use crate::raster::Raster;
use crate::stored::Levels;
use crate::{Cell, HipsError, TILE_WIDTH, files, tile_file};

/// Makes the tiles that are missing or older than one of those below them; gives how many.
pub(crate) fn make(
    levels: &Levels,
    folder: &Path,
    progress: &dyn Progress,
    stage: &str,
) -> Result<u64, HipsError> {
    let total = levels.all().count() as u64 - levels.deepest().len() as u64;
    let (done, made) = (AtomicU64::new(0), AtomicU64::new(0));
    for order in (0..levels.order()).rev() {
        let cells: Vec<Cell> = levels.of(order).collect();
        cells.par_iter().try_for_each(|&cell| {
            if is_stale(folder, cell) {
                let raster = of_children(folder, cell)?;
                files::write(&folder.join(cell.path(tile_file::FITS)), &tile_file::encode(&raster, cell))?;
                made.fetch_add(1, Ordering::Relaxed);
            }
            progress.report(stage, done.fetch_add(1, Ordering::Relaxed) + 1, total);
            Ok::<(), HipsError>(())
        })?;
    }
    Ok(made.into_inner())
}

fn is_stale(folder: &Path, cell: Cell) -> bool {
    let path = folder.join(cell.path(tile_file::FITS));
    let Some(own) = files::modified(&path).filter(|_| tile_file::is_whole(&path)) else { return true };
    let written = |child: Cell| files::modified(&folder.join(child.path(tile_file::FITS)));
    cell.children().into_iter().filter_map(written).any(|time| time > own)
}

fn of_children(folder: &Path, cell: Cell) -> Result<Raster, HipsError> {
    let mut whole = Raster::blank(TILE_WIDTH);
    for child in cell.children() {
        if let Some(tile) = tile_file::read(&folder.join(child.path(tile_file::FITS)))? {
            whole.put(&tile.halved(), child.place_in(cell));
        }
    }
    Ok(whole)
}
