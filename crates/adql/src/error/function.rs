//! What can be wrong with a call of a user-defined function.

use thiserror::Error;

use super::ErrorKind;
use super::hint::listed;

/// A call that no overload takes.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FunctionProblem {
    /// The wrong number of arguments.
    #[error("{name} does not take {given} argument{}", if *given == 1 { "" } else { "s" })]
    Count {
        /// The function.
        name: String,
        /// How many were given.
        given: usize,
        /// The overloads, as they are declared.
        forms: Vec<String>,
    },
    /// An argument of the wrong type.
    #[error("argument {position} of {name} must be {}, not {found}", listed(expected))]
    Argument {
        /// The function.
        name: String,
        /// The argument, from 1.
        position: usize,
        /// What it may be.
        expected: Vec<String>,
        /// What it is.
        found: &'static str,
        /// The overloads with so many arguments, as they are declared.
        forms: Vec<String>,
    },
    /// An argument of the right type that cannot be what it is.
    #[error("argument {position} of {name} must be {wanted}")]
    Value {
        /// The function.
        name: String,
        /// The argument, from 1.
        position: usize,
        /// What it must be.
        wanted: String,
    },
}

impl From<FunctionProblem> for ErrorKind {
    fn from(problem: FunctionProblem) -> Self {
        Self::Function(Box::new(problem))
    }
}

impl FunctionProblem {
    /// What to write instead.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Count { forms, .. } | Self::Argument { forms, .. } => {
                Some(format!("write {}", listed(forms)))
            }
            Self::Value { .. } => None,
        }
    }
}
