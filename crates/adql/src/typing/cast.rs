//! CAST (ADQL 2.1 §4, type operations).

use crate::error::{ErrorKind, Outcome, clipped, fault};
use crate::resolved::{Expr, ExprKind};
use crate::syntax::{CastType, Span};

use super::Type;
use super::timestamp::checked_timestamp;

/// The value as another type.
///
/// Numbers become numbers and strings, strings become anything but a geometry, timestamps become timestamps and
/// strings.
pub(crate) fn cast(operand: Expr, target: CastType, span: Span) -> Outcome<Expr> {
    let (ty, length, pad) = match target {
        CastType::SmallInt => (Type::Int2, None, false),
        CastType::Integer => (Type::Int4, None, false),
        CastType::BigInt => (Type::Int8, None, false),
        CastType::Real => (Type::Float4, None, false),
        CastType::Double => (Type::Float8, None, false),
        CastType::Char(length) => (Type::Text, length, true),
        CastType::Varchar(length) => (Type::Text, length, false),
        CastType::Timestamp => (Type::Timestamp, None, false),
        CastType::Point => (Type::Point, None, false),
        CastType::Circle => (Type::Circle, None, false),
        CastType::Polygon => (Type::Polygon, None, false),
    };
    let from = operand.ty;
    let possible = match ty {
        _ if from == Type::Null => true,
        _ if ty.is_geometry() => from == ty,
        _ if from == Type::Text => true,
        Type::Text => from.is_number() || from.is_timestamp(),
        Type::Timestamp => from.is_timestamp(),
        _ => from.is_number(),
    };
    if !possible {
        return fault(ErrorKind::Cast { from: from.noun(), to: target.to_string() }, span);
    }
    if let (Type::Timestamp, ExprKind::String(text)) = (ty, &operand.kind) {
        return match checked_timestamp(text) {
            Some(checked) => Ok(Expr::new(ExprKind::Timestamp(checked), ty, span)),
            None => fault(ErrorKind::Timestamp { text: clipped(text) }, operand.span),
        };
    }
    Ok(Expr::new(ExprKind::Cast { operand: Box::new(operand), length, pad }, ty, span))
}
