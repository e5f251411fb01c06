//! An error on its way out of a pass, before it knows its line.

use super::ErrorKind;
use crate::syntax::Span;

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where.
    pub span: Span,
}

/// The result of a step of a pass.
pub(crate) type Outcome<T> = Result<T, Box<Fault>>;

/// The outcome of a step that found something wrong.
pub(crate) fn fault<T>(kind: ErrorKind, span: Span) -> Outcome<T> {
    Err(Box::new(Fault { kind, span }))
}
