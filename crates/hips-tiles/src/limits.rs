//! Which values become black and white, from a sample of all tiles.

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

/// How values are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    /// The sky: the median.
    pub(crate) median: f64,
    /// Its noise: how far below the median a sixth of the values begins.
    pub(crate) noise: f64,
    /// What one in five hundred values exceeds.
    pub(crate) bright: f64,
    /// The extremes of the sample.
    pub(crate) range: [f64; 2],
}

/// From how many tiles the sample comes.
const TILES: usize = 64;
/// Which pixels of a tile are in it: each eighth in each direction.
const EVERY: usize = 8;

impl Spread {
    /// The spread of a sample of the values in these tiles; of none, all is 0.
    pub(crate) fn of(
        levels: &Levels,
        tile: impl Fn(Cell) -> Result<Option<Raster>, HipsError> + Sync,
    ) -> Result<Self, HipsError> {
        let step = (levels.deepest().len() / TILES).max(1);
        let cells: Vec<Cell> = levels.deepest().step_by(step).collect();
        let parts: Result<Vec<Vec<f32>>, HipsError> = cells
            .par_iter()
            .map(|&cell| Ok(tile(cell)?.map_or_else(Vec::new, |raster| thinned(&raster))))
            .collect();
        Ok(Self::of_values(parts?.concat()))
    }

    fn of_values(mut values: Vec<f32>) -> Self {
        values.sort_unstable_by(f32::total_cmp);
        let Some(last) = values.len().checked_sub(1) else { return Self::default() };
        let at = |part: f64| f64::from(values[(part * last as f64).round() as usize]);
        let median = at(0.5);
        let noise = median - at(0.1587);
        Self { median, noise, bright: at(0.998), range: [at(0.0), at(1.0)] }
    }

    /// Black a little below the sky, white at the bright, or at ten times the noise if there is nothing bright.
    pub(crate) fn cut(&self) -> Cut {
        let least = self.median + 10.0 * self.noise;
        let low = self.median - self.noise;
        Cut { low, high: self.bright.max(least).max(low + f64::from(f32::EPSILON)) }
    }
}

fn thinned(raster: &Raster) -> Vec<f32> {
    let rows = raster.values.chunks_exact(raster.side).step_by(EVERY);
    rows.flat_map(|row| row.iter().step_by(EVERY)).copied().filter(|value| value.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_the_sky_and_its_brighter_part() {
        let spread = Spread::of_values((0..=1000).map(|value| value as f32).collect());
        assert_eq!(
            (spread.median, spread.noise, spread.bright, spread.range),
            (500.0, 341.0, 998.0, [0.0, 1000.0])
        );
        assert_eq!(spread.cut(), Cut { low: 159.0, high: 3910.0 });
        let nothing = Spread::of_values(Vec::new()).cut();
        assert!(nothing.low < nothing.high);
    }
}
