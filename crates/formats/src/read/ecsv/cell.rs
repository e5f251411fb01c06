//! Values of ECSV, written as PostgreSQL has them.

use catalogue::{Arraysize, Datatype, PgBase, PgType, ValueType};

use super::header::Declared;
use crate::read::ReadError;
use crate::read::csv::{malformed, write_text};
use crate::read::row::{ArrayValue, write_null, write_value};

/// How the values of a column are written.
pub(super) struct Cell {
    pub(super) value_type: ValueType,
    pub(super) pg_type: PgType,
    /// The number of elements that each array must have.
    length: Option<usize>,
}

impl Cell {
    /// What a column is declared to hold.
    pub(super) fn of(declared: &Declared) -> Result<Self, ReadError> {
        let (name, shape) = match declared.subtype.as_deref().and_then(|subtype| subtype.strip_suffix(']')) {
            Some(subtype) => match subtype.split_once('[') {
                Some((name, shape)) => (name, Some(shape)),
                None => (subtype, None),
            },
            None => (declared.datatype.as_str(), None),
        };
        let (datatype, base) = scalar(name).ok_or_else(|| ReadError::Malformed {
            place: "the header".into(),
            what: format!(
                "column `{}` has the datatype `{name}`, which ECSV 1.0 does not have",
                declared.name
            ),
        })?;
        // Texts and the like in arrays stay what they are: JSON.
        if base == PgBase::Text {
            let value_type = ValueType { datatype, ..ValueType::text() };
            return Ok(Self { value_type, pg_type: PgType::scalar(base), length: None });
        }
        let arraysize = shape.map(arraysize);
        let length = arraysize.as_ref().and_then(Arraysize::fixed_len);
        let pg_type = PgType { base, array: arraysize.is_some() };
        Ok(Self { value_type: ValueType { arraysize, ..ValueType::scalar(datatype) }, pg_type, length })
    }

    /// Appends a value; an empty one is NULL.
    pub(super) fn write(&self, value: &str, line: u64, out: &mut Vec<u8>) -> Result<(), ReadError> {
        if value.is_empty() {
            write_null(out);
            return Ok(());
        }
        let base = self.pg_type.base;
        if base == PgBase::Text {
            return write_text(value.as_bytes(), out).ok_or_else(|| malformed(line, "the text is too long"));
        }
        if !self.pg_type.array {
            return element(base, value, |bytes| write_value(bytes, out)).ok_or_else(|| {
                malformed(line, format!("`{value}` is no {}", self.value_type.datatype.name()))
            });
        }
        let mut array = ArrayValue::begin(base, out);
        let words = value.split(['[', ']', ',', ' ', '\t']).filter(|word| !word.is_empty());
        for word in words {
            if word == "null" {
                array.null(out);
            } else {
                element(base, word, |bytes| array.element(bytes, out)).ok_or_else(|| {
                    malformed(line, format!("`{word}` in an array is no {}", self.value_type.datatype.name()))
                })?;
            }
        }
        let count = array.count();
        array.end(out);
        match self.length.filter(|&length| length != count) {
            Some(length) => {
                Err(malformed(line, format!("an array has {count} elements instead of {length}")))
            }
            None => Ok(()),
        }
    }
}

/// The types of a scalar; unsigned integers become the next larger signed ones.
fn scalar(name: &str) -> Option<(Datatype, PgBase)> {
    Some(match name {
        "bool" => (Datatype::Boolean, PgBase::Bool),
        "uint8" => (Datatype::UnsignedByte, PgBase::Int2),
        "int8" | "int16" => (Datatype::Short, PgBase::Int2),
        "uint16" | "int32" => (Datatype::Int, PgBase::Int4),
        "uint32" | "int64" | "uint64" => (Datatype::Long, PgBase::Int8),
        "float16" | "float32" => (Datatype::Float, PgBase::Float4),
        "float64" | "float128" => (Datatype::Double, PgBase::Float8),
        "string" | "json" | "complex64" | "complex128" | "complex256" => {
            (Datatype::UnicodeChar, PgBase::Text)
        }
        _ => return None,
    })
}

/// The shape as VOTables write it: the last dimension of ECSV varies fastest. One that is open anywhere is `*`.
fn arraysize(shape: &str) -> Arraysize {
    let fixed: Option<Vec<u32>> = shape.rsplit(',').map(|length| length.trim().parse().ok()).collect();
    match fixed {
        Some(fixed) => Arraysize { fixed, variable: false },
        None => Arraysize::any(),
    }
}

/// Hands the bytes of a number or boolean on; `None` if it is none, or too large.
fn element(base: PgBase, text: &str, take: impl FnOnce(&[u8])) -> Option<()> {
    match base {
        PgBase::Bool => match text {
            "True" | "true" | "1" => take(&[1]),
            "False" | "false" | "0" => take(&[0]),
            _ => return None,
        },
        PgBase::Int2 => take(&text.parse::<i16>().ok()?.to_be_bytes()),
        PgBase::Int4 => take(&text.parse::<i32>().ok()?.to_be_bytes()),
        PgBase::Int8 => take(&text.parse::<i64>().ok()?.to_be_bytes()),
        PgBase::Float4 => take(&text.parse::<f32>().ok()?.to_be_bytes()),
        PgBase::Float8 => take(&text.parse::<f64>().ok()?.to_be_bytes()),
        _ => return None,
    }
    Some(())
}
