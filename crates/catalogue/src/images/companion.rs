//! Files that belong to an image: its weights, its flags, what it was calibrated with.

use serde::{Deserialize, Serialize};

/// What names of FITS files end in; cut one after the other.
const ENDINGS: [&str; 5] = [".gz", ".fz", ".fits", ".fit", ".fts"];

/// A kind of file that lies beside each image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// What it is called in addresses, e.g. `weight`; no two of a collection have the same.
    pub name: String,
    /// What it is to the image, a term of DataLink's vocabulary, e.g. `#weight`.
    pub semantics: String,
    /// Its path below the folder of the images; one `*` stands for the path of the image without `.fits` and the like.
    pub file: String,
    /// For people.
    pub description: Option<String>,
}

impl Companion {
    /// The path of the companion of an image, both below the folder.
    pub fn of(&self, image: &str) -> String {
        self.file.replacen('*', stem(image), 1)
    }

    /// Whether a path is that of a companion of some image.
    pub fn is(&self, file: &str) -> bool {
        let (before, after) = self.file.split_once('*').unwrap_or((&self.file, ""));
        let middle = file.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        middle.is_some_and(|image| !image.is_empty() && !image.ends_with('/'))
    }
}

/// The path of a FITS file without what its name ends in, in any case.
pub fn stem(file: &str) -> &str {
    let mut stem = file;
    for ending in ENDINGS {
        let cut = stem.len().saturating_sub(ending.len());
        if cut > 0 && stem.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(ending)) {
            stem = &stem[..cut];
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn companion(file: &str) -> Companion {
        let (name, semantics) = ("weight".to_owned(), "#weight".to_owned());
        Companion { name, semantics, file: file.to_owned(), description: None }
    }

    #[test]
    fn companions_lie_beside_their_images_or_elsewhere() {
        let beside = companion("*.weight.fits.gz");
        assert_eq!(beside.of("a/b.FITS.fz"), "a/b.weight.fits.gz");
        assert!(
            beside.is("a/b.weight.fits.gz") && !beside.is("a/b.fits.gz") && !beside.is("a/.weight.fits.gz")
        );
        let elsewhere = companion("weights/*.fits");
        assert_eq!(elsewhere.of("a/b.fits"), "weights/a/b.fits");
        assert!(
            elsewhere.is("weights/a/b.fits") && !elsewhere.is("a/b.fits") && !elsewhere.is("weights/.fits")
        );
    }

    #[test]
    fn names_lose_what_they_end_in() {
        for (file, expected) in [
            ("a/b.fits", "a/b"),
            ("b.FITS.gz", "b"),
            ("b.fits.fz", "b"),
            ("b.fit", "b"),
            (".fits", ".fits"),
            ("b.fits.txt", "b.fits.txt"),
        ] {
            assert_eq!(stem(file), expected);
        }
    }
}
