//! Files that are there whole or not at all.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use crate::HipsError;

/// Makes names of files that nobody else makes.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Writes a file beside its place, makes the folders above it, and renames it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), HipsError> {
    written(path, bytes).map_err(HipsError::file(path))
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let beside = folder.join(format!(".new-{}-{number}", std::process::id()));
    match fs::write(&beside, bytes) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fs::write(&beside, bytes)?;
        }
        done => done?,
    }
    fs::rename(&beside, path).inspect_err(|_| {
        // Nobody looks for it any more; the error that matters is the other.
        let _ = fs::remove_file(&beside);
    })
}

/// Removes a file; one that is not there is removed already.
pub(crate) fn remove(path: &Path) -> Result<(), HipsError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(HipsError::file(path)(error)),
        _ => Ok(()),
    }
}

/// When a file was written last, if it is there and not empty.
pub(crate) fn modified(path: &Path) -> Option<SystemTime> {
    let found = fs::metadata(path).ok().filter(|found| found.is_file() && found.len() > 0)?;
    found.modified().ok()
}
