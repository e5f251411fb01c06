//! Blocks of rows to runs: each row with its HEALPix cell, in the order of the cells.

use std::path::PathBuf;

use catalogue::Column;
use statistics::Observer;

use crate::IngestError;
use crate::pointing::Pointing;
use crate::reading::{Block, Origin};
use crate::rejects::Reject;
use crate::row::{Key, NOWHERE, append_with_cell};

/// How blocks become runs.
pub(crate) struct Sorting {
    /// Where the position is; `None`: rows stay as they are.
    pub pointing: Option<Pointing>,
    /// Whether broken rows are left out.
    pub keep_going: bool,
    /// The columns, for statistics of their values.
    pub columns: Vec<Column>,
    /// The files, for messages.
    pub files: Vec<PathBuf>,
}

/// Rows in order.
pub(crate) struct Run {
    /// The rows, each with its cell behind.
    pub bytes: Vec<u8>,
    /// How many they are.
    pub rows: u64,
    /// The least key.
    pub first: Key,
    /// The greatest key.
    pub last: Key,
    /// Whether they came in this order.
    pub came_in_order: bool,
    /// Rows that were left out.
    pub rejects: Vec<Reject>,
    /// What their values are.
    pub seen: Observer,
}

/// A row of a block: key first, so that rows of one cell stay in the order in which they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: Key,
    at: usize,
    length: u32,
}

impl Sorting {
    /// Has seen no row yet; the cell is the value behind the columns.
    pub fn observer(&self) -> Observer {
        let observer = Observer::new(&self.columns, None);
        if self.pointing.is_some() { observer.with_cell_at(self.columns.len()) } else { observer }
    }

    /// Sorts a block, and looks at its values.
    pub fn sort(&self, block: Block) -> Result<Run, IngestError> {
        let mut run = self.in_order(block)?;
        let observed = run.seen.observe(&run.bytes);
        observed.map_err(|error| IngestError::Internal(error.to_string()))?;
        Ok(run)
    }

    fn in_order(&self, mut block: Block) -> Result<Run, IngestError> {
        let seen = self.observer();
        let Some(pointing) = &self.pointing else {
            let Block { bytes, rows, rejects, .. } = block;
            return Ok(Run {
                bytes,
                rows,
                first: NOWHERE,
                last: NOWHERE,
                came_in_order: true,
                rejects,
                seen,
            });
        };
        let mut entries = self.entries(pointing, &mut block)?;
        let came_in_order = entries.is_sorted();
        if !came_in_order {
            entries.sort_unstable();
        }
        // As many bytes more as a cell has with its length in front.
        let mut bytes = Vec::with_capacity(block.bytes.len() + 12 * entries.len());
        for Entry { key, at, length } in &entries {
            let row = block.bytes.get(*at..at + *length as usize).unwrap_or_default();
            append_with_cell(row, *key, &mut bytes);
        }
        let key = |entry: Option<&Entry>| entry.map_or(NOWHERE, |entry| entry.key);
        let (first, last) = (key(entries.first()), key(entries.last()));
        Ok(Run {
            bytes,
            rows: entries.len() as u64,
            first,
            last,
            came_in_order,
            rejects: block.rejects,
            seen,
        })
    }

    /// Finds the rows of a block and their keys.
    fn entries(&self, pointing: &Pointing, block: &mut Block) -> Result<Vec<Entry>, IngestError> {
        // The number of rows was counted while they were written.
        let mut entries = Vec::with_capacity(block.rows as usize);
        let mut numbers = Numbers { origins: &block.origins, row: Origin { at: 0, file: 0, row: 0 } };
        let mut at = 0;
        while at < block.bytes.len() {
            let origin = numbers.of(at);
            let broken =
                || IngestError::Internal("rows were not read in PostgreSQL's binary form".to_owned());
            let rest = &mut block.bytes[at..];
            pointing.turn_to_degrees(rest).ok_or_else(broken)?;
            let (length, key) = pointing.key(rest).ok_or_else(broken)?;
            match key {
                Ok(key) => {
                    let length = u32::try_from(length).map_err(|_| broken())?;
                    entries.push(Entry { key, at, length });
                }
                Err(what) if self.keep_going => {
                    block.rejects.push(Reject { file: origin.file, row: origin.row, what });
                }
                Err(what) => {
                    let file = self.files.get(origin.file).cloned().unwrap_or_default();
                    return Err(IngestError::Row { file, row: origin.row, what });
                }
            }
            at += length;
        }
        Ok(entries)
    }
}

/// Tells where rows come from that are asked for one after the other.
struct Numbers<'b> {
    origins: &'b [Origin],
    row: Origin,
}

impl Numbers<'_> {
    fn of(&mut self, at: usize) -> Origin {
        self.row.row += 1;
        if let Some((first, rest)) = self.origins.split_first()
            && first.at == at
        {
            self.row = *first;
            self.origins = rest;
        }
        self.row
    }
}
