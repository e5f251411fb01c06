//! Conditions.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Expr, ExprKind, Within};
use crate::syntax::{self, Comparison, Span};
use crate::typing::{Type, comparable, flag_test};

use super::Resolver;

impl Resolver<'_> {
    /// A condition.
    pub(super) fn condition(&mut self, expr: &syntax::Expr) -> Outcome<Expr> {
        let kind = match &expr.kind {
            syntax::ExprKind::And(parts) => ExprKind::And(self.conditions(parts)?),
            syntax::ExprKind::Or(parts) => ExprKind::Or(self.conditions(parts)?),
            syntax::ExprKind::Not(operand) => {
                let operand = self.condition(operand)?;
                return Ok(negated_if(true, Expr { span: expr.span, ..operand }));
            }
            syntax::ExprKind::Compare { operator, operands } => {
                return self.comparison(*operator, operands, expr.span);
            }
            syntax::ExprKind::Between { operands, negated } => {
                let [value, low, high] = &**operands;
                let mut operands = [self.value(value)?, self.value(low)?, self.value(high)?];
                comparable(&mut operands)?;
                ExprKind::Between { operands: Box::new(operands), negated: *negated }
            }
            syntax::ExprKind::InList { operand, list, negated } => self.in_list(operand, list, *negated)?,
            syntax::ExprKind::InQuery { operand, query, negated } => {
                self.in_query(operand, query, *negated)?
            }
            syntax::ExprKind::Like { operands, negated, any_case } => {
                let operands = [self.text(&operands[0])?, self.text(&operands[1])?];
                ExprKind::Like { operands: Box::new(operands), negated: *negated, any_case: *any_case }
            }
            syntax::ExprKind::IsNull { operand, negated } => {
                ExprKind::IsNull { operand: Box::new(self.value(operand)?), negated: *negated }
            }
            syntax::ExprKind::Exists(query) => ExprKind::Exists(Box::new(self.query(query)?)),
            _ => return self.boolean(expr),
        };
        Ok(Expr::condition(kind, expr.span))
    }

    /// A boolean value as a condition (extension).
    fn boolean(&mut self, expr: &syntax::Expr) -> Outcome<Expr> {
        let value = self.value(expr)?;
        match value.ty {
            Type::Boolean => Ok(value),
            _ => fault(ErrorKind::NotCondition { flag: None }, expr.span),
        }
    }

    fn conditions(&mut self, parts: &[syntax::Expr]) -> Outcome<Vec<Expr>> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn comparison(
        &mut self,
        operator: Comparison,
        operands: &[syntax::Expr; 2],
        span: Span,
    ) -> Outcome<Expr> {
        let mut operands = [self.value(&operands[0])?, self.value(&operands[1])?];
        if let Some((condition, negated)) = flag_test(operator, &operands[0], &operands[1]) {
            return Ok(negated_if(negated, Expr { span, ..condition }));
        }
        if let Some(condition) = separation_test(operator, &operands, span) {
            return Ok(condition);
        }
        comparable(&mut operands)?;
        Ok(Expr::condition(ExprKind::Compare { operator, operands: Box::new(operands) }, span))
    }

    fn in_list(&mut self, operand: &syntax::Expr, list: &[syntax::Expr], negated: bool) -> Outcome<ExprKind> {
        let mut values = Vec::with_capacity(list.len() + 1);
        values.push(self.value(operand)?);
        for value in list {
            values.push(self.value(value)?);
        }
        comparable(&mut values)?;
        let list = values.split_off(1);
        let operand = values.swap_remove(0);
        Ok(ExprKind::InList { operand: Box::new(operand), list, negated })
    }

    fn in_query(
        &mut self,
        operand: &syntax::Expr,
        query: &syntax::Query,
        negated: bool,
    ) -> Outcome<ExprKind> {
        let operand = self.value(operand)?;
        let span = query.span;
        let query = self.query(query)?;
        let [output] = query.outputs() else {
            return fault(ErrorKind::SubqueryColumns { count: query.outputs().len() }, span);
        };
        let probe = Expr { ty: query.output_type(0), span, ..output.value.clone() };
        comparable(&mut [operand.clone(), probe])?;
        Ok(ExprKind::InQuery { operand: Box::new(operand), query: Box::new(query), negated })
    }

    /// An operand of LIKE.
    fn text(&mut self, expr: &syntax::Expr) -> Outcome<Expr> {
        let value = self.value(expr)?;
        match value.ty {
            Type::Text | Type::Null => Ok(value),
            ty => {
                let kind = ErrorKind::Operand { what: "LIKE", expected: "strings", found: ty.noun() };
                fault(kind, value.span)
            }
        }
    }
}

/// `DISTANCE(a, b) < r` in all its spellings: the preferred form of a cone (ADQL 2.1 §4.2).
fn separation_test(operator: Comparison, operands: &[Expr; 2], span: Span) -> Option<Expr> {
    let (points, radius, operator) = match operands {
        [Expr { kind: ExprKind::Distance(points), .. }, radius] => (points, radius, operator),
        [radius, Expr { kind: ExprKind::Distance(points), .. }] => (points, radius, operator.mirrored()),
        _ => return None,
    };
    if !radius.ty.is_number() {
        return None;
    }
    let (closed, negated) = match operator {
        Comparison::Less => (false, false),
        Comparison::LessOrEqual => (true, false),
        Comparison::Greater => (true, true),
        Comparison::GreaterOrEqual => (false, true),
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    let within = Within { points: (**points).clone(), radius: radius.clone(), closed, cells: None };
    Some(negated_if(negated, Expr::condition(ExprKind::Within(Box::new(within)), span)))
}

/// The condition or its negation; two negations cancel out, for NULL too.
fn negated_if(negated: bool, condition: Expr) -> Expr {
    let span = condition.span;
    match condition.kind {
        _ if !negated => condition,
        ExprKind::Not(inner) => Expr { span, ..*inner },
        _ => Expr::condition(ExprKind::Not(Box::new(condition)), span),
    }
}
