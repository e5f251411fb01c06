//! The types of values inside the translator.

use catalogue::{Column, PgBase, PgType};

/// The type of a value, as far as the language cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// The bare NULL.
    Null,
    /// Boolean columns and conditions.
    Boolean,
    /// SMALLINT
    Int2,
    /// INTEGER
    Int4,
    /// BIGINT
    Int8,
    /// REAL
    Float4,
    /// DOUBLE PRECISION
    Float8,
    /// CHAR, VARCHAR, CLOB
    Text,
    /// TIMESTAMP without a zone, in UTC
    Timestamp,
    /// TIMESTAMP with a zone
    TimestampTz,
    /// TIMESTAMP without a time
    Date,
    /// BLOB
    Binary,
    /// An array without a meaning of its own.
    Array(PgBase),
    /// POINT, as an array of longitude and latitude
    Point,
    /// CIRCLE, as an array of longitude, latitude and radius
    Circle,
    /// POLYGON, as an array of vertices
    Polygon,
    /// A range of longitudes and latitudes, as an array of two of each
    Range,
    /// Any of these, or several of them as one
    Region,
}

impl Type {
    /// The type of a published column.
    pub(crate) fn of_column(column: &Column) -> Self {
        let PgType { base, array } = column.pg_type;
        let is_float = matches!(base, PgBase::Float4 | PgBase::Float8);
        match column.field.value_type.xtype.as_deref() {
            _ if !array => Self::of_base(base),
            Some("point") if is_float => Self::Point,
            Some("circle") if is_float => Self::Circle,
            Some("polygon") if is_float => Self::Polygon,
            Some("range") if is_float => Self::Range,
            _ => Self::Array(base),
        }
    }

    /// The type of a scalar of PostgreSQL.
    pub(crate) fn of_base(base: PgBase) -> Self {
        match base {
            PgBase::Bool => Self::Boolean,
            PgBase::Int2 => Self::Int2,
            PgBase::Int4 => Self::Int4,
            PgBase::Int8 => Self::Int8,
            PgBase::Float4 => Self::Float4,
            PgBase::Float8 => Self::Float8,
            PgBase::Text => Self::Text,
            PgBase::Bytea => Self::Binary,
            PgBase::Timestamp => Self::Timestamp,
            PgBase::TimestampTz => Self::TimestampTz,
            PgBase::Date => Self::Date,
        }
    }

    /// The type in PostgreSQL; a bare NULL is text.
    pub(crate) fn pg(self) -> PgType {
        let base = match self {
            Self::Boolean => PgBase::Bool,
            Self::Int2 => PgBase::Int2,
            Self::Int4 => PgBase::Int4,
            Self::Int8 => PgBase::Int8,
            Self::Float4 => PgBase::Float4,
            Self::Float8 => PgBase::Float8,
            Self::Null | Self::Text => PgBase::Text,
            Self::Timestamp => PgBase::Timestamp,
            Self::TimestampTz => PgBase::TimestampTz,
            Self::Date => PgBase::Date,
            Self::Binary => PgBase::Bytea,
            Self::Array(base) => return PgType::array(base),
            Self::Point | Self::Circle | Self::Polygon | Self::Range | Self::Region => {
                return PgType::array(PgBase::Float8);
            }
        };
        PgType::scalar(base)
    }

    /// The elements of an array; `None` if it is none.
    pub(crate) fn element(self) -> Option<PgBase> {
        match self {
            Self::Array(base) => Some(base),
            Self::Point | Self::Circle | Self::Polygon | Self::Range => Some(PgBase::Float8),
            _ => None,
        }
    }

    /// Whether it is a geometry.
    pub(crate) fn is_geometry(self) -> bool {
        matches!(self, Self::Point | Self::Circle | Self::Polygon | Self::Range | Self::Region)
    }

    /// Whether it is an integer type.
    pub(crate) fn is_integer(self) -> bool {
        matches!(self, Self::Int2 | Self::Int4 | Self::Int8)
    }

    /// Whether it is a number type; NULL is none.
    pub(crate) fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::Float4 | Self::Float8)
    }

    /// Whether it is a date with or without a time.
    pub(crate) fn is_timestamp(self) -> bool {
        matches!(self, Self::Timestamp | Self::TimestampTz | Self::Date)
    }

    /// Whether values have an order.
    pub(crate) fn is_ordered(self) -> bool {
        self.is_number() || self.is_timestamp() || matches!(self, Self::Null | Self::Text | Self::Boolean)
    }

    /// The integer type that holds both.
    pub(crate) fn wider_integer(self, other: Self) -> Self {
        match (self, other) {
            (Self::Int8, _) | (_, Self::Int8) => Self::Int8,
            (Self::Int4, _) | (_, Self::Int4) => Self::Int4,
            _ => Self::Int2,
        }
    }

    /// The type in a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Boolean => "a boolean",
            Self::Int2 | Self::Int4 | Self::Int8 => "an integer",
            Self::Float4 | Self::Float8 => "a number",
            Self::Text => "a string",
            Self::Timestamp | Self::TimestampTz | Self::Date => "a timestamp",
            Self::Binary => "binary data",
            Self::Array(_) => "an array",
            Self::Point => "a point",
            Self::Circle => "a circle",
            Self::Polygon => "a polygon",
            Self::Range => "a range",
            Self::Region => "a region",
        }
    }
}
