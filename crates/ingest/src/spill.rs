//! Runs in a temporary file without a name: written one behind the other, read through a window on each.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

use crate::row::{Key, length_and_key};
use crate::sorting::Run;

/// The file, and where its runs are.
pub(crate) struct Spill {
    file: File,
    runs: Vec<Extent>,
    bytes: u64,
}

/// Where a run is in the file.
#[derive(Clone, Copy, Debug)]
struct Extent {
    at: u64,
    end: u64,
}

/// The rows of a run, from the first to the last.
pub(crate) struct Cursor<'s> {
    file: &'s File,
    extent: Extent,
    window: Vec<u8>,
    window_bytes: usize,
    /// The place of the row in the window.
    at: usize,
    /// The bytes of the row; 0 behind the last.
    length: usize,
    key: Key,
}

impl Spill {
    /// An empty file in the folder for temporary files; it is gone with the process, however that ends.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, runs: Vec::new(), bytes: 0 })
    }

    /// The number of runs.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Writes a run.
    pub fn push(&mut self, run: &Run) -> io::Result<()> {
        self.begin();
        self.append(&run.bytes)
    }

    /// Begins a run that [`Self::append`] writes.
    pub fn begin(&mut self) {
        self.runs.push(Extent { at: self.bytes, end: self.bytes });
    }

    /// Writes more of the last run.
    pub fn append(&mut self, rows: &[u8]) -> io::Result<()> {
        self.file.write_all(rows)?;
        self.bytes += rows.len() as u64;
        if let Some(run) = self.runs.last_mut() {
            run.end = self.bytes;
        }
        Ok(())
    }

    /// Reads runs from `first` on, each through a window of about so many bytes; those without a row are left out.
    pub fn cursors(&self, first: usize, count: usize, window_bytes: usize) -> io::Result<Vec<Cursor<'_>>> {
        let mut cursors = Vec::new();
        for extent in self.runs.iter().skip(first).take(count) {
            let mut cursor = Cursor {
                file: &self.file,
                extent: *extent,
                window: Vec::new(),
                window_bytes,
                at: 0,
                length: 0,
                key: 0,
            };
            if cursor.next()? {
                cursors.push(cursor);
            }
        }
        Ok(cursors)
    }
}

impl Cursor<'_> {
    /// The key of the row.
    pub fn key(&self) -> Key {
        self.key
    }

    /// The row.
    pub fn row(&self) -> &[u8] {
        self.window.get(self.at..self.at + self.length).unwrap_or_default()
    }

    /// Goes to the next row; false behind the last.
    pub fn next(&mut self) -> io::Result<bool> {
        self.at += self.length;
        self.length = 0;
        loop {
            let rest = self.window.get(self.at..).unwrap_or_default();
            if let Some((length, key)) = length_and_key(rest) {
                (self.length, self.key) = (length, key);
                return Ok(true);
            }
            if !self.read_more()? {
                return match self.at == self.window.len() {
                    true => Ok(false),
                    false => Err(io::ErrorKind::UnexpectedEof.into()),
                };
            }
        }
    }

    /// Moves the window behind the rows that were read, wider where a row does not fit; false at the end of the run.
    fn read_more(&mut self) -> io::Result<bool> {
        let left = self.extent.end - self.extent.at;
        if left == 0 {
            return Ok(false);
        }
        self.window.drain(..self.at);
        self.at = 0;
        let kept = self.window.len();
        let wanted = self.window_bytes.max(2 * kept) - kept;
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(wanted);
        self.window.resize(kept + wanted, 0);
        let place = self.window.get_mut(kept..).unwrap_or_default();
        self.file.read_exact_at(place, self.extent.at)?;
        self.extent.at += wanted as u64;
        Ok(true)
    }
}
