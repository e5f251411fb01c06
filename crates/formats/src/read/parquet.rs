//! Uploaded tables in Parquet: flat columns, and lists of numbers and booleans.
//!
//! The library that reads Parquet trusts much of what a file says of itself. So `footer` and `pages` look at the file
//! first, and refuse what would make it allocate or recurse without bounds. Whatever it still stumbles over is caught.

mod cells;
mod columns;
mod file;
mod footer;
mod metadata;
mod numbers;
mod pages;
mod thrift;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::file::metadata::KeyValue;
use catalogue::Column;

use super::row::begin_row;
use super::{Limits, ReadError, Rows, Source, TableReader};
use crate::arrow_columns::CONTENT_KEY;
use cells::{Budget, Cells, Trouble};
use file::File;

/// About as many bytes as a batch of rows has.
const BATCH_BYTES: usize = 256 << 10;

/// Reads the columns.
pub(crate) fn open(source: Box<dyn Source>, limits: &Limits) -> Result<TableReader, ReadError> {
    guarded(|| {
        let file = File::new(source)?;
        footer::check(&file, limits)?;
        // Types come from Parquet alone, not from the Arrow schema that a file may carry besides.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file.clone(), options);
        let builder = builder.map_err(library)?;
        let rows_at_once = pages::check(&file, builder.metadata(), limits)?;
        let pairs = builder.metadata().file_metadata().key_value_metadata();
        let described = pairs.and_then(|pairs| content(pairs)).map(metadata::read).unwrap_or_default();
        let columns = columns::columns(builder.schema(), &described)?;
        let reader = builder.with_batch_size(rows_at_once).build().map_err(library)?;
        let rows = ParquetRows {
            reader,
            columns: columns.clone(),
            piece: Piece::default(),
            row: 0,
            rows_max: limits.rows_max,
            budget: Budget::new(limits),
            is_broken: false,
        };
        Ok(TableReader { columns, description: described.description, rows: Box::new(rows) })
    })
}

fn content(pairs: &[KeyValue]) -> Option<&str> {
    pairs.iter().find(|pair| pair.key == CONTENT_KEY)?.value.as_deref()
}

struct ParquetRows {
    reader: ParquetRecordBatchReader,
    columns: Vec<Column>,
    piece: Piece,
    /// Rows so far.
    row: u64,
    rows_max: u64,
    budget: Budget,
    is_broken: bool,
}

/// The rows that the library has read last.
#[derive(Default)]
struct Piece {
    cells: Vec<Cells>,
    at: usize,
    rows: usize,
}

impl Rows for ParquetRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        if self.is_broken {
            return Ok(0);
        }
        let result = guarded(|| self.append(out));
        self.is_broken = result.is_err();
        result
    }
}

impl ParquetRows {
    fn append(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        let (before, start) = (self.row, out.len());
        while out.len() - start < BATCH_BYTES && (self.piece.at < self.piece.rows || self.next_piece()?) {
            if self.row >= self.rows_max {
                return Err(ReadError::TooLarge { limit: self.rows_max, what: "rows" });
            }
            begin_row(self.columns.len(), out);
            for (column, cells) in self.columns.iter().zip(&self.piece.cells) {
                let written = cells.write(self.piece.at, &mut self.budget, out);
                written.map_err(|trouble| in_column(trouble, self.row, column))?;
            }
            self.piece.at += 1;
            self.row += 1;
        }
        Ok(self.row - before)
    }

    /// Lets the library read on; false at the end.
    fn next_piece(&mut self) -> Result<bool, ReadError> {
        for batch in self.reader.by_ref() {
            let batch = batch.map_err(library)?;
            if batch.num_rows() > 0 {
                let cells =
                    self.columns.iter().zip(batch.columns()).map(|(column, array)| Cells::of(column, array));
                let cells =
                    cells.collect::<Option<_>>().ok_or_else(|| damaged("a column changes its type"))?;
                self.piece = Piece { cells, at: 0, rows: batch.num_rows() };
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn in_column(trouble: Trouble, row: u64, column: &Column) -> ReadError {
    match trouble {
        Trouble::TooLarge(error) => error,
        Trouble::Value(what) => {
            let place = format!("row {}, column `{}`", row + 1, column.field.name);
            ReadError::Malformed { place, what: what.to_string() }
        }
    }
}

/// The last resort: the library asserts some of what a file says.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged("it contradicts itself")))
}

/// An error of the library, which speaks of the file only.
fn library(error: impl std::fmt::Display) -> ReadError {
    let text = error.to_string();
    damaged(text.strip_prefix("Parquet error: ").unwrap_or(&text))
}

fn damaged(what: &str) -> ReadError {
    ReadError::Malformed { place: "the Parquet file".into(), what: format!("{what}; write the file again") }
}
