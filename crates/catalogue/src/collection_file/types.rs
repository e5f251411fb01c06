//! Type words of collection files: VOTable terms for users, PostgreSQL terms for the database.

use std::ops::RangeInclusive;

use crate::{Arraysize, Datatype, PgBase, PgType, ValueType};

/// Why a type word is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) hint: String,
}

/// How a collection file writes the types of a column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TypeWords {
    /// The key `type`.
    pub(crate) word: String,
    /// The key `xtype`, if the word does not say it.
    pub(crate) xtype: Option<String>,
    /// The key `database_type`, if it does not follow from the word.
    pub(crate) database_type: Option<String>,
}

const DATATYPES: [Datatype; 9] = [
    Datatype::Boolean,
    Datatype::UnsignedByte,
    Datatype::Short,
    Datatype::Int,
    Datatype::Long,
    Datatype::Float,
    Datatype::Double,
    Datatype::Char,
    Datatype::UnicodeChar,
];

/// Names of the types of PostgreSQL, the usual one first.
const PG_TYPES: &[(&str, PgBase)] = &[
    ("boolean", PgBase::Bool),
    ("smallint", PgBase::Int2),
    ("integer", PgBase::Int4),
    ("bigint", PgBase::Int8),
    ("real", PgBase::Float4),
    ("double precision", PgBase::Float8),
    ("text", PgBase::Text),
    ("bytea", PgBase::Bytea),
    ("timestamp", PgBase::Timestamp),
    ("timestamptz", PgBase::TimestampTz),
    ("date", PgBase::Date),
    ("bool", PgBase::Bool),
    ("int2", PgBase::Int2),
    ("int4", PgBase::Int4),
    ("int", PgBase::Int4),
    ("int8", PgBase::Int8),
    ("float4", PgBase::Float4),
    ("float8", PgBase::Float8),
    ("varchar", PgBase::Text),
];

impl PgType {
    /// The type as SQL and collection files name it, e.g. `double precision` or `real[]`.
    pub fn sql_name(self) -> String {
        let name = PG_TYPES.iter().find(|(_, base)| *base == self.base).map_or("text", |(name, _)| *name);
        format!("{name}{}", if self.array { "[]" } else { "" })
    }
}

/// The lengths of one dimension.
const LENGTHS: RangeInclusive<u32> = 1..=1_000_000;

/// Types that are written as one word: `timestamp` and `date` are text with an xtype (DALI 1.1 §3.3.3).
const INSTANTS: [(&str, PgBase); 2] = [("timestamp", PgBase::Timestamp), ("date", PgBase::Date)];

/// Reads `type`: `int`, `float[12]`, `char[*]`, `timestamp`; with the PostgreSQL type that usually holds it.
pub(super) fn value_type(word: &str) -> Result<(ValueType, PgType), Refusal> {
    if let Some((_, base)) = INSTANTS.iter().find(|(name, _)| *name == word) {
        let value_type = ValueType { xtype: Some("timestamp".to_owned()), ..ValueType::text() };
        return Ok((value_type, PgType::scalar(*base)));
    }
    let (name, shape) = match word.split_once('[') {
        Some((name, rest)) => (name, Some(rest.strip_suffix(']').ok_or_else(|| unknown_type(word))?)),
        None => (word, None),
    };
    let datatype =
        DATATYPES.into_iter().find(|datatype| datatype.name() == name).ok_or_else(|| unknown_type(word))?;
    let arraysize = shape.map(arraysize).transpose()?;
    let value_type = ValueType { datatype, arraysize, xtype: None };
    let pg_type = usual_pg_type(&value_type);
    Ok((value_type, pg_type))
}

/// Reads `database_type`, e.g. `smallint`, `real[]`.
pub(super) fn pg_type(word: &str) -> Result<PgType, Refusal> {
    let (name, array) = match word.strip_suffix("[]") {
        Some(name) => (name, true),
        None => (word, false),
    };
    let known = PG_TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, base)| PgType { base: *base, array }).ok_or_else(|| {
        let names: Vec<&str> = PG_TYPES[..11].iter().map(|(name, _)| *name).collect();
        Refusal {
            message: format!("unknown database type `{word}`"),
            hint: format!(
                "write one of {}, with `[]` for an array; other types are cast to it",
                names.join(", ")
            ),
        }
    })
}

/// The words that are read as these types; shapes that no word can say become `*`, and bits booleans.
pub(crate) fn type_words(value_type: &ValueType, stored: PgType) -> TypeWords {
    let instant = INSTANTS.iter().find(|(_, base)| stored == PgType::scalar(*base));
    let is_instant = value_type.is_text()
        && value_type.arraysize == Some(Arraysize::any())
        && value_type.xtype.as_deref() == Some("timestamp");
    let (word, xtype) = match instant {
        Some((name, _)) if is_instant => ((*name).to_owned(), None),
        _ => (plain_word(value_type), value_type.xtype.clone()),
    };
    let usual = self::value_type(&word).ok().map(|(_, usual)| usual);
    TypeWords { word, xtype, database_type: (usual != Some(stored)).then(|| stored.sql_name()) }
}

fn plain_word(value_type: &ValueType) -> String {
    let datatype = match value_type.datatype {
        Datatype::Bit => Datatype::Boolean,
        other => other,
    };
    match &value_type.arraysize {
        None => datatype.name().to_owned(),
        Some(shape) if shape.fixed.iter().all(|length| LENGTHS.contains(length)) => {
            format!("{}[{shape}]", datatype.name())
        }
        Some(_) => format!("{}[*]", datatype.name()),
    }
}

/// Whether values of the PostgreSQL type can be written as the VOTable type without loss of kind.
pub(super) fn fits(value_type: &ValueType, pg_type: PgType) -> bool {
    use PgBase::{Bool, Bytea, Date, Float4, Float8, Int2, Int4, Int8, Text, Timestamp, TimestampTz};
    let shape = value_type.arraysize.as_ref();
    match (value_type.datatype, pg_type.base) {
        (Datatype::Char | Datatype::UnicodeChar, Text) if !pg_type.array => true,
        (Datatype::Char | Datatype::UnicodeChar, Timestamp | TimestampTz | Date) if !pg_type.array => {
            shape.is_some()
        }
        // Elements of a text array need a length each, or become one JSON text.
        (Datatype::Char | Datatype::UnicodeChar, Text | Timestamp | TimestampTz | Date) => {
            shape.is_some_and(|shape| shape.variable || shape.fixed.len() > 1)
        }
        (Datatype::UnsignedByte, Bytea) => shape.is_some() && !pg_type.array,
        (Datatype::Boolean, Bool) => shape.is_some() == pg_type.array,
        (Datatype::UnsignedByte | Datatype::Short | Datatype::Int | Datatype::Long, Int2 | Int4 | Int8)
        | (Datatype::Float | Datatype::Double, Int2 | Int4 | Int8 | Float4 | Float8) => {
            shape.is_some() == pg_type.array
        }
        _ => false,
    }
}

fn usual_pg_type(value_type: &ValueType) -> PgType {
    let array = value_type.arraysize.is_some();
    let base = match value_type.datatype {
        Datatype::Boolean | Datatype::Bit => PgBase::Bool,
        Datatype::UnsignedByte if array => return PgType::scalar(PgBase::Bytea),
        Datatype::UnsignedByte | Datatype::Short => PgBase::Int2,
        Datatype::Int => PgBase::Int4,
        Datatype::Long => PgBase::Int8,
        Datatype::Float => PgBase::Float4,
        Datatype::Double => PgBase::Float8,
        Datatype::Char | Datatype::UnicodeChar => return PgType::scalar(PgBase::Text),
    };
    PgType { base, array }
}

/// Reads what stands between the brackets: `*`, `12`, `12x3`, `12x*`.
fn arraysize(shape: &str) -> Result<Arraysize, Refusal> {
    let refusal = || Refusal {
        message: format!("`[{shape}]` is no array size"),
        hint:
            "write `[12]` for a fixed length, `[*]` for any length, `[12x3]` or `[12x*]` for more dimensions"
                .to_owned(),
    };
    let (fixed, variable) = match shape {
        "*" => ("", true),
        _ => match shape.strip_suffix("x*") {
            Some(fixed) => (fixed, true),
            None => (shape, false),
        },
    };
    if fixed.is_empty() && variable {
        return Ok(Arraysize::any());
    }
    let length = |word: &str| match word.parse::<u32>() {
        Ok(length) if LENGTHS.contains(&length) && word.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(length)
        }
        _ => Err(refusal()),
    };
    let fixed = fixed.split('x').map(length).collect::<Result<_, _>>()?;
    Ok(Arraysize { fixed, variable })
}

fn unknown_type(word: &str) -> Refusal {
    let hint = match word.trim_end_matches("[]").to_lowercase().as_str() {
        "text" | "string" | "varchar" | "str" => {
            "write `char[*]`, or `unicodeChar[*]` for text beyond ASCII".to_owned()
        }
        "integer" | "int4" => "write `int`".to_owned(),
        "smallint" | "int2" => "write `short`".to_owned(),
        "bigint" | "int8" => "write `long`".to_owned(),
        "real" | "float4" => "write `float`".to_owned(),
        "double precision" | "float8" | "numeric" => "write `double`".to_owned(),
        "bool" => "write `boolean`".to_owned(),
        _ => {
            let names: Vec<&str> = DATATYPES.iter().map(|datatype| datatype.name()).collect();
            format!("write one of {}, timestamp, date; arrays as `float[12]` or `char[*]`", names.join(", "))
        }
    };
    Refusal { message: format!("unknown type `{word}`"), hint }
}
