//! What plugins add to the language of one service instance.

use std::sync::Arc;

use catalogue::Enumeration;

use crate::OfferedFunction;

/// The enumerations and functions that plugins offer, beside what the translator has itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extensions {
    /// The enumerations that `name::element` may name.
    pub enumerations: Vec<Arc<Enumeration>>,
    /// Enumerations of columns that the caller does not have: row filters may name them, and nobody else.
    pub hidden_enumerations: Vec<Arc<Enumeration>>,
    /// User-defined functions.
    pub functions: Vec<Arc<OfferedFunction>>,
}
