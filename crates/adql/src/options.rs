//! What a caller of the translator can choose.

use std::sync::Arc;

use crate::{Extensions, Version};

/// Choices of a translation; the default is what a public service offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Refuse extensions of the standard by name, and what the version does not have; false by default.
    pub strict: bool,
    /// The version of ADQL that the query is written in; 2.1 by default.
    pub version: Version,
    /// The longest query text, in bytes; longer ones are an error. 4 MB by default.
    pub length_limit_bytes: usize,
    /// The deepest nesting of parentheses, calls and subqueries; deeper is an error. 200 by default.
    pub depth_limit: usize,
    /// The longest SQL text, in bytes; a query whose translation grows beyond it is an error. 64 MB by default.
    pub sql_limit_bytes: usize,
    /// How many rows the caller will take at most; printed as LIMIT, so that the database stops there too. To learn
    /// whether there were more, ask for one row more than is delivered. No limit by default.
    pub rows_max: Option<u64>,
    /// What plugins add to the language; nothing by default.
    pub extensions: Arc<Extensions>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            strict: false,
            version: Version::V2_1,
            length_limit_bytes: 4_000_000,
            depth_limit: 200,
            sql_limit_bytes: 64_000_000,
            rows_max: None,
            extensions: Arc::default(),
        }
    }
}
