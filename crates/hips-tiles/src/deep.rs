//! The tiles of the deepest order, on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use progress::Progress;
use rayon::prelude::*;

use crate::plan::Plan;
use crate::state::{Ledger, forget};
use crate::{Broken, Cell, HipsError, files, tile_file, unit};

/// What there is after a run.
pub(crate) struct Deep {
    /// All tiles of the order, ascending.
    pub(crate) tiles: BTreeSet<u64>,
    /// How many units were made now.
    pub(crate) remade: u64,
    /// Images that could not be read to their end.
    pub(crate) broken: Vec<Broken>,
}

/// Makes the tiles that are missing or of which an image has changed.
pub(crate) fn make(
    plan: &Plan,
    folder: &Path,
    progress: &dyn Progress,
    stage: &str,
) -> Result<Deep, HipsError> {
    let (ledger, todo) = Ledger::open(folder, plan)?;
    let total = plan.units.len() as u64;
    let done = AtomicU64::new(total - todo.len() as u64);
    let broken = Mutex::new(BTreeMap::new());
    progress.report(stage, done.load(Ordering::Relaxed), total);
    todo.par_iter().try_for_each(|&index| {
        let unit = plan.unit(index);
        let mut unreadable = Vec::new();
        let tiles = unit::tiles(plan, unit, &mut unreadable);
        let cells: Vec<Cell> = tiles.iter().map(|(cell, _)| *cell).collect();
        let all = if plan.order > unit.order { unit.children().to_vec() } else { vec![unit] };
        for gone in all.into_iter().filter(|cell| !cells.contains(cell)) {
            if folder.join(gone.path(tile_file::FITS)).exists() {
                forget(folder, gone)?;
            }
        }
        for (cell, raster) in tiles {
            files::write(&folder.join(cell.path(tile_file::FITS)), &tile_file::encode(&raster, cell))?;
        }
        let mut broken = broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.extend(unreadable.into_iter().map(|Broken { file, why }| (file, why)));
        drop(broken);
        ledger.made(index, &cells)?;
        progress.report(stage, done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Ok::<(), HipsError>(())
    })?;
    let broken = broken.into_inner().unwrap_or_else(PoisonError::into_inner);
    let tiles = ledger.finish(&broken.keys().cloned().collect())?;
    let broken = broken.into_iter().map(|(file, why)| Broken { file, why }).collect();
    Ok(Deep { tiles, remade: todo.len() as u64, broken })
}
