//! Calls of user-defined functions.

use crate::functions::Callee;

use super::Expr;

/// A call whose arguments have the declared types.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UserCall {
    /// The function.
    pub callee: Callee,
    /// Its arguments, as many as it declares.
    pub arguments: Vec<Expr>,
}
