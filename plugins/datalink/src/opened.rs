//! FITS files that were opened lately, with their headers read; a file that has changed is opened anew.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use images::{FitsFile, Hdu, Image, ImageError};
use wcs::Wcs;

/// Open files, at most as many as the settings allow; those that were not used for longest are closed.
#[derive(Debug)]
pub(crate) struct OpenFiles {
    most: usize,
    kept: Mutex<Vec<Kept>>,
}

/// An open file and what its headers say.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The file.
    pub(crate) file: FitsFile,
    /// For each part of it what of it is an image, read when it is first asked for.
    planes: Vec<OnceLock<Result<Option<Plane>, String>>>,
}

/// An image of a file.
#[derive(Debug)]
pub(crate) struct Plane {
    /// Pixels and axes.
    pub(crate) image: Image,
    /// Its world coordinates, or why it has none.
    wcs: Result<Mutex<Wcs>, wcs::Error>,
}

#[derive(Debug)]
struct Kept {
    path: PathBuf,
    version: FileVersion,
    opened: Arc<Opened>,
}

/// What changes with the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileVersion {
    bytes: u64,
    modified: (i64, i64),
    inode: u64,
}

impl OpenFiles {
    /// Keeps at most this many files open.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// The file as it is now; on a thread that may block.
    pub(crate) fn open(&self, path: &Path) -> Result<Arc<Opened>, ImageError> {
        let version = FileVersion::of(&std::fs::metadata(path)?);
        if let Some(opened) = self.take_note(path, version) {
            return Ok(opened);
        }
        let file = File::open(path)?;
        let version = FileVersion::of(&file.metadata()?);
        let file = FitsFile::of_file(file, usize::MAX)?;
        let planes = file.hdus().iter().map(|_| OnceLock::new()).collect();
        let opened = Arc::new(Opened { file, planes });
        let mut kept = self.kept();
        kept.retain(|one| one.path != path);
        if self.most > 0 {
            let surplus = (kept.len() + 1).saturating_sub(self.most);
            kept.drain(..surplus);
            kept.push(Kept { path: path.to_owned(), version, opened: opened.clone() });
        }
        Ok(opened)
    }

    /// The file if it is open in this version; it is then the one that was used last.
    fn take_note(&self, path: &Path, version: FileVersion) -> Option<Arc<Opened>> {
        let mut kept = self.kept();
        let place = kept.iter().position(|one| one.path == path && one.version == version)?;
        let one = kept.remove(place);
        let opened = one.opened.clone();
        kept.push(one);
        Some(opened)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FileVersion {
    fn of(metadata: &Metadata) -> Self {
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        Self { bytes: metadata.len(), modified, inode: metadata.ino() }
    }
}

impl Opened {
    /// The image of a part; `None` for a part without one. The text of an error says what is wrong with its header.
    pub(crate) fn plane(&self, hdu: usize) -> Result<Option<&Plane>, String> {
        let Some(plane) = self.planes.get(hdu) else { return Ok(None) };
        let read = plane.get_or_init(|| {
            let hdu = self.file.hdu(hdu).map_err(|error| error.to_string())?;
            let image = hdu.image().map_err(|error| error.to_string())?;
            Ok(image.map(|image| Plane { image, wcs: world(hdu).map(Mutex::new) }))
        });
        read.as_ref().map(Option::as_ref).map_err(String::clone)
    }

    /// All images of the file with the numbers of their parts; parts whose headers are damaged are left out.
    pub(crate) fn images(&self) -> impl Iterator<Item = (usize, &Plane)> {
        (0..self.planes.len()).filter_map(|hdu| Some((hdu, self.plane(hdu).ok()??)))
    }
}

impl Plane {
    /// The world coordinates, for one thread.
    pub(crate) fn wcs(&self) -> Result<Wcs, wcs::Error> {
        let wcs = self.wcs.as_ref().map_err(wcs::Error::clone)?;
        Ok(wcs.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// The lengths of the two axes of the sky, if the image has such axes.
    pub(crate) fn sky_lengths(&self, wcs: &Wcs) -> Option<[u64; 2]> {
        let [first, second] = wcs.pixel_axes();
        Some([*self.image.axes.get(first - 1)?, *self.image.axes.get(second - 1)?])
    }
}

fn world(hdu: &Hdu) -> Result<Wcs, wcs::Error> {
    let cards: Vec<&[u8]> = hdu.header.cards().map(|card| card.bytes()).collect();
    Wcs::from_header(&cards.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn few_files_stay_open_and_a_changed_one_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let files = OpenFiles::new(2);
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, axes: &[u64]| {
            std::fs::write(path(name), sample::bytes(axes, &[], |place| place as f32)).unwrap();
        };
        ["a", "b", "c"].iter().for_each(|name| write(name, &[3, 2]));
        let first = files.open(&path("a")).unwrap();
        assert!(Arc::ptr_eq(&first, &files.open(&path("a")).unwrap()));
        files.open(&path("b")).unwrap();
        files.open(&path("a")).unwrap();
        files.open(&path("c")).unwrap();
        assert_eq!(files.kept().len(), 2);
        assert!(Arc::ptr_eq(&first, &files.open(&path("a")).unwrap()), "the one that was used last is kept");
        write("a", &[5, 7]);
        let again = files.open(&path("a")).unwrap();
        assert_eq!(again.plane(0).unwrap().unwrap().image.axes, [5, 7]);
        assert_eq!(files.kept().len(), 2);
        assert!(files.open(&path("d")).is_err());
    }
}
