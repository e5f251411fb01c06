//! CASE.

use super::Expr;

/// A choice between values of one type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// What is compared with the value of each branch; without one, each branch has a condition.
    pub operand: Option<Expr>,
    /// The conditions, or values, with their results.
    pub branches: Vec<(Expr, Expr)>,
    /// The result if no branch fits.
    pub otherwise: Option<Expr>,
}

impl Case {
    /// The results.
    pub(crate) fn results(&self) -> impl Iterator<Item = &Expr> + Clone {
        self.branches.iter().map(|(_, result)| result).chain(&self.otherwise)
    }

    /// Calls `visit` for each part.
    pub(super) fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        self.operand.iter().for_each(&mut *visit);
        for (test, result) in &self.branches {
            visit(test);
            visit(result);
        }
        self.otherwise.iter().for_each(visit);
    }
}
