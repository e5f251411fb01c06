//! The colours that were chosen for a HiPS: kept, so that few new images do not repaint all tiles.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use preview::{Limits, Stretch};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::limits::spread;
use crate::stored::Levels;
use crate::{BandOptions, Cut, HipsError, files, tile_file};

/// The file that keeps them; pictures that are older than it have other colours.
const LOOK: &str = ".look.json";

/// What was asked for, and what was found for it.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<A, F> {
    asked: A,
    found: F,
}

/// The colours of a band.
pub(crate) struct BandLook {
    pub(crate) limits: Limits,
    pub(crate) since: SystemTime,
}

/// What was found for these wishes, and since when it holds; found anew if other wishes were kept.
pub(crate) fn kept<A, F>(
    folder: &Path,
    asked: A,
    find: impl FnOnce() -> Result<F, HipsError>,
) -> Result<(F, SystemTime), HipsError>
where
    A: PartialEq + Serialize + DeserializeOwned,
    F: Serialize + DeserializeOwned,
{
    let path = folder.join(LOOK);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let found = match serde_json::from_str::<Kept<A, F>>(&text) {
        Ok(kept) if kept.asked == asked => kept.found,
        _ => {
            let kept = Kept { asked, found: find()? };
            let text = serde_json::to_vec(&kept).map_err(|error| HipsError::file(&path)(error.into()))?;
            files::write(&path, &text)?;
            kept.found
        }
    };
    Ok((found, files::modified(&path).unwrap_or(SystemTime::UNIX_EPOCH)))
}

/// The colours of a band.
pub(crate) fn of_band(folder: &Path, levels: &Levels, options: &BandOptions) -> Result<BandLook, HipsError> {
    let asked = (stretch_name(options.stretch).to_owned(), options.cut);
    let find = || match options.cut {
        Some(cut) => Ok(cut),
        None => {
            let spread = spread(levels, |cell| tile_file::read(&folder.join(cell.path(tile_file::FITS))))?;
            Ok(spread.limits()?.into())
        }
    };
    let (cut, since): (Cut, SystemTime) = kept(folder, asked, find)?;
    Ok(BandLook { limits: Limits::new(cut.low, cut.high)?, since })
}

fn stretch_name(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Linear => "linear",
        Stretch::Asinh => "asinh",
        Stretch::Sqrt => "sqrt",
        Stretch::Log => "log",
    }
}
