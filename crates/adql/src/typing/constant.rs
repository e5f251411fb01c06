//! Numbers that are known when the query is translated.

use crate::resolved::{Chain, Expr, ExprKind};
use crate::syntax::{ProductOperator, SumOperator};

/// The value of an expression of literals, computed as PostgreSQL computes it; `None` if it depends on a row or is no
/// finite number.
pub(crate) fn constant(expr: &Expr) -> Option<f64> {
    match value(expr)? {
        Number::Integer(integer) => Some(integer as f64),
        Number::Double(double) => Some(double).filter(|double| double.is_finite()),
    }
}

/// Integers are kept apart: `1/3600` is 0.
#[derive(Clone, Copy)]
enum Number {
    Integer(i64),
    Double(f64),
}

impl Number {
    fn double(self) -> f64 {
        match self {
            Self::Integer(integer) => integer as f64,
            Self::Double(double) => double,
        }
    }
}

fn value(expr: &Expr) -> Option<Number> {
    match &expr.kind {
        ExprKind::Integer(integer) => Some(Number::Integer(*integer)),
        ExprKind::Double(double) => Some(Number::Double(*double)),
        ExprKind::Negate(operand) => match value(operand)? {
            Number::Integer(integer) => integer.checked_neg().map(Number::Integer),
            Number::Double(double) => Some(Number::Double(-double)),
        },
        ExprKind::Sum(chain) => chain_value(chain, |operator, left, right| match operator {
            SumOperator::Add => apply(left, right, i64::checked_add, |left, right| left + right),
            SumOperator::Subtract => apply(left, right, i64::checked_sub, |left, right| left - right),
        }),
        ExprKind::Product(chain) => chain_value(chain, |operator, left, right| match operator {
            ProductOperator::Multiply => apply(left, right, i64::checked_mul, |left, right| left * right),
            ProductOperator::Divide => apply(left, right, i64::checked_div, |left, right| left / right),
        }),
        _ => None,
    }
}

fn chain_value<Operator: Copy>(
    chain: &Chain<Operator>,
    step: impl Fn(Operator, Number, Number) -> Option<Number>,
) -> Option<Number> {
    chain
        .rest
        .iter()
        .try_fold(value(&chain.first)?, |left, (operator, right)| step(*operator, left, value(right)?))
}

fn apply(
    left: Number,
    right: Number,
    integers: fn(i64, i64) -> Option<i64>,
    doubles: fn(f64, f64) -> f64,
) -> Option<Number> {
    match (left, right) {
        (Number::Integer(left), Number::Integer(right)) => integers(left, right).map(Number::Integer),
        _ => Some(Number::Double(doubles(left.double(), right.double()))),
    }
}
