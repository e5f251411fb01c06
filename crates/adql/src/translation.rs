//! What a translation gives.

use catalogue::ResultColumn;

use crate::error::place;
use crate::syntax::Span;

/// A query as PostgreSQL, with what the caller must know to run it and to describe its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// One SELECT statement without parameters and without a final semicolon.
    pub sql: String,
    /// The columns of the answer; the statement casts each to exactly its `pg_type`.
    pub columns: Vec<ResultColumn>,
    /// The identifiers of the collections that it reads, in order of first use, without TAP_SCHEMA.
    pub collections: Vec<String>,
    /// The largest number of rows that the query itself allows (`TOP`).
    pub row_bound: Option<u64>,
    /// Whether a HEALPix index narrows the search.
    pub sky_indexed: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningKind {
    /// A division of integer literals that loses a remainder.
    IntegerDivision,
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
    pub fn message(&self) -> &'static str {
        match self.kind {
            WarningKind::IntegerDivision => {
                "a division of integers drops the fraction; write a point to keep it: 1./3600"
            }
        }
    }
}
