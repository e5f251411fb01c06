//! Types of sums, products and signs.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Chain, Expr, ExprKind};
use crate::syntax::{ProductOperator, Span, SumOperator};

use super::Type;

/// The sum of numbers.
pub(crate) fn sum(chain: Chain<SumOperator>, span: Span) -> Outcome<Expr> {
    let ty = chain_type(&chain, SumOperator::sign)?;
    Ok(Expr::new(ExprKind::Sum(Box::new(chain)), ty, span))
}

/// The product of numbers.
pub(crate) fn product(chain: Chain<ProductOperator>, span: Span) -> Outcome<Expr> {
    let ty = chain_type(&chain, ProductOperator::sign)?;
    Ok(Expr::new(ExprKind::Product(Box::new(chain)), ty, span))
}

/// A number with a minus sign; the sign of a literal becomes part of it.
pub(crate) fn negated(operand: Expr, span: Span) -> Outcome<Expr> {
    let ty = operand_type(&operand, "-")?;
    let kind = match operand.kind {
        // No literal is the smallest integer, whose negative is none.
        ExprKind::Integer(integer) if integer != i64::MIN => ExprKind::Integer(-integer),
        ExprKind::Double(number) => ExprKind::Double(-number),
        _ => ExprKind::Negate(Box::new(operand)),
    };
    Ok(Expr::new(kind, ty, span))
}

/// Integers stay integers, everything else is computed in double precision (ADQL leaves it to the service).
fn chain_type<Operator: Copy>(chain: &Chain<Operator>, sign: fn(Operator) -> &'static str) -> Outcome<Type> {
    let first_sign = chain.rest.first().map_or("+", |(operator, _)| sign(*operator));
    let mut ty = operand_type(&chain.first, first_sign)?;
    for (operator, operand) in &chain.rest {
        let next = operand_type(operand, sign(*operator))?;
        ty = match ty.is_integer() && next.is_integer() {
            true => ty.wider_integer(next),
            false => Type::Float8,
        };
    }
    Ok(ty)
}

fn operand_type(operand: &Expr, what: &'static str) -> Outcome<Type> {
    match operand.ty {
        Type::Null => Ok(Type::Float8),
        ty if ty.is_number() => Ok(ty),
        ty => fault(ErrorKind::Operand { what, expected: "numbers", found: ty.noun() }, operand.span),
    }
}
