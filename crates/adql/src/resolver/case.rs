//! CASE.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Case, Expr, ExprKind};
use crate::syntax::{self, Span};
use crate::typing::{Type, comparable, unified};

use super::Resolver;

impl Resolver<'_> {
    /// CASE: its tests go together, and its results have one type.
    pub(super) fn case(&mut self, case: &syntax::Case, span: Span) -> Outcome<Expr> {
        let (operand, tests) = self.tests(case)?;
        let written = case.branches.iter().map(|(_, result)| result).chain(&case.otherwise);
        let mut results: Vec<Expr> = written.map(|result| self.value(result)).collect::<Outcome<_>>()?;
        let ty = one_type(&mut results, "results of one CASE")?;
        let otherwise = case.otherwise.as_ref().and_then(|_| results.pop());
        let branches = tests.into_iter().zip(results).collect();
        let kind = ExprKind::Case(Box::new(Case { operand, branches, otherwise }));
        Ok(Expr::new(kind, ty, span))
    }

    /// The operand and what it is compared with, or the conditions.
    fn tests(&mut self, case: &syntax::Case) -> Outcome<(Option<Expr>, Vec<Expr>)> {
        let tests = case.branches.iter().map(|(test, _)| test);
        let Some(operand) = &case.operand else {
            return Ok((None, tests.map(|test| self.condition(test)).collect::<Outcome<_>>()?));
        };
        let mut values = vec![self.value(operand)?];
        for test in tests {
            values.push(self.value(test)?);
        }
        comparable(&mut values)?;
        let tests = values.split_off(1);
        Ok((values.pop(), tests))
    }
}

/// The type that values have together; strings beside timestamps become timestamps, numbers get the widest type.
pub(super) fn one_type(values: &mut [Expr], verb: &'static str) -> Outcome<Type> {
    if values.iter().any(|value| value.ty.is_timestamp() || value.ty == Type::Boolean) {
        comparable(values)?;
    }
    let mut ty = Type::Null;
    for value in values.iter() {
        let (left, right) = (ty.noun(), value.ty.noun());
        ty = match unified(ty, value.ty) {
            Some(ty) => ty,
            None => return fault(ErrorKind::Mismatch { left, right, verb }, value.span),
        };
    }
    Ok(if ty == Type::Null { Type::Text } else { ty })
}
