//! Which values become black and white, from a sample of all tiles.

use preview::{Limits, Spread};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::raster::Raster;
use crate::stored::Levels;
use crate::{Cell, HipsError};

/// The values that become black and white.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Black.
    pub low: f64,
    /// White.
    pub high: f64,
}

/// From how many tiles the sample comes.
const TILES: usize = 64;
/// Which pixels of a tile are in it: each eighth in each direction.
const EVERY: usize = 8;

/// The spread of a sample of the values in these tiles.
pub(crate) fn spread(
    levels: &Levels,
    tile: impl Fn(Cell) -> Result<Option<Raster>, HipsError> + Sync,
) -> Result<Spread, HipsError> {
    let step = (levels.deepest().len() / TILES).max(1);
    let cells: Vec<Cell> = levels.deepest().step_by(step).collect();
    let parts: Result<Vec<Vec<f32>>, HipsError> = cells
        .par_iter()
        .map(|&cell| Ok(tile(cell)?.map_or_else(Vec::new, |raster| thinned(&raster))))
        .collect();
    Ok(Spread::of(parts?.concat()))
}

impl From<Limits> for Cut {
    fn from(limits: Limits) -> Self {
        Self { low: limits.low(), high: limits.high() }
    }
}

fn thinned(raster: &Raster) -> Vec<f32> {
    let rows = raster.values.chunks_exact(raster.side).step_by(EVERY);
    rows.flat_map(|row| row.iter().step_by(EVERY)).copied().collect()
}
