//! Which values can be compared, and what literals become on the way.

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Expr, ExprKind};
use crate::syntax::Comparison;

use super::Type;
use super::timestamp::checked_timestamp;

/// Makes values comparable with each other, or says why they are not.
///
/// Strings beside timestamps become timestamps; strings, 1 and 0 beside booleans become booleans (ADQL has no boolean
/// literal).
pub(crate) fn comparable(values: &mut [Expr]) -> Outcome<()> {
    let Some(ty) = common_class(values)? else { return Ok(()) };
    for value in values {
        if ty.is_timestamp() && value.ty == Type::Text {
            *value = timestamp_literal(value, ty)?;
        } else if ty == Type::Boolean && value.ty != Type::Boolean && value.ty != Type::Null {
            *value = boolean_literal(value)?;
        }
    }
    Ok(())
}

/// The type that two values have together in COALESCE and in set operations; `None` if they have none.
pub(crate) fn unified(left: Type, right: Type) -> Option<Type> {
    match (left, right) {
        _ if left == right => Some(left),
        (Type::Null, other) | (other, Type::Null) => Some(other),
        _ if left.is_integer() && right.is_integer() => Some(left.wider_integer(right)),
        _ if left.is_number() && right.is_number() => Some(Type::Float8),
        (Type::TimestampTz, other) | (other, Type::TimestampTz) if other.is_timestamp() => {
            Some(Type::TimestampTz)
        }
        _ if left.is_timestamp() && right.is_timestamp() => Some(Type::Timestamp),
        _ => None,
    }
}

/// The condition that a comparison of a 1-or-0 function with a number means; `None` if it is no such comparison.
///
/// `Some((condition, true))` stands for the negation of the condition. Both are NULL for a NULL operand.
pub(crate) fn flag_test(operator: Comparison, left: &Expr, right: &Expr) -> Option<(Expr, bool)> {
    let (flag, number, operator) = match (&left.kind, &right.kind) {
        (ExprKind::Flag(flag), _) => (flag, right, operator),
        (_, ExprKind::Flag(flag)) => (flag, left, operator.mirrored()),
        _ => return None,
    };
    let number = match number.kind {
        ExprKind::Integer(integer) => integer as f64,
        ExprKind::Double(number) => number,
        _ => return None,
    };
    let negated = match (operator, number) {
        (Comparison::Equal, 1.0) | (Comparison::NotEqual, 0.0) => false,
        (Comparison::Equal, 0.0) | (Comparison::NotEqual, 1.0) => true,
        (Comparison::Greater, 0.0) | (Comparison::GreaterOrEqual, 1.0) => false,
        (Comparison::Less, 1.0) | (Comparison::LessOrEqual, 0.0) => true,
        _ => return None,
    };
    Some(((**flag).clone(), negated))
}

/// The type that decides how the values are compared; `None` if all are NULL.
fn common_class(values: &[Expr]) -> Outcome<Option<Type>> {
    let mut class: Option<&Expr> = None;
    for value in values {
        if !value.ty.is_ordered() {
            return fault(ErrorKind::NotComparable { found: value.ty.noun() }, value.span);
        }
        if value.ty == Type::Null {
            continue;
        }
        class = match class {
            None => Some(value),
            Some(known) => Some(stronger(known, value)?),
        };
    }
    Ok(class.map(|value| value.ty))
}

/// Which of two values decides.
fn stronger<'e>(one: &'e Expr, other: &'e Expr) -> Outcome<&'e Expr> {
    let is_literal =
        |expr: &Expr| matches!(expr.kind, ExprKind::String(_) | ExprKind::Integer(_) | ExprKind::Double(_));
    let yields_to = |weak: &Expr, strong: &Expr| match strong.ty {
        Type::Boolean => is_literal(weak),
        ty => ty.is_timestamp() && weak.ty == Type::Text && is_literal(weak),
    };
    let same_class = one.ty == other.ty
        || (one.ty.is_number() && other.ty.is_number())
        || (one.ty.is_timestamp() && other.ty.is_timestamp());
    if same_class || yields_to(other, one) {
        Ok(one)
    } else if yields_to(one, other) {
        Ok(other)
    } else {
        let (left, right) = (one.ty.noun(), other.ty.noun());
        fault(ErrorKind::Mismatch { left, right, verb: "compared" }, one.span.to(other.span))
    }
}

/// A string literal as a timestamp that compares well with values of type `ty`.
fn timestamp_literal(value: &Expr, ty: Type) -> Outcome<Expr> {
    let ExprKind::String(text) = &value.kind else { return Ok(value.clone()) };
    let Some(checked) = checked_timestamp(text) else {
        return fault(ErrorKind::Timestamp { text: clipped(text) }, value.span);
    };
    // A date column is compared with a timestamp, since the literal may have a time.
    let ty = if ty == Type::TimestampTz { ty } else { Type::Timestamp };
    Ok(Expr::new(ExprKind::Timestamp(checked), ty, value.span))
}

fn boolean_literal(value: &Expr) -> Outcome<Expr> {
    let meant = match &value.kind {
        ExprKind::Integer(1) => Some(true),
        ExprKind::Integer(0) => Some(false),
        ExprKind::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "1" => Some(true),
            "false" | "f" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    match meant {
        Some(meant) => Ok(Expr::condition(ExprKind::Boolean(meant), value.span)),
        None => fault(ErrorKind::Boolean { found: literal_text(value) }, value.span),
    }
}

fn literal_text(value: &Expr) -> String {
    match &value.kind {
        ExprKind::String(text) => format!("'{}'", clipped(text)),
        ExprKind::Integer(integer) => integer.to_string(),
        ExprKind::Double(number) => format!("{number:?}"),
        _ => value.ty.noun().to_owned(),
    }
}
