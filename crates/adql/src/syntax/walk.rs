//! Visits of the parts of an expression.

use super::{Chain, Expr, ExprKind};

impl Expr {
    /// Calls `visit` for each value and condition of which this one directly consists. Subqueries are not entered.
    pub fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Null
            | ExprKind::Integer(_)
            | ExprKind::Double(_)
            | ExprKind::String(_)
            | ExprKind::Boolean(_)
            | ExprKind::Column(_)
            | ExprKind::EnumerationElement(_)
            | ExprKind::Aggregate { argument: None, .. }
            | ExprKind::Exists(_) => {}
            ExprKind::Element { array, indexes } => {
                visit(array);
                indexes.iter().for_each(visit);
            }
            ExprKind::Case(case) => case.for_each_part(visit),
            ExprKind::Window(window) => window.for_each_part(visit),
            ExprKind::Sum(chain) => chain.for_each_part(visit),
            ExprKind::Product(chain) => chain.for_each_part(visit),
            ExprKind::Sign { operand: part, .. }
            | ExprKind::Not(part)
            | ExprKind::Cast { operand: part, .. }
            | ExprKind::Aggregate { argument: Some(part), .. }
            | ExprKind::IsNull { operand: part, .. }
            | ExprKind::InQuery { operand: part, .. } => visit(part),
            ExprKind::Concat(parts)
            | ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Call { arguments: parts, .. }
            | ExprKind::ArrayCall { arguments: parts, .. }
            | ExprKind::UserFunction { arguments: parts, .. } => parts.iter().for_each(visit),
            ExprKind::Compare { operands, .. } | ExprKind::Like { operands, .. } => {
                operands.iter().for_each(visit);
            }
            ExprKind::Between { operands, .. } => operands.iter().for_each(visit),
            ExprKind::InList { operand, list, .. } => {
                visit(operand);
                list.iter().for_each(visit);
            }
        }
    }
}

impl<Operator> Chain<Operator> {
    fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        visit(&self.first);
        self.rest.iter().for_each(|(_, operand)| visit(operand));
    }
}
