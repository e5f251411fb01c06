//! What a query asks for: statement, values, limits, uploads.

use std::{error::Error, pin::Pin, time::Duration};

use bytes::Bytes;
use futures_util::Stream;

use crate::Param;

/// The usual size of a batch of rows in bytes; larger ones gave no more speed.
pub const BATCH_BYTES: usize = 256 * 1024;

/// An error of whoever gives rows; its words reach the client.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Batches of rows to be loaded: each row `[i16 columns][(i32 length, or -1 for NULL) bytes]*`, big-endian.
pub type RowSource = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// Which connections a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// For small queries and metadata.
    Short,
    /// For downloads and loads, which can never exhaust the other pool.
    Long,
}

/// A query and the limits within which it may run.
pub struct QuerySpec {
    /// One statement, with `$1`, `$2`, ... for [`Self::params`].
    pub sql: String,
    /// The values.
    pub params: Vec<Param>,
    /// The role that it runs under, in the place of [`crate::Config::query_role`].
    pub role: Option<String>,
    /// Which connections it may use.
    pub pool: Pool,
    /// How many rows are delivered at most; [`crate::End::overflow`] tells whether there was one more.
    pub row_limit: Option<u64>,
    /// How long the first row may take, from the moment the query has a connection and its uploads are loaded.
    pub first_row_timeout: Option<Duration>,
    /// How long the consumer may take for a batch, or the source of an upload to give one.
    pub stall_timeout: Option<Duration>,
    /// How long all of it may take, from the moment the query has a connection.
    pub total_timeout: Option<Duration>,
    /// The size in bytes at which a batch is handed on; a row is never cut. Batches are smaller where rows come slowly.
    pub batch_bytes: usize,
    /// The OIDs of the types that the columns must have; checked before the query runs.
    pub expected_types: Option<Vec<u32>>,
    /// Tables that exist for this query only.
    pub uploads: Vec<Upload>,
}

/// A temporary table, loaded before the query runs, in the same transaction, and gone after it.
pub struct Upload {
    /// The name, unquoted; the query finds it as `pg_temp."name"`.
    pub table: String,
    /// The columns.
    pub columns: Vec<UploadColumn>,
    /// Columns, unquoted, that each get a B-tree index.
    pub index_columns: Vec<String>,
    /// The rows.
    pub rows: RowSource,
}

/// A column of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadColumn {
    /// The name, unquoted.
    pub name: String,
    /// Its type as SQL, e.g. `double precision` or `real[]`: letters, digits, spaces and `_ ( ) [ ] ,` only.
    pub type_sql: String,
}

impl QuerySpec {
    /// A small query without parameters or limits.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            params: Vec::new(),
            role: None,
            pool: Pool::Short,
            row_limit: None,
            first_row_timeout: None,
            stall_timeout: None,
            total_timeout: None,
            batch_bytes: BATCH_BYTES,
            expected_types: None,
            uploads: Vec::new(),
        }
    }
}
