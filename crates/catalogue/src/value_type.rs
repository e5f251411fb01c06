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
}
