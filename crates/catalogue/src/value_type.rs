//! The type of a value, as VOTable declares it and as PostgreSQL sends it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A VOTable primitive (VOTable 1.4 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Datatype {
    /// Logical, one byte.
    Boolean,
    /// Packed bits.
    Bit,
    /// 8-bit unsigned integer.
    UnsignedByte,
    /// 16-bit signed integer.
    Short,
    /// 32-bit signed integer.
    Int,
    /// 64-bit signed integer.
    Long,
    /// ASCII character; strings need an arraysize.
    Char,
    /// UCS-2 character; strings need an arraysize.
    UnicodeChar,
    /// IEEE 754 binary32.
    Float,
    /// IEEE 754 binary64.
    Double,
}

impl Datatype {
    /// The name in a `FIELD/@datatype` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Bit => "bit",
            Self::UnsignedByte => "unsignedByte",
            Self::Short => "short",
            Self::Int => "int",
            Self::Long => "long",
            Self::Char => "char",
            Self::UnicodeChar => "unicodeChar",
            Self::Float => "float",
            Self::Double => "double",
        }
    }
}

/// The shape of an array: VOTable's `arraysize`, first dimension varying fastest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Arraysize {
    /// The fixed dimensions, in VOTable order; empty for a plain `*`.
    pub fixed: Vec<u32>,
    /// Whether one more dimension of any length follows (`*`).
    pub variable: bool,
}

impl Arraysize {
    /// `*`: one dimension of any length.
    pub fn any() -> Self {
        Self { fixed: Vec::new(), variable: true }
    }

    /// `n`: exactly `length` elements.
    pub fn exactly(length: u32) -> Self {
        Self { fixed: vec![length], variable: false }
    }

    /// The number of elements of a value, where the type fixes it.
    pub fn fixed_len(&self) -> Option<usize> {
        (!self.variable).then(|| self.fixed.iter().map(|&n| n as usize).product())
    }
}

impl fmt::Display for Arraysize {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, length) in self.fixed.iter().enumerate() {
            let cross = if place == 0 { "" } else { "x" };
            write!(out, "{cross}{length}")?;
        }
        match (self.variable, self.fixed.is_empty()) {
            (true, true) => out.write_str("*"),
            (true, false) => out.write_str("x*"),
            (false, _) => Ok(()),
        }
    }
}

/// The full VOTable type of a column: primitive, shape and extended type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ValueType {
    /// The primitive.
    pub datatype: Datatype,
    /// The shape; `None` is a scalar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arraysize: Option<Arraysize>,
    /// The DALI extended type, e.g. `timestamp`, `point` (DALI 1.1 §3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xtype: Option<String>,
}

impl ValueType {
    /// A scalar of this primitive.
    pub fn scalar(datatype: Datatype) -> Self {
        Self { datatype, arraysize: None, xtype: None }
    }

    /// A string of any length.
    pub fn text() -> Self {
        Self { datatype: Datatype::Char, arraysize: Some(Arraysize::any()), xtype: None }
    }

    /// An instant as a string (DALI 1.1 §3.3.3).
    pub fn timestamp() -> Self {
        Self { xtype: Some("timestamp".to_owned()), ..Self::text() }
    }

    /// Any number of values.
    pub fn array(datatype: Datatype) -> Self {
        Self { datatype, arraysize: Some(Arraysize::any()), xtype: None }
    }

    /// Whether values are character strings.
    pub fn is_text(&self) -> bool {
        matches!(self.datatype, Datatype::Char | Datatype::UnicodeChar)
    }
}

/// A scalar type of PostgreSQL whose binary form we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PgBase {
    /// `boolean`
    Bool,
    /// `smallint`
    Int2,
    /// `integer`
    Int4,
    /// `bigint`
    Int8,
    /// `real`
    Float4,
    /// `double precision`
    Float8,
    /// `text`, `varchar`, `char(n)`, `name`
    Text,
    /// `bytea`
    Bytea,
    /// `timestamp without time zone`
    Timestamp,
    /// `timestamp with time zone`
    TimestampTz,
    /// `date`
    Date,
}

impl PgBase {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Bool,
        Self::Int2,
        Self::Int4,
        Self::Int8,
        Self::Float4,
        Self::Float8,
        Self::Text,
        Self::Bytea,
        Self::Timestamp,
        Self::TimestampTz,
        Self::Date,
    ];

    /// The oid of the type (PostgreSQL's `pg_type.dat`); of `text` for all kinds of text.
    pub fn oid(self) -> u32 {
        self.oids(false).first().copied().unwrap_or_default()
    }

    /// A number in binary form as the nearest `f64`; `None` if the type is no number or the bytes are not of it.
    pub fn number(self, value: &[u8]) -> Option<f64> {
        match self {
            Self::Float8 => value.try_into().ok().map(f64::from_be_bytes),
            Self::Float4 => value.try_into().ok().map(|bytes| f64::from(f32::from_be_bytes(bytes))),
            Self::Int2 => value.try_into().ok().map(|bytes| f64::from(i16::from_be_bytes(bytes))),
            Self::Int4 => value.try_into().ok().map(|bytes| f64::from(i32::from_be_bytes(bytes))),
            Self::Int8 => value.try_into().ok().map(|bytes| i64::from_be_bytes(bytes) as f64),
            _ => None,
        }
    }

    /// The oids of the types, or of the array types, that have this binary form (PostgreSQL's `pg_type.dat`).
    fn oids(self, array: bool) -> &'static [u32] {
        match (self, array) {
            (Self::Bool, false) => &[16],
            (Self::Bool, true) => &[1000],
            (Self::Int2, false) => &[21],
            (Self::Int2, true) => &[1005],
            (Self::Int4, false) => &[23],
            (Self::Int4, true) => &[1007],
            (Self::Int8, false) => &[20],
            (Self::Int8, true) => &[1016],
            (Self::Float4, false) => &[700],
            (Self::Float4, true) => &[1021],
            (Self::Float8, false) => &[701],
            (Self::Float8, true) => &[1022],
            (Self::Text, false) => &[25, 1043, 1042, 19],
            (Self::Text, true) => &[1009, 1015, 1014, 1003],
            (Self::Bytea, false) => &[17],
            (Self::Bytea, true) => &[1001],
            (Self::Timestamp, false) => &[1114],
            (Self::Timestamp, true) => &[1115],
            (Self::TimestampTz, false) => &[1184],
            (Self::TimestampTz, true) => &[1185],
            (Self::Date, false) => &[1082],
            (Self::Date, true) => &[1182],
        }
    }
}

/// A type of PostgreSQL as it arrives in binary rows: a scalar, or an array of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PgType {
    /// The scalar, or the element.
    pub base: PgBase,
    /// Whether values are arrays of `base`.
    #[serde(default)]
    pub array: bool,
}

impl PgType {
    /// A scalar of `base`.
    pub const fn scalar(base: PgBase) -> Self {
        Self { base, array: false }
    }

    /// An array of `base`.
    pub const fn array(base: PgBase) -> Self {
        Self { base, array: true }
    }

    /// The type with this oid in PostgreSQL, if its binary form is one that we read.
    pub fn of_oid(oid: u32) -> Option<Self> {
        let types = PgBase::ALL.into_iter().flat_map(|base| [Self::scalar(base), Self::array(base)]);
        types.into_iter().find(|known| known.accepts_oid(oid))
    }

    /// The name in SQL, e.g. `double precision[]`.
    pub fn sql(self) -> String {
        let base = match self.base {
            PgBase::Bool => "boolean",
            PgBase::Int2 => "smallint",
            PgBase::Int4 => "integer",
            PgBase::Int8 => "bigint",
            PgBase::Float4 => "real",
            PgBase::Float8 => "double precision",
            PgBase::Text => "text",
            PgBase::Bytea => "bytea",
            PgBase::Timestamp => "timestamp without time zone",
            PgBase::TimestampTz => "timestamp with time zone",
            PgBase::Date => "date",
        };
        if self.array { format!("{base}[]") } else { base.to_owned() }
    }

    /// The oid of the type in PostgreSQL; of all kinds of text that of `text`.
    pub fn oid(self) -> u32 {
        self.base.oids(self.array).first().copied().unwrap_or_default()
    }

    /// Whether values of the type with this oid have this binary form; all kinds of text have the same.
    pub fn accepts_oid(self, oid: u32) -> bool {
        self.base.oids(self.array).contains(&oid)
    }
}
