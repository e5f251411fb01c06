//! What the rows of all serializations share: limits, and the place of a fault.

use catalogue::Column;

use crate::read::row::begin_row;
use crate::read::{Limits, ReadError};

/// About so many bytes are given at once.
pub(super) const BATCH_BYTES: usize = 256 << 10;
/// A row may have this many times the bytes of its largest value.
const ROW_TO_CELL: usize = 4;

/// The names of the columns, and how many rows there were.
pub(super) struct Counted {
    names: Vec<String>,
    limits: Limits,
    rows: u64,
}

impl Counted {
    /// No row yet.
    pub fn new(columns: &[Column], limits: &Limits) -> Self {
        let names = columns.iter().map(|column| column.field.name.clone()).collect();
        Self { names, limits: *limits, rows: 0 }
    }

    /// The most bytes of a value.
    pub fn cell_bytes_max(&self) -> usize {
        self.limits.cell_bytes_max
    }

    /// Begins a row, unless it is one too many.
    #[inline]
    pub fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ReadError> {
        if self.rows >= self.limits.rows_max {
            return Err(ReadError::TooLarge { limit: self.limits.rows_max, what: "rows" });
        }
        self.rows += 1;
        begin_row(self.names.len(), out);
        Ok(())
    }

    /// Checks the bytes that the row under way has so far.
    #[inline]
    pub fn check_bytes(&self, bytes: usize) -> Result<(), ReadError> {
        let limit = self.limits.cell_bytes_max.saturating_mul(ROW_TO_CELL);
        match bytes > limit {
            true => Err(ReadError::TooLarge { limit: limit as u64, what: "bytes in one row" }),
            false => Ok(()),
        }
    }

    /// A fault of the row under way, in the column with this index if there is one.
    #[cold]
    pub fn fault(&self, column: Option<usize>, what: String) -> ReadError {
        let name = column.and_then(|column| self.names.get(column));
        let column = name.map(|name| format!(", column `{name}`")).unwrap_or_default();
        ReadError::Malformed { place: format!("row {}{column}", self.rows), what }
    }
}
