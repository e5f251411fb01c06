//! Broken rows that are left out, in a CSV file: file, row, what is wrong.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::IngestError;

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reject {
    /// The place of the file in the list.
    pub file: usize,
    /// The row in the file, from 1.
    pub row: u64,
    /// What is wrong.
    pub what: String,
}

/// The file that they go to.
pub(crate) struct Rejects {
    path: PathBuf,
    out: BufWriter<File>,
    count: u64,
}

impl Rejects {
    /// Makes the file, in the place of an older one.
    pub fn create(path: &Path) -> Result<Self, IngestError> {
        let mut out = BufWriter::new(File::create(path).map_err(unwritten(path))?);
        writeln!(out, "file,row,what").map_err(unwritten(path))?;
        Ok(Self { path: path.to_owned(), out, count: 0 })
    }

    /// Writes rows of these files.
    pub fn write(&mut self, rejects: &[Reject], files: &[PathBuf]) -> Result<(), IngestError> {
        for Reject { file, row, what } in rejects {
            let file = files.get(*file).map(|file| file.display().to_string()).unwrap_or_default();
            let line = writeln!(self.out, "{},{row},{}", quoted(&file), quoted(what));
            line.map_err(unwritten(&self.path))?;
        }
        self.count += rejects.len() as u64;
        Ok(())
    }

    /// Writes what is left, and tells how many there were.
    pub fn finish(mut self) -> Result<u64, IngestError> {
        self.out.flush().map_err(unwritten(&self.path))?;
        Ok(self.count)
    }
}

/// RFC 4180 §2.
fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> IngestError {
    let what = format!("the file for broken rows {}", path.display());
    move |error| IngestError::File {
        what,
        reason: error.to_string(),
        hint: "name another file with --rejects".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_are_csv() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let mut rejects = Rejects::create(&path).unwrap();
        let reject = |row, what: &str| Reject { file: 0, row, what: what.to_owned() };
        rejects.write(&[reject(7, "no \"x\", but y"), reject(9, "bad")], &["a.fits".into()]).unwrap();
        assert_eq!(rejects.finish().unwrap(), 2);
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(text, "file,row,what\na.fits,7,\"no \"\"x\"\", but y\"\na.fits,9,bad\n");
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let error = Rejects::create(Path::new("/nowhere/at/all.csv")).err().unwrap();
        let told = "the file for broken rows /nowhere/at/all.csv: No such file or directory (os error 2)";
        assert_eq!(
            (error.to_string(), error.hint()),
            (told.into(), "name another file with --rejects".into())
        );
    }
}
