//! The writer of an answer, whatever its format.

use catalogue::ResultColumn;
use dali::Info;

use crate::csv::Csv;
use crate::separated::SeparatedWriter;
use crate::tsv::Tsv;
use crate::votable::VoTableWriter;
use crate::{Annotations, Format, FormatError, Kind, WriteError};
use crate::{arrow, fits, html, json, parquet, text};

/// What stands before the rows.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The columns, in the order of the values in a row.
    pub columns: &'a [ResultColumn],
    /// INFO elements to write after QUERY_STATUS, e.g. the query.
    pub infos: &'a [Info],
    /// The name of the table.
    pub name: Option<&'a str>,
    /// The description of the table.
    pub description: Option<&'a str>,
    /// Where the same answer is to be had in other formats, for a page.
    pub links: &'a [Link],
    /// What a VOTable says beside the table.
    pub annotations: Option<&'a Annotations>,
}

/// An address that a page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What people read, e.g. `csv`.
    pub label: String,
    /// The address, absolute or relative to that of the page.
    pub href: String,
}

impl<'a> Head<'a> {
    /// Columns and nothing else.
    pub fn new(columns: &'a [ResultColumn]) -> Self {
        Self { columns, infos: &[], name: None, description: None, links: &[], annotations: None }
    }
}

/// The true end of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The number of rows in all batches together. A writer that has counted another number ends the document as failed.
    pub rows: u64,
    /// Whether rows were cut by MAXREC or by a limit of the service.
    pub overflow: bool,
}

/// Turns batches of rows into a document, piece by piece; everything is appended to `out`.
///
/// The order of calls is `begin`, any number of `rows`, then either `fail`, or `end` and `rest` until that gives false.
pub trait Writer: Send {
    /// Writes what stands before the rows.
    fn begin(&mut self, out: &mut Vec<u8>);

    /// Writes whole rows, each `[i16 columns][i32 length, or -1 for NULL; bytes]*` in big-endian order, and returns their
    /// number. On an error the rows before the faulty one are written, and only `fail` may follow.
    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError>;

    /// Writes what stands after the last row. On an error only `fail` may follow.
    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError>;

    /// After `end`: appends the next piece of what was collected on disk, at most about 256 KiB; false when nothing is left.
    fn rest(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        let _ = out;
        Ok(false)
    }

    /// After `end`: how many bytes [`Self::rest`] has yet to give, where the format knows.
    fn rest_bytes(&self) -> Option<u64> {
        None
    }

    /// Ends a document that cannot be completed, and says so in it if the format can ([`Format::tells_failure`]).
    fn fail(&mut self, message: &str, out: &mut Vec<u8>);
}

/// What limits a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most bytes that a format may collect on disk before it sends the first.
    pub spool_bytes_max: u64,
}

impl Default for Options {
    /// 16 GiB.
    fn default() -> Self {
        Self { spool_bytes_max: 16 << 30 }
    }
}

/// Makes the writer of a format, and checks that it can write every column.
pub fn writer(format: &Format, head: &Head<'_>, options: &Options) -> Result<Box<dyn Writer>, FormatError> {
    if head.columns.is_empty() {
        return Err(FormatError::NoColumns);
    }
    Ok(match format.kind() {
        Kind::VoTable(serialization) => {
            Box::new(VoTableWriter::new(head, serialization, format.votable_version())?)
        }
        Kind::Csv { header } => Box::new(SeparatedWriter::<Csv>::new(head, header)?),
        Kind::Tsv => Box::new(SeparatedWriter::<Tsv>::new(head, true)?),
        Kind::Json => json::writer(head)?,
        Kind::Html => html::writer(head)?,
        Kind::Text => text::writer(head)?,
        Kind::Fits => fits::writer(head, options)?,
        Kind::Parquet => parquet::writer(head)?,
        Kind::Arrow => arrow::writer(head)?,
    })
}
