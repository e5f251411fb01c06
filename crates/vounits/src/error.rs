//! What can be wrong with the text of a unit.

use thiserror::Error;

/// What is wrong with the text of a unit, and where; characters are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnitError {
    /// `unknown` or `UNKNOWN`: there is a unit, but nobody knows which (VOUnits 1.1 §2.2).
    #[error("the unit is declared to be unknown")]
    DeclaredUnknown,
    /// Something else stands where the grammar wants one thing.
    #[error("expected {expected} at character {place}, found {found}")]
    Expected {
        /// What the grammar wants.
        expected: &'static str,
        /// Where.
        place: usize,
        /// What stands there.
        found: String,
    },
    /// `a/b.c`, which some read as `(a/b).c` and others as `a/(b.c)`.
    #[error("the product after `/` at character {place} is ambiguous; put the divisor into parentheses")]
    Ambiguous {
        /// Where.
        place: usize,
    },
    /// A power or a scale factor beyond what we compute with.
    #[error("the number at character {place} is out of range")]
    Range {
        /// Where.
        place: usize,
    },
    /// Parentheses in parentheses in ...
    #[error("the unit is nested more than {limit} levels deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More text than a unit needs.
    #[error("the unit is longer than {limit} characters")]
    TooLong {
        /// The limit.
        limit: usize,
    },
}
