//! What a client can do wrong at a job resource, with the status and the words of the answer.

use thiserror::Error as ThisError;

/// A request that names no resource, or asks of it what it does not do.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum UwsError {
    /// A value that does not parse, or a parameter that is missing.
    #[error(transparent)]
    Parameter(#[from] dali::Error),
    /// Something at a job where it has no meaning.
    #[error("{0}")]
    Misplaced(&'static str),
    /// The job has no such child.
    #[error(
        "a job has no `{child}`; it has phase, executionduration, destruction, quote, error, parameters, results and owner"
    )]
    NoSuchChild {
        /// What the path says, shortened for display.
        child: String,
    },
    /// The resource is there, but not for this method.
    #[error("{method} is not possible here; use {}", .allowed.join(", "))]
    Method {
        /// The method of the request.
        method: String,
        /// The methods that it has.
        allowed: &'static [&'static str],
    },
}

impl UwsError {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Parameter(error) => error.status(),
            Self::Misplaced(_) => 400,
            Self::NoSuchChild { .. } => 404,
            Self::Method { .. } => 405,
        }
    }

    /// The methods for the `Allow` header of a 405.
    pub fn allowed(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Method { allowed, .. } => Some(allowed),
            _ => None,
        }
    }
}
