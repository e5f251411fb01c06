//! An error with its place in the query.

mod enumeration;
mod fault;
mod function;
mod hint;
mod kind;
mod render;
mod repair;
mod unit;

use std::fmt;

pub use enumeration::EnumerationError;
pub(crate) use fault::{Fault, Outcome, fault};
pub use function::FunctionProblem;
pub use kind::ErrorKind;
pub(crate) use render::{clipped, place};
pub use repair::Edit;
pub use unit::UnitProblem;

use crate::options::Options;
use crate::syntax::Span;
use repair::Repaired;

/// A longer query is not repeated in an error.
const SHOWN_BYTES: usize = 2000;

/// What is wrong with a query, where, and what to write instead. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq)]
pub struct AdqlError(Box<Located>);

#[derive(Clone, Debug, PartialEq)]
struct Located {
    kind: ErrorKind,
    span: Span,
    line: u32,
    column: u32,
    repaired: Option<Repaired>,
}

impl AdqlError {
    /// An error at a place of `text`.
    pub(crate) fn new(kind: ErrorKind, span: Span, text: &str) -> Self {
        let (line, column) = place(text, span.start as usize);
        Self(Box::new(Located { kind, span, line, column, repaired: None }))
    }

    /// An error at a place of `text`, with the text put right if that is possible.
    pub(crate) fn repairable(fault: Fault, text: &str, options: &Options) -> Self {
        let mut error = Self::new(fault.kind, fault.span, text);
        error.0.repaired = repair::repaired(&error.0.kind, fault.span, text, options);
        error
    }

    /// The whole query with this mistake put right, where it is plain what was meant. It can be parsed.
    pub fn repaired(&self) -> Option<&str> {
        self.0.repaired.as_ref().map(|repaired| repaired.text.as_str())
    }

    /// What to write in place of which part of the query, the likeliest first; each by itself puts this mistake right.
    pub fn repairs(&self) -> &[Edit] {
        self.0.repaired.as_ref().map_or(&[], |repaired| &repaired.ways)
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The bytes of the query text that it is about.
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// The line of the place, from 1.
    pub fn line(&self) -> u32 {
        self.0.line
    }

    /// The column of the place in characters, from 1.
    pub fn column(&self) -> u32 {
        self.0.column
    }

    /// What is wrong, as a fragment of a sentence without the place.
    pub fn message(&self) -> String {
        self.0.kind.to_string()
    }

    /// What to write instead.
    pub fn hint(&self) -> Option<String> {
        self.0.kind.hint()
    }

    /// The whole error over several lines, with the line of `text`, the query that it came from, carets, and
    /// the repaired query.
    pub fn render(&self, text: &str) -> String {
        let Located { span, line, column, .. } = &*self.0;
        let mut rendered = format!("error: {}\n --> line {line}, column {column}\n", self.message());
        rendered.push_str(&render::excerpt(text, *span, *line));
        if let Some(hint) = self.hint() {
            rendered.push_str("\n\nhint: ");
            rendered.push_str(&hint);
        }
        if let Some(repaired) = self.repaired().filter(|repaired| repaired.len() <= SHOWN_BYTES) {
            rendered.push_str("\n\ntry: ");
            rendered.push_str(repaired);
        }
        rendered
    }
}

impl fmt::Display for AdqlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line(), self.column(), self.message())?;
        match self.hint() {
            Some(hint) => write!(out, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for AdqlError {}
