//! One column as text, the same in all formats but for their notations.

use catalogue::Datatype;

use crate::Fault;
use crate::array::Elements;
use crate::batch::fixed;
use crate::binary_cell::BOOLEAN_OID;
use crate::bits;
use crate::column::{Column, Content, Length, NumberArray, Written};
use crate::notation::Notation;
use crate::number::{Conversion, Number, Source, Target};
use crate::number_text::write_integer;

/// The writer of the cells of one column.
pub(crate) struct TextCell {
    content: Content,
    is_bits: bool,
    joined: Vec<u8>,
}

impl TextCell {
    /// The cells of a column.
    pub fn new(column: &Column) -> Self {
        Self { content: column.content.clone(), is_bits: false, joined: Vec::new() }
    }

    /// Writes booleans as `0` and `1` if the column is declared as bit.
    pub fn with_bits(mut self, column: &Column) -> Self {
        self.is_bits = column.declared.datatype == Datatype::Bit;
        self
    }

    /// Appends the text of a value, or nothing if it is null after all. On an error `out` may hold a part of it.
    #[inline]
    pub fn write<N: Notation>(&mut self, value: &[u8], out: &mut Vec<u8>) -> Result<Written, Fault> {
        match &self.content {
            Content::Number(Conversion::Copy(source)) => write_copy::<N>(*source, value, out)?,
            Content::Number(Conversion::Change(source, target)) => {
                write_number::<N>(*target, source.read(value)?, out)?;
            }
            Content::NumberArray(array) => return write_numbers::<N>(array, value, out),
            Content::Text(size) => N::text(size.text(value)?, out),
            Content::Boolean | Content::BooleanArray(_) if self.is_bits => {
                bits::write_digits(&self.content, value, out)?;
            }
            Content::Boolean => out.extend_from_slice(boolean(value)?),
            Content::BooleanArray(length) => write_booleans::<N>(*length, value, out)?,
            Content::Bytes(length) => {
                length.check(value.len())?;
                write_bytes::<N>(value, out);
            }
            Content::TextArray(array) => N::texts(array, value, &mut self.joined, out)?,
            Content::Instant(instant, size) => match instant.read(value)? {
                Some(instant) => N::instant(size.text(instant.as_str().as_bytes())?, out),
                None => return Ok(Written::Null),
            },
        }
        Ok(Written::Value)
    }
}

#[inline]
fn write_copy<N: Notation>(source: Source, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    match source {
        Source::Int2 => write_integer(i16::from_be_bytes(fixed(value)?), out),
        Source::Int4 => write_integer(i32::from_be_bytes(fixed(value)?), out),
        Source::Int8 => write_integer(i64::from_be_bytes(fixed(value)?), out),
        Source::Float4 => N::float(f32::from_be_bytes(fixed(value)?), out),
        Source::Float8 => N::double(f64::from_be_bytes(fixed(value)?), out),
    }
    Ok(())
}

fn write_number<N: Notation>(target: Target, number: Number, out: &mut Vec<u8>) -> Result<(), Fault> {
    match target {
        Target::Float => N::float(number.to_f32(), out),
        Target::Double => N::double(number.to_f64(), out),
        _ => write_integer(target.integer(number)?, out),
    }
    Ok(())
}

#[inline]
fn write_numbers<N: Notation>(
    array: &NumberArray,
    value: &[u8],
    out: &mut Vec<u8>,
) -> Result<Written, Fault> {
    let elements = Elements::read(value, Some(array.conversion.source().oid()))?;
    array.length.check(elements.length())?;
    if array.is_region && array.has_gap(elements.clone())? {
        return Ok(Written::Null);
    }
    out.extend_from_slice(N::OPEN);
    match array.conversion {
        Conversion::Copy(Source::Int2) => write_elements::<N, 2>(array, elements, out, |bytes, out| {
            write_integer(i16::from_be_bytes(bytes), out);
        })?,
        Conversion::Copy(Source::Int4) => write_elements::<N, 4>(array, elements, out, |bytes, out| {
            write_integer(i32::from_be_bytes(bytes), out);
        })?,
        Conversion::Copy(Source::Int8) => write_elements::<N, 8>(array, elements, out, |bytes, out| {
            write_integer(i64::from_be_bytes(bytes), out);
        })?,
        Conversion::Copy(Source::Float4) => write_elements::<N, 4>(array, elements, out, |bytes, out| {
            N::float(f32::from_be_bytes(bytes), out);
        })?,
        Conversion::Copy(Source::Float8) => write_elements::<N, 8>(array, elements, out, |bytes, out| {
            N::double(f64::from_be_bytes(bytes), out);
        })?,
        Conversion::Change(source, target) => {
            for (index, element) in elements.enumerate() {
                separate::<N>(index, out);
                match element? {
                    Some(element) => write_number::<N>(target, source.read(element)?, out)?,
                    None => write_null_element::<N>(array, out)?,
                }
            }
        }
    }
    out.extend_from_slice(N::CLOSE);
    Ok(Written::Value)
}

/// Appends elements of `W` bytes with separators between them.
#[inline]
fn write_elements<N: Notation, const W: usize>(
    array: &NumberArray,
    elements: Elements<'_>,
    out: &mut Vec<u8>,
    write: impl Fn([u8; W], &mut Vec<u8>),
) -> Result<(), Fault> {
    if let Some(pieces) = elements.plain::<W>() {
        for (index, piece) in pieces.enumerate() {
            separate::<N>(index, out);
            write(Elements::element(piece).ok_or(Fault::Array)?, out);
        }
        return Ok(());
    }
    for (index, element) in elements.enumerate() {
        separate::<N>(index, out);
        match element? {
            Some(element) => write(fixed(element)?, out),
            None => write_null_element::<N>(array, out)?,
        }
    }
    Ok(())
}

#[cold]
fn write_null_element<N: Notation>(array: &NumberArray, out: &mut Vec<u8>) -> Result<(), Fault> {
    match N::NULL_NUMBER {
        Some(null) => out.extend_from_slice(null),
        None => write_number::<N>(array.conversion.target(), array.null_element()?, out)?,
    }
    Ok(())
}

#[inline]
fn separate<N: Notation>(index: usize, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(N::SEPARATOR);
    }
}

fn boolean(value: &[u8]) -> Result<&'static [u8], Fault> {
    Ok(if fixed::<1>(value)? == [0] { b"false" } else { b"true" })
}

fn write_booleans<N: Notation>(length: Length, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    let elements = Elements::read(value, Some(BOOLEAN_OID))?;
    length.check(elements.length())?;
    out.extend_from_slice(N::OPEN);
    for (index, element) in elements.enumerate() {
        separate::<N>(index, out);
        out.extend_from_slice(element?.map_or(Ok(N::NULL_BOOLEAN), boolean)?);
    }
    out.extend_from_slice(N::CLOSE);
    Ok(())
}

fn write_bytes<N: Notation>(value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(N::OPEN);
    for (index, byte) in value.iter().enumerate() {
        separate::<N>(index, out);
        write_integer(*byte, out);
    }
    out.extend_from_slice(N::CLOSE);
}
