//! From the FITS tiles of one or three bands to colours.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use preview::{Blanks, Limits, Lupton, Picture, Plane, Size, Stretch};

use crate::raster::Raster;
use crate::{Cell, HipsError, files, tile_file};

/// Where pixels come from, and what colours they get.
pub(crate) enum Painter {
    /// One band.
    Grey { folder: PathBuf, limits: Limits, stretch: Stretch },
    /// Three bands, red first, each multiplied with its factor.
    Colour { folders: [PathBuf; 3], factors: [f64; 3], lupton: Lupton },
}

impl Painter {
    /// The pixels of a tile in each band; `None` if a band has no such tile.
    pub(crate) fn tile(&self, cell: Cell) -> Result<Option<Vec<Raster>>, HipsError> {
        let mut rasters = Vec::with_capacity(3);
        for (folder, factor) in self.bands() {
            let Some(mut raster) = tile_file::read(&path(folder, cell))? else { return Ok(None) };
            if factor != 1.0 {
                raster.values.iter_mut().for_each(|value| *value = (f64::from(*value) * factor) as f32);
            }
            rasters.push(raster);
        }
        Ok(Some(rasters))
    }

    /// When the youngest of its FITS tiles was written; `None` if a band has no such tile.
    pub(crate) fn written(&self, cell: Cell) -> Option<SystemTime> {
        let times: Option<Vec<SystemTime>> =
            self.bands().map(|(folder, _)| files::modified(&path(folder, cell))).collect();
        times?.into_iter().max()
    }

    /// How many bands there are.
    pub(crate) fn count(&self) -> usize {
        self.bands().count()
    }

    /// The picture of rows of pixels in each band, in the order of FITS.
    pub(crate) fn paint(
        &self,
        size: Size,
        mut bands: Vec<Vec<f32>>,
        blanks: Blanks,
    ) -> Result<Picture, HipsError> {
        let mut next = || Plane::new(size, if bands.is_empty() { Vec::new() } else { bands.remove(0) });
        Ok(match self {
            Self::Grey { limits, stretch, .. } => preview::grey(&next()?, *limits, *stretch, blanks),
            Self::Colour { lupton, .. } => lupton.compose([&next()?, &next()?, &next()?], blanks)?,
        })
    }

    fn bands(&self) -> impl Iterator<Item = (&Path, f64)> {
        let (folders, factors): (&[PathBuf], &[f64]) = match self {
            Self::Grey { folder, .. } => (std::slice::from_ref(folder), &[1.0]),
            Self::Colour { folders, factors, .. } => (folders, factors),
        };
        folders.iter().map(PathBuf::as_path).zip(factors.iter().copied())
    }
}

fn path(folder: &Path, cell: Cell) -> PathBuf {
    folder.join(cell.path(tile_file::FITS))
}
