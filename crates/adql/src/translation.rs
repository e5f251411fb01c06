//! What a translation gives.

use catalogue::ResultColumn;

use crate::error::place;
use crate::param::{Param, UploadRanges};
use crate::syntax::Span;

/// A query as PostgreSQL, with what the caller must know to run it and to describe its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// One SELECT statement without a final semicolon.
    pub sql: String,
    /// The values of `$1`, `$2`, ... in it. A statement that has some is made to be prepared once and run with a generic
    /// plan: its text is the same for all values.
    pub params: Vec<Param>,
    /// The columns of the answer; the statement casts each to exactly its `pg_type`.
    pub columns: Vec<ResultColumn>,
    /// The ranges that uploads must bring along; at most one of each upload.
    pub upload_ranges: Vec<UploadRanges>,
    /// The identifiers of the collections that it reads, in order of first use, without TAP_SCHEMA and uploads.
    pub collections: Vec<String>,
    /// The largest number of rows that the query itself allows (`TOP`).
    pub row_bound: Option<u64>,
    /// Whether a HEALPix index narrows the search.
    pub sky_indexed: bool,
    /// Whether it reads a table of which the caller may see only some rows, so that the plans and the estimates of the
    /// database, which knows them all, are not for him.
    pub filtered: bool,
    /// What is allowed but probably not meant.
    pub warnings: Vec<Warning>,
}

/// Something in a query that is allowed but probably not meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What it is.
    pub kind: WarningKind,
    /// The bytes of the query text.
    pub span: Span,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// The kinds of warnings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningKind {
    /// A division of integer literals that loses a remainder.
    IntegerDivision,
    /// A large table of which all rows are read.
    WholeTable {
        /// The table, without its schema.
        table: String,
        /// How many rows it has.
        rows: u64,
    },
    /// All rows of a large table are put in order, to send some.
    WholeSort {
        /// The table, without its schema.
        table: String,
        /// How many rows it has.
        rows: u64,
    },
}

impl Warning {
    /// A warning whose line is not known yet.
    pub(crate) fn new(kind: WarningKind, span: Span) -> Self {
        Self { kind, span, line: 1, column: 1 }
    }

    /// Finds the line in the query text.
    pub(crate) fn locate(&mut self, text: &str) {
        (self.line, self.column) = place(text, self.span.start as usize);
    }

    /// What may be wrong and what to write instead, as a fragment of a sentence without the place.
    pub fn message(&self) -> String {
        match &self.kind {
            WarningKind::IntegerDivision => {
                "a division of integers drops the fraction; write a point to keep it: 1./3600".to_owned()
            }
            WarningKind::WholeTable { table, rows } => format!(
                "all {rows} rows of {table} are read; a condition on an indexed column or on the position is faster"
            ),
            WarningKind::WholeSort { table, rows } => format!(
                "all {rows} rows of {table} are read and sorted, since no index has this order; sort by an indexed \
                 column, or add a condition on one or on the position"
            ),
        }
    }

    /// The message with its place, for people.
    pub fn placed(&self) -> String {
        format!("line {}, column {}: {}", self.line, self.column, self.message())
    }

    /// Whether it only guesses what the plan of the database knows.
    pub fn is_of_cost(&self) -> bool {
        !matches!(self.kind, WarningKind::IntegerDivision)
    }
}
