//! Pictures of tiles: PNG, JPEG, WebP.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use preview::{Blanks, Format, Picture, Size};
use progress::Progress;
use rayon::prelude::*;

use crate::painter::Painter;
use crate::stored::Levels;
use crate::{Cell, HipsError, TILE_WIDTH, files};

/// How good JPEG files are, of 100.
const QUALITY: u8 = 90;

/// The format of pictures of tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG, transparent where there is no image.
    Png,
    /// JPEG: a tenth of the size, and black where there is no image.
    Jpeg,
    /// WebP without loss, transparent where there is no image; an extension that not all clients know.
    WebP,
}

impl PictureFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::WebP];

    /// Its word in `hips_tile_format`: HiPS 1.0 §4.4.1.
    pub fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::WebP => "webp",
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            other => other.word(),
        }
    }

    pub(crate) fn blanks(self) -> Blanks {
        if self == Self::Jpeg { Blanks::Black } else { Blanks::Transparent }
    }

    /// The bytes of a file.
    pub(crate) fn encode(self, picture: &Picture) -> Result<Vec<u8>, HipsError> {
        let format = match self {
            Self::Png => Format::Png,
            Self::Jpeg => Format::Jpeg { quality: QUALITY },
            Self::WebP => Format::WebP,
        };
        let mut bytes = Vec::new();
        picture.write(format, &mut bytes)?;
        Ok(bytes)
    }
}

/// Paints the tiles whose pictures are missing, or older than their pixels or than a change of colours; gives how many.
pub(crate) fn make(
    painter: &Painter,
    levels: &Levels,
    folder: &Path,
    (formats, since): (&[PictureFormat], SystemTime),
    (progress, stage): (&dyn Progress, &str),
) -> Result<u64, HipsError> {
    let cells: Vec<Cell> = levels.all().collect();
    let (done, made) = (AtomicU64::new(0), AtomicU64::new(0));
    cells.par_iter().try_for_each(|&cell| {
        let stale = |format: &&PictureFormat| {
            let own = files::modified(&folder.join(cell.path(format.extension())));
            own.is_none_or(|own| own < since || painter.written(cell).is_some_and(|pixels| pixels > own))
        };
        let stale: Vec<PictureFormat> = formats.iter().filter(stale).copied().collect();
        if !stale.is_empty()
            && let Some(rasters) = painter.tile(cell)?
        {
            let bands: Vec<Vec<f32>> = rasters.into_iter().map(|raster| raster.values).collect();
            for format in stale {
                let size = Size { width: TILE_WIDTH, height: TILE_WIDTH };
                let picture = painter.paint(size, bands.clone(), format.blanks())?;
                files::write(&folder.join(cell.path(format.extension())), &format.encode(&picture)?)?;
                made.fetch_add(1, Ordering::Relaxed);
            }
        }
        progress.report(stage, done.fetch_add(1, Ordering::Relaxed) + 1, cells.len() as u64);
        Ok::<(), HipsError>(())
    })?;
    Ok(made.into_inner())
}
