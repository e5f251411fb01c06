//! The files of a collection that are there.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use crate::ImageListError;
use crate::pattern::Pattern;
use crate::row::Instant;

/// What the names of FITS files end in.
const ENDINGS: [&str; 3] = [".fits", ".fit", ".fts"];
/// What may follow that.
const PACKED: [&str; 3] = ["", ".gz", ".fz"];

/// A file that may be an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Its path below the folder of the collection, `/` between the parts.
    pub file: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: i64,
    /// When it was last changed.
    pub modified: Instant,
}

/// The files that were asked for.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// They, in the order of their paths.
    pub files: Vec<FoundFile>,
    /// Files that are left out, and why.
    pub skipped: Vec<(String, String)>,
    wanted: Vec<Wanted>,
}

/// A part of what was asked for, below the folder of the collection.
#[derive(Debug)]
enum Wanted {
    /// All below a folder, which is empty or ends in `/`.
    Below(String),
    /// What fits below a folder.
    Fitting(String, Pattern),
    /// This file.
    File(String),
}

impl FoundFiles {
    /// Whether a file of this path would have been found, if it were there.
    pub fn covers(&self, file: &str) -> bool {
        self.wanted.iter().any(|wanted| match wanted {
            Wanted::Below(folder) => file.starts_with(folder.as_str()),
            Wanted::Fitting(folder, pattern) => {
                file.strip_prefix(folder.as_str()).is_some_and(|below| pattern.matches(below))
            }
            Wanted::File(only) => file == only,
        })
    }
}

/// Finds what folders, patterns and files hold; everything below `root` where nothing is named. What is named must be
/// there and below `root`. Hidden files, folders behind links, and links to the outside are passed over.
pub fn find(collection: &str, root: &Path, named: &[PathBuf]) -> Result<FoundFiles, ImageListError> {
    let root = root.canonicalize().map_err(ImageListError::unreadable(root))?;
    let outside = |path: &Path| ImageListError::Outside {
        path: path.to_owned(),
        folder: root.clone(),
        collection: collection.to_owned(),
    };
    let mut all = FoundFiles::default();
    let mut files = BTreeMap::new();
    let everything = [root.clone()];
    for path in if named.is_empty() { &everything[..] } else { named } {
        let (above, pattern) = match Pattern::cut(path) {
            Some((above, pattern)) => (above, Some(pattern)),
            None => (path.clone(), None),
        };
        let real = above.canonicalize().map_err(ImageListError::unreadable(&above))?;
        let below = relative(&root, &real).ok_or_else(|| outside(path))?;
        let folder = if below.is_empty() { String::new() } else { format!("{below}/") };
        let wanted = match pattern {
            _ if real.is_file() => Wanted::File(below),
            Some(pattern) => Wanted::Fitting(folder, pattern),
            None => Wanted::Below(folder),
        };
        match &wanted {
            Wanted::File(file) => all.take(&root, file, &real, &mut files)?,
            Wanted::Below(folder) => all.walk(&root, &real, folder, &mut files, |_| true)?,
            Wanted::Fitting(folder, pattern) => {
                all.walk(&root, &real, folder, &mut files, |below| pattern.matches(below))?;
            }
        }
        all.wanted.push(wanted);
    }
    all.files = files.into_values().collect();
    all.leave_twins_out();
    Ok(all)
}

impl FoundFiles {
    /// Takes the files below a folder, without recursion.
    fn walk(
        &mut self,
        root: &Path,
        folder: &Path,
        prefix: &str,
        files: &mut BTreeMap<String, FoundFile>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<(), ImageListError> {
        let mut left = vec![folder.to_owned()];
        while let Some(folder) = left.pop() {
            let entries = fs::read_dir(&folder).map_err(ImageListError::unreadable(&folder))?;
            for entry in entries {
                let entry = entry.map_err(ImageListError::unreadable(&folder))?;
                let (path, name) = (entry.path(), entry.file_name());
                let kind = entry.file_type().map_err(ImageListError::unreadable(&path))?;
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                if kind.is_dir() {
                    left.push(path);
                    continue;
                }
                if !is_fits(&name.to_string_lossy()) {
                    continue;
                }
                let Some(file) = relative(root, &path) else {
                    let shown = path.display().to_string();
                    self.skipped.push((shown, "its name is not UTF-8; rename it".to_owned()));
                    continue;
                };
                if file.strip_prefix(prefix).is_some_and(&is_wanted) {
                    self.take(root, &file, &path, files)?;
                }
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        root: &Path,
        file: &str,
        path: &Path,
        files: &mut BTreeMap<String, FoundFile>,
    ) -> Result<(), ImageListError> {
        let seen = path.canonicalize().and_then(|real| Ok((fs::metadata(&real)?, real)));
        let skipped = match seen {
            Ok((metadata, _)) if !metadata.is_file() => "it is no file",
            Ok((_, real)) if !real.starts_with(root) => "it is a link to a file outside of the folder",
            Ok((metadata, _)) => {
                files.insert(file.to_owned(), found(file, path, &metadata));
                return Ok(());
            }
            // It went meanwhile, or is a link to nothing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ImageListError::unreadable(path)(error)),
        };
        self.skipped.push((file.to_owned(), skipped.to_owned()));
        Ok(())
    }

    /// Identifiers are compared without regard to case (IVOA Identifiers 2.0 §2.1): of files whose names differ in it
    /// only, the first is taken.
    fn leave_twins_out(&mut self) {
        let mut known: HashMap<String, String> = HashMap::with_capacity(self.files.len());
        let skipped = &mut self.skipped;
        self.files.retain(|found| match known.get(&found.file.to_lowercase()) {
            Some(first) => {
                let why = format!(
                    "its name differs from `{first}` in case only, which identifiers do not tell apart"
                );
                skipped.push((found.file.clone(), why));
                false
            }
            None => {
                known.insert(found.file.to_lowercase(), found.file.clone());
                true
            }
        });
    }
}

fn found(file: &str, path: &Path, metadata: &Metadata) -> FoundFile {
    let since = |time: std::time::SystemTime| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_micros() as i64,
        Err(before) => -(before.duration().as_micros() as i64),
    };
    FoundFile {
        file: file.to_owned(),
        path: path.to_owned(),
        // No file system has files of more than 2^63 bytes.
        bytes: metadata.len() as i64,
        modified: Instant(metadata.modified().map(since).unwrap_or_default()),
    }
}

fn is_fits(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = |ending: &str| PACKED.iter().any(|packed| name.ends_with(&format!("{ending}{packed}")));
    ENDINGS.into_iter().any(ends)
}

/// A path below a folder, with `/` between its parts; `None` for one that is elsewhere, or no UTF-8.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.fits", "sub/b.FITS.gz", "sub/deep/c.fits.fz", "notes.txt", ".d.fits", "e.fits.part"] {
            let path = folder.path().join("images").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn names(found: &FoundFiles) -> Vec<&str> {
        found.files.iter().map(|found| found.file.as_str()).collect()
    }

    #[test]
    fn folders_patterns_and_files_are_found_below_the_root() {
        let folder = folder();
        let root = folder.path().join("images");
        let named = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
            find("dr1", &root, &paths).unwrap()
        };
        let all = named(&[]);
        assert_eq!(names(&all), ["a.fits", "sub/b.FITS.gz", "sub/deep/c.fits.fz"]);
        assert_eq!((all.files[0].bytes, all.covers("gone.fits")), (6, true));
        let below = named(&["sub"]);
        assert_eq!(names(&below), ["sub/b.FITS.gz", "sub/deep/c.fits.fz"]);
        assert!(below.covers("sub/gone.fits") && !below.covers("gone.fits") && !below.covers("subway.fits"));
        let fitting = named(&["sub/*.gz", "a.fits"]);
        assert_eq!(names(&fitting), ["a.fits", "sub/b.FITS.gz"]);
        assert!(fitting.covers("sub/x.fits.gz") && !fitting.covers("sub/deep/c.fits.gz"));
    }

    #[test]
    fn what_is_elsewhere_is_refused() {
        let folder = folder();
        let root = folder.path().join("images");
        let refused = |path: &Path| find("dr1", &root, &[path.to_owned()]).unwrap_err();
        let error = refused(folder.path());
        let real = root.canonicalize().unwrap();
        let expected = format!(
            "{} is not below {}, the folder of the images of collection `dr1`",
            folder.path().display(),
            real.display()
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(
            error.hint(),
            format!(
                "name a folder, files or a pattern below {}, or change `folder` in the collection file",
                real.display()
            )
        );
        let gone = root.join("gone");
        assert_eq!(
            refused(&gone).to_string(),
            format!("{}: No such file or directory (os error 2)", gone.display())
        );
    }

    #[test]
    fn links_to_the_outside_and_twins_are_left_out() {
        let folder = folder();
        let root = folder.path().join("images");
        fs::write(folder.path().join("secret.fits"), "x").unwrap();
        symlink(folder.path().join("secret.fits"), root.join("link.fits")).unwrap();
        symlink("a.fits", root.join("inside.fits")).unwrap();
        symlink("nothing", root.join("dangling.fits")).unwrap();
        symlink(folder.path(), root.join("loop")).unwrap();
        fs::write(root.join("A.fits"), "x").unwrap();
        let found = find("dr1", &root, &[]).unwrap();
        assert_eq!(names(&found), ["A.fits", "inside.fits", "sub/b.FITS.gz", "sub/deep/c.fits.fz"]);
        let twin = "its name differs from `A.fits` in case only, which identifiers do not tell apart";
        let skipped = [
            ("link.fits".to_owned(), "it is a link to a file outside of the folder".to_owned()),
            ("a.fits".to_owned(), twin.to_owned()),
        ];
        assert_eq!(found.skipped, skipped);
    }
}
