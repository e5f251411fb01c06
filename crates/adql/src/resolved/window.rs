//! Window functions.

use crate::syntax::{Frame, WindowFunction};

use super::Expr;

/// A function of rows that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window {
    /// The function.
    pub function: WindowFunction,
    /// Its arguments; none for `COUNT(*)`.
    pub arguments: Vec<Expr>,
    /// Rows with equal values belong together.
    pub partition_by: Vec<Expr>,
    /// The order of the rows that belong together, and whether each key sorts downwards.
    pub order_by: Vec<(Expr, bool)>,
    /// Which of them the function sees.
    pub frame: Option<Frame>,
}

impl Window {
    /// Calls `visit` for each part.
    pub(super) fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        let keys = self.order_by.iter().map(|(key, _)| key);
        self.arguments.iter().chain(&self.partition_by).chain(keys).for_each(visit);
    }
}
