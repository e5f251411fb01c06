//! Uploaded tables to rows in PostgreSQL's binary form: VOTable, CSV, TSV, ECSV, FITS, Parquet.
//!
//! [`open`] looks at the first bytes (the media type and the name only decide what these leave open), reads the columns,
//! and gives the rows batch by batch. Nothing is held but the batch; a source may be read twice, so it can seek. All
//! limits hold while reading: a document is refused at the byte, row or column that is one too many.

mod csv;
mod ecsv;
mod error;
mod fits;
mod hint;
mod kind;
mod limits;
mod names;
mod parquet;
mod row;
mod source;
mod timestamp;
mod votable;

use std::io::{Read, Seek};

use catalogue::Column;

pub use error::ReadError;
pub use hint::{Given, GivenType, Hint};
pub use kind::Kind;
pub use limits::Limits;
use source::Opened;

/// Bytes of a table, wherever they lie.
pub trait Source: Read + Seek + Send {}

impl<S: Read + Seek + Send> Source for S {}

/// A table whose columns have been read, and whose rows come.
pub struct TableReader {
    /// The columns, in the order of the values in a row; `pg_name` is of no importance.
    pub columns: Vec<Column>,
    /// The description of the table, where it has one.
    pub description: Option<String>,
    rows: Box<dyn Rows>,
}

/// The rows of a table of one format.
pub(crate) trait Rows: Send {
    /// Appends whole rows, each `[i16 columns][i32 length, or -1 for NULL; bytes]*` in big-endian order, until `out` has
    /// about 256 KiB, and returns their number; 0 is the end.
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError>;

    /// The number of all rows, where it is known before they are read.
    fn total(&self) -> Option<u64> {
        None
    }

    /// Whether the last error was of one row only, behind which the next call goes on.
    fn goes_on(&self) -> bool {
        false
    }
}

impl TableReader {
    /// Appends the next rows, about 256 KiB of them in PostgreSQL's binary form, and returns their number; 0 is the end.
    pub fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        self.rows.batch(out)
    }

    /// The number of all rows, where it is known before they are read.
    pub fn rows_total(&self) -> Option<u64> {
        self.rows.total()
    }

    /// Whether the last error was of one row only, behind which the next call of [`TableReader::batch`] goes on. The rows
    /// before it were given by earlier calls; what the failed call has appended is to be dropped.
    pub fn goes_on(&self) -> bool {
        self.rows.goes_on()
    }
}

/// Reads the columns of a table, which may be compressed with gzip.
pub fn open(source: Box<dyn Source>, hint: &Hint<'_>, limits: &Limits) -> Result<TableReader, ReadError> {
    let opened = Opened::new(source, kind::HEAD_BYTES, limits)?;
    let kind = Kind::of_head(opened.head(), hint)?;
    if let (Some(given), false) = (hint.types.first(), matches!(kind, Kind::Csv { .. })) {
        let what =
            format!("it says its types itself; only CSV and TSV take one as for column `{}`", given.column);
        return Err(ReadError::Malformed { place: "the table".into(), what });
    }
    match kind {
        Kind::VoTable => votable::open(opened.stream(), limits),
        Kind::Csv { separator } => csv::open(opened.seekable()?, separator, hint.types, limits),
        Kind::Ecsv => ecsv::open(opened.seekable()?, limits),
        Kind::Fits => fits::open(opened.seekable()?, limits),
        Kind::Parquet => parquet::open(opened.seekable()?, limits),
    }
}
