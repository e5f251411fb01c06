//! Names of elements of enumerations.

use super::{Identifier, Span};

/// `enumeration::element` (extension): the index of an element, such as that of a filter in the arrays of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementName {
    /// The enumeration.
    pub enumeration: Identifier,
    /// The element.
    pub element: Identifier,
}

impl ElementName {
    /// Where the whole name stands.
    pub fn span(&self) -> Span {
        self.enumeration.span.to(self.element.span)
    }
}
