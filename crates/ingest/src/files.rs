//! The files of one table, opened one after the other.

use std::fs::File;
use std::path::{Path, PathBuf};

use catalogue::Column;
use formats::read::{Given, Hint, Limits, ReadError, TableReader, open};

use crate::IngestError;

/// Files that stay open between the look at their columns and the reading of their rows.
const OPEN_MAX: usize = 64;

/// What limits uploads does not limit an operator; rows of PostgreSQL end at 1 GiB.
const LIMITS: Limits =
    Limits { bytes_max: u64::MAX, rows_max: u64::MAX, columns_max: 1599, cell_bytes_max: 256 << 20 };

/// The files of one table.
pub(crate) struct Files {
    /// Their paths, in the order in which they are read.
    pub paths: Vec<PathBuf>,
    /// The columns that they have in common.
    pub columns: Vec<Column>,
    /// The description of the first that has one.
    pub description: Option<String>,
    /// The rows of all, where they are known before they are read.
    pub rows: Option<u64>,
    /// Types of columns of CSV and TSV.
    types: Vec<Given>,
    /// Those that are still open, from the first on.
    readers: Vec<Option<TableReader>>,
}

impl Files {
    /// Reads the columns of all files, which must be the same.
    pub fn open(paths: &[PathBuf], types: &[Given]) -> Result<Self, IngestError> {
        let mut files = Self {
            paths: paths.to_vec(),
            columns: Vec::new(),
            description: None,
            rows: Some(0),
            types: types.to_vec(),
            readers: Vec::new(),
        };
        for (place, path) in paths.iter().enumerate() {
            let reader = open_file(path, types)?;
            match place {
                0 => files.columns = reader.columns.clone(),
                _ => same(&files.columns, &reader.columns)
                    .map_err(|what| IngestError::Columns { file: path.clone(), what })?,
            }
            files.description = files.description.take().or_else(|| reader.description.clone());
            files.rows = files.rows.zip(reader.rows_total()).map(|(sum, rows)| sum.saturating_add(rows));
            files.readers.push((place < OPEN_MAX).then_some(reader));
        }
        Ok(files)
    }

    /// The rows of a file, from its first; each file can be taken any number of times.
    pub fn take(&mut self, place: usize) -> Result<TableReader, IngestError> {
        match self.readers.get_mut(place).and_then(Option::take) {
            Some(reader) => Ok(reader),
            None => match self.paths.get(place) {
                Some(path) => open_file(path, &self.types),
                None => Err(IngestError::Internal(format!("there is no file {place}"))),
            },
        }
    }
}

/// What is wrong with a file.
pub(crate) fn broken(path: &Path, error: ReadError, goes_on: bool) -> IngestError {
    IngestError::Read { file: path.to_owned(), error, goes_on }
}

fn open_file(path: &Path, types: &[Given]) -> Result<TableReader, IngestError> {
    let file = File::open(path).map_err(IngestError::open(path))?;
    let name = path.file_name().map(|name| name.to_string_lossy());
    let hint = Hint { media_type: None, file_name: name.as_deref(), types };
    open(Box::new(file), &hint, &LIMITS).map_err(|error| broken(path, error, false))
}

/// Whether two files have the same columns; else, what differs.
fn same(first: &[Column], other: &[Column]) -> Result<(), String> {
    if first.len() != other.len() {
        return Err(format!("it has {} columns, and the first file {}", other.len(), first.len()));
    }
    for (first, other) in first.iter().zip(other) {
        let (name, expected) = (&other.field.name, &first.field.name);
        if name != expected {
            return Err(format!("it has the column `{name}` where the first file has `{expected}`"));
        }
        if first.pg_type != other.pg_type {
            let (this, that) = (other.pg_type.sql(), first.pg_type.sql());
            return Err(format!("its column `{name}` is {this}, and in the first file it is {that}"));
        }
    }
    Ok(())
}
