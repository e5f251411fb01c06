//! The types that a user-defined function declares.

use std::fmt;

use catalogue::PgBase;

use crate::resolved::{Expr, ExprKind};
use crate::syntax::Span;
use crate::typing::{Type, checked_timestamp};

/// The declared type of an argument or of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    SmallInt,
    Integer,
    BigInt,
    Real,
    Double,
    Text,
    Timestamp,
    Point,
    Circle,
    Polygon,
    /// Two numbers, the lower bound first (DALI 1.1 §3.3.4).
    Interval,
    /// Only as a result: `INTEGER[]`.
    Integers,
    /// Only as a result: `DOUBLE PRECISION[]`.
    Doubles,
}

impl Kind {
    /// The type of that ADQL name; `None` if it is none that a value can have.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let name = upper.split('(').next().unwrap_or_default();
        let words: Vec<&str> = name.split_whitespace().collect();
        Some(match words[..] {
            ["BOOLEAN"] => Self::Boolean,
            ["SMALLINT"] => Self::SmallInt,
            ["INTEGER"] => Self::Integer,
            ["BIGINT"] => Self::BigInt,
            ["REAL"] => Self::Real,
            ["DOUBLE", "PRECISION"] => Self::Double,
            ["CHAR" | "VARCHAR"] => Self::Text,
            ["TIMESTAMP"] => Self::Timestamp,
            ["POINT"] => Self::Point,
            ["CIRCLE"] => Self::Circle,
            ["POLYGON"] => Self::Polygon,
            ["INTERVAL"] => Self::Interval,
            _ => return None,
        })
    }

    /// The type of its values inside the translator.
    pub(crate) fn ty(self) -> Type {
        match self {
            Self::Boolean => Type::Boolean,
            Self::SmallInt => Type::Int2,
            Self::Integer => Type::Int4,
            Self::BigInt => Type::Int8,
            Self::Real => Type::Float4,
            Self::Double => Type::Float8,
            Self::Text => Type::Text,
            Self::Timestamp => Type::Timestamp,
            Self::Point => Type::Point,
            Self::Circle => Type::Circle,
            Self::Polygon => Type::Polygon,
            Self::Interval | Self::Doubles => Type::Array(PgBase::Float8),
            Self::Integers => Type::Array(PgBase::Int4),
        }
    }

    /// The type in a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Interval => "an interval",
            kind => kind.ty().noun(),
        }
    }

    /// The value as one of this type; `None` if it cannot be one.
    pub(crate) fn accept(self, value: &Expr) -> Option<Expr> {
        let fits = match self {
            _ if value.ty == Type::Null => true,
            Self::SmallInt | Self::Integer | Self::BigInt => value.ty.is_integer(),
            Self::Real | Self::Double => value.ty.is_number(),
            Self::Timestamp => return as_timestamp(value),
            Self::Interval | Self::Doubles | Self::Integers => {
                matches!(value.ty, Type::Array(base) if Type::of_base(base).is_number())
            }
            Self::Boolean | Self::Text | Self::Point | Self::Circle | Self::Polygon => value.ty == self.ty(),
        };
        fits.then(|| value.clone())
    }
}

impl fmt::Display for Kind {
    /// The name in ADQL. Brackets are left out, since the ADQL library of many clients cannot read them.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Boolean => "BOOLEAN",
            Self::SmallInt => "SMALLINT",
            Self::Integer | Self::Integers => "INTEGER",
            Self::BigInt => "BIGINT",
            Self::Real => "REAL",
            Self::Double | Self::Doubles => "DOUBLE PRECISION",
            Self::Text => "VARCHAR",
            Self::Timestamp => "TIMESTAMP",
            Self::Point => "POINT",
            Self::Circle => "CIRCLE",
            Self::Polygon => "POLYGON",
            Self::Interval => "INTERVAL",
        })
    }
}

/// Timestamps with a zone become those in UTC, strings are read.
fn as_timestamp(value: &Expr) -> Option<Expr> {
    let cast = |operand: &Expr, span: Span| {
        let kind = ExprKind::Cast { operand: Box::new(operand.clone()), length: None, pad: false };
        Expr::new(kind, Type::Timestamp, span)
    };
    match (&value.kind, value.ty) {
        (ExprKind::String(text), _) => {
            let kind = ExprKind::Timestamp(checked_timestamp(text)?);
            Some(Expr::new(kind, Type::Timestamp, value.span))
        }
        (_, Type::Timestamp | Type::Date) => Some(value.clone()),
        (_, Type::TimestampTz | Type::Text) => Some(cast(value, value.span)),
        _ => None,
    }
}
