//! The columns of an answer, checked once: how values arrive and what they become.

use catalogue::{Arraysize, Datatype, PgBase, PgType, ResultColumn, ValueType};

use crate::array::Elements;
use crate::instant::Instant;
use crate::number::{Conversion, Number, Source, Target};
use crate::{Fault, FormatError, Serialization};

/// The most elements or characters that a column may fix per value.
const FIXED_LENGTH_MAX: usize = 1 << 24;

/// A column that can be written.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The name, for errors.
    pub name: String,
    /// The type to declare; may differ from the catalogue's in BINARY, which has no other way to express null.
    pub declared: ValueType,
    /// The `VALUES/@null` to declare.
    pub null: Option<i64>,
    /// How values are read and written.
    pub content: Content,
}

/// How the values of a column are read and written.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// One boolean.
    Boolean,
    /// One number.
    Number(Conversion),
    /// Bytes, as an array of unsignedByte.
    Bytes(Length),
    /// One text.
    Text(TextSize),
    /// One date or time, as text.
    Instant(Instant, TextSize),
    /// Booleans.
    BooleanArray(Length),
    /// Numbers.
    NumberArray(NumberArray),
    /// Texts in one.
    TextArray(TextArray),
}

/// An array of numbers.
#[derive(Clone, Debug)]
pub(crate) struct NumberArray {
    /// The way of each element.
    pub conversion: Conversion,
    /// How many elements.
    pub length: Length,
    /// What stands for a NULL among integers.
    pub null: Option<i64>,
    /// Whether the value is a region of the sky, which is null if one element is null or NaN.
    pub is_region: bool,
}

/// An array of texts, which VOTable has only as one text.
#[derive(Clone, Debug)]
pub(crate) struct TextArray {
    /// The elements, if they are dates or times; else text.
    pub instant: Option<Instant>,
    /// Characters of each element, padded with blanks; without it the elements become a JSON array.
    pub element_chars: Option<usize>,
    /// The size of all.
    pub size: TextSize,
}

/// How many elements a value may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// Exactly this many.
    Fixed(usize),
    /// Any multiple of `step`, which is at least 1.
    Variable { step: usize },
}

/// How many characters a text may have, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextSize {
    /// The count; of bytes in `char`, of 16-bit units in `unicodeChar`.
    pub length: Length,
    /// Whether the type is `unicodeChar`.
    pub is_unicode: bool,
}

/// Whether a cell came out as a value or, though PostgreSQL sent one, as null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A value.
    Value,
    /// Null.
    Null,
}

impl Column {
    /// Checks a column for an answer in VOTable, or in another format with `None`.
    pub fn new(column: &ResultColumn, serialization: Option<Serialization>) -> Result<Self, FormatError> {
        let field = &column.field;
        let is_binary = serialization == Some(Serialization::Binary);
        let mut declared = field.value_type.clone();
        if is_binary && declared.datatype == Datatype::UnsignedByte && field.null.is_none() {
            widen(&mut declared, column.pg_type);
        }
        let target = Target::of(declared.datatype).filter(|target| target.range().is_some());
        let null = match target {
            Some(target) => null_marker(field.null, target, &declared, column.pg_type, is_binary)
                .map_err(|null| marker_error(column, null, target))?,
            None => None,
        };
        let content = content(&declared, column.pg_type, null).ok_or_else(|| type_error(column))?;
        Ok(Self { name: field.name.clone(), declared, null, content })
    }

    /// Checks the columns for an answer in another format than VOTable.
    pub fn of_text(columns: &[ResultColumn]) -> Result<Vec<Self>, FormatError> {
        columns.iter().map(|column| Self::new(column, None)).collect()
    }
}

impl NumberArray {
    /// What stands for a NULL among the elements.
    pub fn null_element(&self) -> Result<Number, Fault> {
        match self.conversion.target().range() {
            Some(_) => self.null.map(Number::Integer).ok_or(Fault::NullElement),
            None => Ok(Number::Real(f64::NAN)),
        }
    }

    /// Whether one of the elements is NULL or NaN.
    pub fn has_gap(&self, mut elements: Elements<'_>) -> Result<bool, Fault> {
        elements.try_fold(false, |gap, element| match element? {
            Some(element) => Ok(gap | self.conversion.source().read(element)?.to_f64().is_nan()),
            None => Ok(true),
        })
    }
}

impl TextSize {
    /// Bytes of a character in the binary serializations.
    pub fn unit_bytes(self) -> usize {
        if self.is_unicode { 2 } else { 1 }
    }

    /// The number of characters of a text, as the declared type counts them.
    pub fn count(self, text: &str) -> usize {
        if self.is_unicode { text.encode_utf16().count() } else { text.chars().count() }
    }

    /// Reads a text, which must be UTF-8 and no longer than declared.
    #[inline]
    pub fn text(self, value: &[u8]) -> Result<&str, Fault> {
        let text = std::str::from_utf8(value).map_err(|_| Fault::NotUtf8)?;
        self.check(text)?;
        Ok(text)
    }

    /// Checks that a text is no longer than declared; a shorter one may be padded.
    pub fn check(self, text: &str) -> Result<(), Fault> {
        match self.length {
            Length::Fixed(expected) => match self.count(text) {
                found if found > expected => Err(Fault::TextLength { found, expected }),
                _ => Ok(()),
            },
            Length::Variable { .. } => Ok(()),
        }
    }
}

impl Length {
    /// Any number.
    pub const ANY: Self = Self::Variable { step: 1 };

    fn of(arraysize: &Arraysize) -> Option<Self> {
        let fixed =
            arraysize.fixed.iter().try_fold(1_usize, |product, &n| product.checked_mul(n as usize))?;
        match arraysize.variable {
            _ if fixed > FIXED_LENGTH_MAX => None,
            true => Some(Self::Variable { step: fixed.max(1) }),
            false => Some(Self::Fixed(fixed)),
        }
    }

    /// Whether a value of `count` elements is allowed.
    pub fn check(self, count: usize) -> Result<(), Fault> {
        match self {
            Self::Fixed(expected) if count != expected => Err(Fault::Length { found: count, expected }),
            Self::Variable { step } if !count.is_multiple_of(step) => {
                Err(Fault::Length { found: count, expected: step })
            }
            _ => Ok(()),
        }
    }
}

/// In BINARY all 256 values of a byte may be data, so that null needs a wider type, or the count 0 of a variable array.
fn widen(declared: &mut ValueType, pg_type: PgType) {
    match pg_type.base {
        PgBase::Bytea => declared.arraysize = declared.arraysize.as_ref().map(|_| Arraysize::any()),
        _ => declared.datatype = Datatype::Short,
    }
}

/// The null marker of an integer column: what the catalogue says, else the smallest value where one is needed.
fn null_marker(
    asked: Option<i64>,
    target: Target,
    declared: &ValueType,
    pg_type: PgType,
    is_binary: bool,
) -> Result<Option<i64>, i64> {
    if let Some(null) = asked {
        return target.check(null).map(|()| Some(null)).map_err(|_| null);
    }
    // Among bytes 0 is too common a value to stand for null.
    let is_needed = (is_binary || declared.arraysize.is_some()) && target != Target::UnsignedByte;
    Ok(target.range().map(|(least, _)| least).filter(|_| is_needed && pg_type.base != PgBase::Bytea))
}

fn content(declared: &ValueType, pg_type: PgType, null: Option<i64>) -> Option<Content> {
    if declared.is_text() { text(declared, pg_type) } else { value(declared, pg_type, null) }
}

fn text(declared: &ValueType, pg_type: PgType) -> Option<Content> {
    let is_unicode = declared.datatype == Datatype::UnicodeChar;
    let length = declared.arraysize.as_ref().map_or(Some(Length::Fixed(1)), Length::of)?;
    let size = TextSize { length, is_unicode };
    let instant = match pg_type.base {
        PgBase::Date => Some(Instant::Date),
        PgBase::Timestamp | PgBase::TimestampTz => Some(Instant::Timestamp),
        PgBase::Text => None,
        _ => return None,
    };
    match (pg_type.array, instant, declared.arraysize.as_ref()) {
        (false, None, _) => Some(Content::Text(size)),
        (false, Some(instant), Some(_)) => Some(Content::Instant(instant, size)),
        (true, instant, Some(arraysize)) => {
            let element_chars = match (arraysize.fixed.first(), arraysize.fixed.len(), arraysize.variable) {
                (None, _, true) => None,
                (Some(&chars), length, variable) if variable || length > 1 => Some(chars as usize),
                _ => return None,
            };
            Some(Content::TextArray(TextArray { instant, element_chars, size }))
        }
        _ => None,
    }
}

fn value(declared: &ValueType, pg_type: PgType, null: Option<i64>) -> Option<Content> {
    let length = match &declared.arraysize {
        None => None,
        Some(arraysize) => Some(Length::of(arraysize)?),
    };
    let conversion = || Some(Conversion::between(Source::of(pg_type.base)?, Target::of(declared.datatype)?));
    match (pg_type.base, pg_type.array, declared.datatype, length) {
        (PgBase::Bool, false, Datatype::Boolean | Datatype::Bit, None) => Some(Content::Boolean),
        (PgBase::Bool, true, Datatype::Boolean | Datatype::Bit, Some(length)) => {
            Some(Content::BooleanArray(length))
        }
        (PgBase::Bytea, false, Datatype::UnsignedByte, Some(length)) => Some(Content::Bytes(length)),
        (_, false, _, None) => Some(Content::Number(conversion()?)),
        (_, true, _, Some(length)) => Some(Content::NumberArray(NumberArray {
            conversion: conversion()?,
            length,
            null,
            is_region: matches!(declared.xtype.as_deref(), Some("point" | "circle" | "polygon" | "range")),
        })),
        _ => None,
    }
}

fn marker_error(column: &ResultColumn, null: i64, target: Target) -> FormatError {
    FormatError::NullMarker { column: column.field.name.clone(), null, datatype: target.name() }
}

fn type_error(column: &ResultColumn) -> FormatError {
    let ValueType { datatype, arraysize, .. } = &column.field.value_type;
    let declared = match arraysize {
        None => datatype.name().to_owned(),
        Some(arraysize) => format!("{}[{arraysize}]", datatype.name()),
    };
    let base = format!("{:?}", column.pg_type.base).to_lowercase();
    let received = if column.pg_type.array { format!("{base}[]") } else { base };
    FormatError::Column { column: column.field.name.clone(), declared, received }
}
