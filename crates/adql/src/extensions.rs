//! What plugins add to the language of one service instance.

use std::sync::Arc;

use catalogue::Enumeration;

/// The enumerations and functions that plugins offer, beside what the translator has itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extensions {
    /// The enumerations that `name::element` may name.
    pub enumerations: Vec<Arc<Enumeration>>,
    /// User-defined functions.
    pub functions: Vec<Arc<OfferedFunction>>,
}

/// A user-defined function that a plugin offers as an expression of PostgreSQL.
///
/// Its SQL comes from the operator's plugins, never from a user.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedFunction {
    /// The name; any case matches. Neither a reserved word nor a name of the translator's own functions.
    pub name: String,
    /// What it computes, in a sentence.
    pub description: Option<String>,
    /// The arguments in order, each a name (letters and digits) and an ADQL type such as `DOUBLE PRECISION`.
    pub arguments: Vec<(String, String)>,
    /// The ADQL type of the result.
    pub returns: String,
    /// The unit of the result (VOUnits).
    pub unit: Option<String>,
    /// The UCD of the result.
    pub ucd: Option<String>,
    /// An expression of PostgreSQL in which `$1`, `$2`, ... stand for the arguments.
    pub sql: String,
}
