//! CASE.

use crate::resolved::{Case, Expr};
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// CASE, in parentheses; its results have exactly the type `ty`.
    pub(super) fn case(&mut self, case: &Case, ty: Type) {
        self.push("(CASE");
        if let Some(operand) = &case.operand {
            self.push(" ");
            self.value(operand);
        }
        for (test, result) in &case.branches {
            if self.full {
                return;
            }
            self.push(" WHEN ");
            self.value(test);
            self.push(" THEN ");
            self.unified(result, ty);
        }
        if let Some(otherwise) = &case.otherwise {
            self.push(" ELSE ");
            self.unified(otherwise, ty);
        }
        self.push(" END)");
    }

    /// A value that has the type `ty` together with others.
    pub(super) fn unified(&mut self, value: &Expr, ty: Type) {
        match value.ty == ty {
            true => self.value(value),
            false => self.exactly(value, ty.pg()),
        }
    }
}
