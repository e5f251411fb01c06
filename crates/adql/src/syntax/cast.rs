//! The types that CAST can name.

use std::fmt;

/// A type after `CAST(x AS` (ADQL 2.1 §4, type operations).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CastType {
    /// 16-bit integer.
    SmallInt,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    BigInt,
    /// 32-bit float.
    Real,
    /// 64-bit float.
    Double,
    /// A string of exactly this many characters; `None`: as many as needed.
    Char(Option<u32>),
    /// A string of at most this many characters; `None`: as many as needed.
    Varchar(Option<u32>),
    /// A date with time.
    Timestamp,
    /// A position.
    Point,
    /// A circle.
    Circle,
    /// A polygon.
    Polygon,
}

impl CastType {
    /// Whether it is a geometry.
    pub fn is_geometry(self) -> bool {
        matches!(self, Self::Point | Self::Circle | Self::Polygon)
    }
}

impl fmt::Display for CastType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmallInt => out.write_str("SMALLINT"),
            Self::Integer => out.write_str("INTEGER"),
            Self::BigInt => out.write_str("BIGINT"),
            Self::Real => out.write_str("REAL"),
            Self::Double => out.write_str("DOUBLE PRECISION"),
            Self::Char(Some(length)) => write!(out, "CHAR({length})"),
            Self::Char(None) => out.write_str("CHAR"),
            Self::Varchar(Some(length)) => write!(out, "VARCHAR({length})"),
            Self::Varchar(None) => out.write_str("VARCHAR"),
            Self::Timestamp => out.write_str("TIMESTAMP"),
            Self::Point => out.write_str("POINT"),
            Self::Circle => out.write_str("CIRCLE"),
            Self::Polygon => out.write_str("POLYGON"),
        }
    }
}
