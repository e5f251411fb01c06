//! One column as text, the same in TABLEDATA and CSV but for the escapes (VOTable 1.4 §5.1).

use crate::Fault;
use crate::array::Elements;
use crate::batch::fixed;
use crate::binary_cell::BOOLEAN_OID;
use crate::column::{Column, Content, Length, NumberArray, TextSize, Written};
use crate::number::{Conversion, Number, Source, Target};
use crate::number_text::{write_double, write_float, write_integer};
use crate::text_array;

/// The writer of the cells of one column.
pub(crate) struct TextCell {
    content: Content,
    joined: String,
}

impl TextCell {
    /// The cells of a column.
    pub fn new(column: &Column) -> Self {
        Self { content: column.content.clone(), joined: String::new() }
    }

    /// Appends the text of a value, or nothing if it is null after all; `escape` appends text that may hold any
    /// character. On an error `out` may hold a part of it.
    #[inline]
    pub fn write(
        &mut self,
        value: &[u8],
        out: &mut Vec<u8>,
        escape: impl Fn(&str, &mut Vec<u8>),
    ) -> Result<Written, Fault> {
        match &self.content {
            Content::Number(Conversion::Copy(source)) => write_copy(*source, value, out)?,
            Content::Number(Conversion::Change(source, target)) => {
                write_number(*target, source.read(value)?, out)?;
            }
            Content::NumberArray(array) => return write_numbers(array, value, out),
            Content::Text(size) => escape(text(*size, value)?, out),
            Content::Boolean => out.extend_from_slice(boolean(value)?),
            Content::BooleanArray(length) => write_booleans(*length, value, out)?,
            Content::Bytes(length) => {
                length.check(value.len())?;
                write_bytes(value, out);
            }
            Content::TextArray(array) => {
                text_array::join(array, value, &mut self.joined)?;
                escape(text(array.size, self.joined.as_bytes())?, out);
            }
            Content::Instant(instant, size) => match instant.read(value)? {
                Some(instant) => out.extend_from_slice(text(*size, instant.as_str().as_bytes())?.as_bytes()),
                None => return Ok(Written::Null),
            },
        }
        Ok(Written::Value)
    }
}

#[inline]
fn write_copy(source: Source, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    match source {
        Source::Int2 => write_integer(i16::from_be_bytes(fixed(value)?), out),
        Source::Int4 => write_integer(i32::from_be_bytes(fixed(value)?), out),
        Source::Int8 => write_integer(i64::from_be_bytes(fixed(value)?), out),
        Source::Float4 => write_float(f32::from_be_bytes(fixed(value)?), out),
        Source::Float8 => write_double(f64::from_be_bytes(fixed(value)?), out),
    }
    Ok(())
}

fn write_number(target: Target, number: Number, out: &mut Vec<u8>) -> Result<(), Fault> {
    match target {
        Target::Float => write_float(number.to_f32(), out),
        Target::Double => write_double(number.to_f64(), out),
        _ => write_integer(target.integer(number)?, out),
    }
    Ok(())
}

#[inline]
fn write_numbers(array: &NumberArray, value: &[u8], out: &mut Vec<u8>) -> Result<Written, Fault> {
    let elements = Elements::read(value, Some(array.conversion.source().oid()))?;
    array.length.check(elements.length())?;
    if array.is_region && array.has_gap(elements.clone())? {
        return Ok(Written::Null);
    }
    match array.conversion {
        Conversion::Copy(Source::Float4) => {
            write_elements::<4>(array, elements, out, |bytes, out| {
                write_float(f32::from_be_bytes(bytes), out)
            })?;
        }
        Conversion::Copy(Source::Float8) => {
            write_elements::<8>(array, elements, out, |bytes, out| {
                write_double(f64::from_be_bytes(bytes), out)
            })?;
        }
        Conversion::Copy(Source::Int2) => {
            write_elements::<2>(array, elements, out, |bytes, out| {
                write_integer(i16::from_be_bytes(bytes), out)
            })?;
        }
        Conversion::Copy(Source::Int4) => {
            write_elements::<4>(array, elements, out, |bytes, out| {
                write_integer(i32::from_be_bytes(bytes), out)
            })?;
        }
        Conversion::Copy(Source::Int8) => {
            write_elements::<8>(array, elements, out, |bytes, out| {
                write_integer(i64::from_be_bytes(bytes), out)
            })?;
        }
        Conversion::Change(source, target) => {
            for (index, element) in elements.enumerate() {
                separate(index, out);
                let number = element?.map_or_else(|| array.null_element(), |bytes| source.read(bytes))?;
                write_number(target, number, out)?;
            }
        }
    }
    Ok(Written::Value)
}

/// Appends elements of `W` bytes with blanks between them.
#[inline]
fn write_elements<const W: usize>(
    array: &NumberArray,
    elements: Elements<'_>,
    out: &mut Vec<u8>,
    write: impl Fn([u8; W], &mut Vec<u8>),
) -> Result<(), Fault> {
    if let Some(pieces) = elements.plain::<W>() {
        for (index, piece) in pieces.enumerate() {
            separate(index, out);
            write(Elements::element(piece).ok_or(Fault::Array)?, out);
        }
        return Ok(());
    }
    for (index, element) in elements.enumerate() {
        separate(index, out);
        match element? {
            Some(element) => write(fixed(element)?, out),
            None => write_number(array.conversion.target(), array.null_element()?, out)?,
        }
    }
    Ok(())
}

#[inline]
fn separate(index: usize, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(b' ');
    }
}

fn boolean(value: &[u8]) -> Result<&'static [u8], Fault> {
    Ok(if fixed::<1>(value)? == [0] { b"false" } else { b"true" })
}

fn write_booleans(length: Length, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    let elements = Elements::read(value, Some(BOOLEAN_OID))?;
    length.check(elements.length())?;
    for (index, element) in elements.enumerate() {
        separate(index, out);
        out.extend_from_slice(element?.map_or(Ok(b"?".as_slice()), boolean)?);
    }
    Ok(())
}

fn write_bytes(value: &[u8], out: &mut Vec<u8>) {
    for (index, byte) in value.iter().enumerate() {
        separate(index, out);
        write_integer(*byte, out);
    }
}

#[inline]
fn text(size: TextSize, value: &[u8]) -> Result<&str, Fault> {
    let text = std::str::from_utf8(value).map_err(|_| Fault::NotUtf8)?;
    size.check(text)?;
    Ok(text)
}
