//! CASE, an extension of ADQL.

use std::fmt::{self, Display, Formatter};

use super::Expr;

/// `CASE [operand] WHEN ... THEN ... [ELSE ...] END`.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What is compared with the value of each branch; without one, each branch has a condition.
    pub operand: Option<Expr>,
    /// The conditions, or values, with their results; never empty.
    pub branches: Vec<(Expr, Expr)>,
    /// The result if no branch fits; NULL without one.
    pub otherwise: Option<Expr>,
}

impl Display for Case {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("CASE")?;
        if let Some(operand) = &self.operand {
            write!(out, " {operand}")?;
        }
        for (test, result) in &self.branches {
            write!(out, " WHEN {test} THEN {result}")?;
        }
        if let Some(otherwise) = &self.otherwise {
            write!(out, " ELSE {otherwise}")?;
        }
        out.write_str(" END")
    }
}

impl Case {
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
