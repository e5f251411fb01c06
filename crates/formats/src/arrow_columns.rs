//! Rows in PostgreSQL's binary form to the columns of Arrow, for Parquet and for Arrow's own stream.

mod cell;
mod list;
mod schema;
mod text;
mod values;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, SchemaRef};

use crate::batch::Batch;
use crate::column::Column;
use crate::error::RowFault;
use crate::writer::Head;
use crate::{Fault, FormatError, RowError, WriteError};

pub(crate) use schema::{CONTENT_KEY, VERSION, VERSION_KEY};

/// The bytes of values of fixed length that are collected at most before [`Collector::take`] must be called.
const FIXED_BYTES_MAX: usize = 1 << 20;
/// The rows that are collected at most.
const ROWS_MAX: usize = 8192;

/// Collects rows, column by column.
pub(crate) struct Collector {
    schema: SchemaRef,
    names: Vec<String>,
    builders: Vec<Box<dyn Builder>>,
    /// Rows of all batches so far.
    count: u64,
    /// Rows that are collected and not yet taken.
    pending: usize,
    pending_max: usize,
}

/// Collects the values of one column.
trait Builder: Send {
    /// Appends a value. On an error a part of it may remain, until `finish` cuts it off.
    fn push(&mut self, value: Option<&[u8]>) -> Result<(), Fault>;

    /// The first `rows` values as an array. Begins anew.
    fn finish(&mut self, rows: usize) -> Result<ArrayRef, ArrowError>;

    /// The bytes of a null.
    fn null_bytes(&self) -> usize;
}

impl Collector {
    /// Checks the columns.
    pub fn new(head: &Head<'_>, columns: &[Column]) -> Self {
        let parts = head.columns.iter().zip(columns).map(|(result, column)| {
            let builder = cell::builder(&column.content);
            (schema::field(&result.field, column), builder)
        });
        let (fields, builders): (Vec<_>, Vec<_>) = parts.unzip();
        let row_bytes: usize = builders.iter().map(|builder| builder.null_bytes()).sum();
        Self {
            schema: schema::schema(fields),
            names: columns.iter().map(|column| column.name.clone()).collect(),
            builders,
            count: 0,
            pending: 0,
            pending_max: (FIXED_BYTES_MAX / row_bytes.max(1)).clamp(1, ROWS_MAX),
        }
    }

    /// Names, types and the metadata of each column.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The number of rows so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The rows that wait to be taken.
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Whether no more rows may be collected before they are taken.
    pub fn is_full(&self) -> bool {
        self.pending >= self.pending_max
    }

    /// Collects rows until the batch is empty or the collector is full. A row that fails is not counted.
    pub fn fill(&mut self, batch: &mut Batch<'_>) -> Result<(), RowError> {
        while !batch.is_empty() && !self.is_full() {
            if let Err(fault) = push_row(&mut self.builders, batch) {
                return Err(self.error(fault));
            }
            self.count += 1;
            self.pending += 1;
        }
        Ok(())
    }

    /// The rows that are collected. Begins anew.
    pub fn take(&mut self) -> Result<RecordBatch, WriteError> {
        let rows = std::mem::take(&mut self.pending);
        let arrays = self.builders.iter_mut().map(|builder| builder.finish(rows));
        let arrays = arrays.collect::<Result<Vec<_>, _>>().map_err(library)?;
        RecordBatch::try_new(self.schema.clone(), arrays).map_err(library)
    }

    #[cold]
    fn error(&self, RowFault { column, fault }: RowFault) -> RowError {
        let column = column.and_then(|index| self.names.get(index)).cloned();
        RowError { row: self.count + 1, column, fault }
    }
}

/// The columns of an answer as Arrow writes them.
pub(crate) fn columns(head: &Head<'_>) -> Result<Vec<Column>, FormatError> {
    head.columns.iter().map(|column| Column::new(column, None)).collect()
}

/// An error of a library, which only the log gets in full.
pub(crate) fn library(error: impl std::fmt::Display) -> WriteError {
    WriteError::Library(error.to_string())
}

#[inline]
fn push_row(builders: &mut [Box<dyn Builder>], batch: &mut Batch<'_>) -> Result<(), RowFault> {
    batch.open_row(builders.len())?;
    for (index, builder) in builders.iter_mut().enumerate() {
        let value = batch.value()?;
        builder.push(value).map_err(|fault| fault.in_column(index))?;
    }
    Ok(())
}
