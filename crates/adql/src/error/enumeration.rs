//! What can be wrong with the name of an element of an enumeration.

use thiserror::Error;

use super::ErrorKind;
use super::hint::{known_names, listed};

/// A name of an element that means nothing, or nothing for this array. All names are as they must be written.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum EnumerationError {
    /// An enumeration that nobody offers.
    #[error("unknown enumeration `{name}`")]
    Unknown {
        /// The name as written.
        name: String,
        /// The nearest names, or else all.
        known: Vec<String>,
        /// Whether `known` holds near names only.
        near: bool,
    },
    /// An element that the enumeration lacks.
    #[error("enumeration `{enumeration}` has no element `{name}`")]
    UnknownElement {
        /// The enumeration.
        enumeration: String,
        /// The name as written.
        name: String,
        /// The nearest elements.
        near: Vec<String>,
        /// All elements.
        known: Vec<String>,
        /// The other enumerations that have such an element.
        elsewhere: Vec<String>,
    },
    /// An enumeration that does not number the elements of this column.
    #[error("the elements of `{column}` are those of enumeration `{declared}`, not of `{given}`")]
    Foreign {
        /// The column.
        column: String,
        /// The enumeration as written.
        given: String,
        /// The enumeration of the column.
        declared: String,
        /// All elements of the column's enumeration, with its name; empty if nobody offers it.
        known: Vec<String>,
    },
    /// An element beyond the declared size of the array.
    #[error("`{name}` is element {index}, but the elements of the array are numbered 1 to {length}")]
    Outside {
        /// The element as written.
        name: String,
        /// Its index.
        index: u32,
        /// The declared length.
        length: u32,
    },
}

impl From<EnumerationError> for ErrorKind {
    fn from(error: EnumerationError) -> Self {
        Self::Enumeration(Box::new(error))
    }
}

impl EnumerationError {
    /// What to write instead.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { known, .. } if known.is_empty() => Some(
                "this service has no enumerations; an element is written by its number: mag[1], \
                 a conversion as CAST(x AS type)"
                    .to_owned(),
            ),
            Self::Unknown { known, near: true, .. } => known_names("known enumerations", known, true),
            Self::Unknown { known, .. } => Some(format!(
                "known enumerations: {}; a conversion is written CAST(x AS type)",
                known.join(", ")
            )),
            Self::UnknownElement { enumeration, name, near, known, elsewhere } => {
                let all = format!("the elements of {enumeration} are {}", known.join(", "));
                let proposal = match (elsewhere.as_slice(), near.as_slice()) {
                    ([], []) => return Some(all),
                    ([], near) => format!("did you mean {}?", listed(near)),
                    (elsewhere, _) => format!("`{name}` is an element of {}", elsewhere.join(", ")),
                };
                Some(format!("{proposal}; {all}"))
            }
            Self::Foreign { known, .. } if known.is_empty() => {
                Some("which this service does not offer; write the number of the element".to_owned())
            }
            Self::Foreign { known, .. } => Some(format!("write one of {}", known.join(", "))),
            Self::Outside { .. } => None,
        }
    }
}
