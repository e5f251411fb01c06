//! One column of VOTable's BINARY and BINARY2: values of PostgreSQL to big-endian cells (VOTable 1.4 §5.4).

use catalogue::Datatype;

use crate::Fault;
use crate::array::Elements;
use crate::batch::fixed;
use crate::bits;
use crate::column::{Column, Content, Length, NumberArray, TextSize, Written};
use crate::number::{Conversion, Number, Source};
use crate::text_array;

/// The oid of `boolean` in `pg_type`.
pub(crate) const BOOLEAN_OID: u32 = 16;

/// The writer of the cells of one column.
pub(crate) struct BinaryCell {
    content: Content,
    is_bits: bool,
    null: Vec<u8>,
    joined: Vec<u8>,
}

impl BinaryCell {
    /// The cells of a column; `flagged` if null is said elsewhere, so that its bytes are zeros or NaN.
    pub fn new(column: &Column, flagged: bool) -> Self {
        let marker = if flagged { None } else { column.null };
        let null = null_cell(&column.content, marker);
        Self { content: column.content.clone(), is_bits: false, null, joined: Vec::new() }
    }

    /// Packs booleans, eight in a byte, if the column is declared as bit.
    pub fn with_bits(mut self, column: &Column) -> Self {
        self.is_bits = column.declared.datatype == Datatype::Bit;
        if let (true, Content::BooleanArray(Length::Fixed(count))) = (self.is_bits, &self.content) {
            self.null.truncate(count.div_ceil(8));
        }
        self
    }

    /// Appends the cell of a NULL.
    #[inline]
    pub fn write_null(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.null);
    }

    /// Appends the cell of a value. On an error `out` may hold a part of it.
    #[inline]
    pub fn write(&mut self, value: &[u8], out: &mut Vec<u8>) -> Result<Written, Fault> {
        match &self.content {
            Content::Number(Conversion::Copy(source)) => copy(*source, value, out)?,
            Content::Number(Conversion::Change(source, target)) => target.write(source.read(value)?, out)?,
            Content::NumberArray(array) => return write_numbers(array, value, &self.null, out),
            Content::Text(size) => write_text(*size, value, out)?,
            Content::Boolean | Content::BooleanArray(_) if self.is_bits => {
                bits::write_packed(&self.content, value, out)?;
            }
            Content::Boolean => out.push(boolean(value)?),
            Content::BooleanArray(length) => write_booleans(*length, value, out)?,
            Content::Bytes(length) => {
                write_count(*length, value.len(), out)?;
                out.extend_from_slice(value);
            }
            Content::TextArray(array) => {
                text_array::join(array, value, &mut self.joined)?;
                write_text(array.size, &self.joined, out)?;
            }
            Content::Instant(instant, size) => match instant.read(value)? {
                Some(text) => write_text(*size, text.as_str().as_bytes(), out)?,
                None => {
                    out.extend_from_slice(&self.null);
                    return Ok(Written::Null);
                }
            },
        }
        Ok(Written::Value)
    }
}

/// The bytes of a null cell: the marker where one is given, else zeros, NaN, and a count of 0.
fn null_cell(content: &Content, marker: Option<i64>) -> Vec<u8> {
    let number = |conversion: Conversion| {
        let target = conversion.target();
        let null = match target.range() {
            Some(_) => Number::Integer(marker.unwrap_or(0)),
            None => Number::Real(f64::NAN),
        };
        let mut bytes = Vec::new();
        // The column has checked that the marker is in range.
        target.write(null, &mut bytes).map(|()| bytes).unwrap_or_default()
    };
    let (element, length) = match content {
        Content::Boolean => return vec![0],
        Content::Number(conversion) => return number(*conversion),
        Content::Bytes(length) | Content::BooleanArray(length) => (vec![0], *length),
        Content::NumberArray(array) => (number(array.conversion), array.length),
        Content::Text(size) | Content::Instant(_, size) => (vec![0; size.unit_bytes()], size.length),
        Content::TextArray(array) => (vec![0; array.size.unit_bytes()], array.size.length),
    };
    match length {
        Length::Fixed(count) => element.repeat(count),
        Length::Variable { .. } => vec![0; 4],
    }
}

#[inline]
fn copy(source: Source, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    match source {
        Source::Int2 => out.extend_from_slice(&fixed::<2>(value)?),
        Source::Int4 | Source::Float4 => out.extend_from_slice(&fixed::<4>(value)?),
        Source::Int8 | Source::Float8 => out.extend_from_slice(&fixed::<8>(value)?),
    }
    Ok(())
}

#[inline]
fn boolean(value: &[u8]) -> Result<u8, Fault> {
    Ok(if fixed::<1>(value)? == [0] { b'F' } else { b'T' })
}

/// Checks a count, and appends it where it varies.
#[inline]
fn write_count(length: Length, count: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
    length.check(count)?;
    if let Length::Variable { .. } = length {
        let count = i32::try_from(count).map_err(|_| Fault::TooLong)?;
        out.extend_from_slice(&count.to_be_bytes());
    }
    Ok(())
}

#[inline]
fn write_numbers(
    array: &NumberArray,
    value: &[u8],
    null: &[u8],
    out: &mut Vec<u8>,
) -> Result<Written, Fault> {
    let elements = Elements::read(value, Some(array.conversion.source().oid()))?;
    if array.is_region && array.has_gap(elements.clone())? {
        out.extend_from_slice(null);
        return Ok(Written::Null);
    }
    write_count(array.length, elements.length(), out)?;
    match array.conversion {
        Conversion::Copy(Source::Int2) => copy_elements::<2>(array, elements, out)?,
        Conversion::Copy(Source::Int4 | Source::Float4) => copy_elements::<4>(array, elements, out)?,
        Conversion::Copy(Source::Int8 | Source::Float8) => copy_elements::<8>(array, elements, out)?,
        Conversion::Change(source, target) => {
            for element in elements {
                let number = match element? {
                    Some(element) => source.read(element)?,
                    None => array.null_element()?,
                };
                target.write(number, out)?;
            }
        }
    }
    Ok(Written::Value)
}

/// Appends elements of `W` bytes as they are.
#[inline]
fn copy_elements<const W: usize>(
    array: &NumberArray,
    elements: Elements<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let Some(pieces) = elements.plain::<W>() else {
        for element in elements {
            match element? {
                Some(element) => out.extend_from_slice(&fixed::<W>(element)?),
                None => array.conversion.target().write(array.null_element()?, out)?,
            }
        }
        return Ok(());
    };
    let start = out.len();
    out.resize(start + W * elements.length(), 0);
    let mut is_whole = true;
    for (cell, piece) in out[start..].chunks_exact_mut(W).zip(pieces) {
        let (length, element) = piece.split_at(4);
        is_whole &= length == (W as u32).to_be_bytes();
        cell.copy_from_slice(element);
    }
    if is_whole { Ok(()) } else { Err(Fault::Array) }
}

fn write_booleans(length: Length, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    let elements = Elements::read(value, Some(BOOLEAN_OID))?;
    write_count(length, elements.length(), out)?;
    for element in elements {
        out.push(element?.map_or(Ok(0), boolean)?);
    }
    Ok(())
}

#[inline]
fn write_text(size: TextSize, text: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    match size {
        TextSize { length: Length::Variable { .. }, is_unicode: false } if text.is_ascii() => {
            write_count(Length::ANY, text.len(), out)?;
            out.extend_from_slice(text);
            Ok(())
        }
        _ => write_units(size, text, out),
    }
}

/// Appends a text unit by unit, padded with zeros where the length is fixed.
///
/// `char` is ASCII, and readers fail on other bytes (astropy, 2026); so `?` stands for another character there, and a
/// column that has such characters is declared `unicodeChar`. That one has surrogate pairs beyond the BMP.
fn write_units(size: TextSize, text: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    let text = std::str::from_utf8(text).map_err(|_| Fault::NotUtf8)?;
    let count = size.count(text);
    match size.length {
        Length::Fixed(_) => size.check(text)?,
        Length::Variable { .. } => write_count(Length::ANY, count, out)?,
    }
    match size.is_unicode {
        true => text.encode_utf16().for_each(|unit| out.extend_from_slice(&unit.to_be_bytes())),
        false => out.extend(text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' })),
    }
    if let Length::Fixed(length) = size.length {
        out.resize(out.len() + (length - count) * size.unit_bytes(), 0);
    }
    Ok(())
}
