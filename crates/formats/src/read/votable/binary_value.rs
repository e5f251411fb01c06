//! Cells of BINARY and BINARY2 to values of PostgreSQL (VOTable 1.4 §5.4).

use std::io::Read;

use catalogue::PgBase;

use super::cell::{Cell, Chars, Content, Length, Numbers};
use super::number::Number;
use super::shape_text;
use super::text_value::{check_length, push_element, push_text, write_instant};
use super::window::Window;
use crate::read::ReadError;
use crate::read::row::{ArrayValue, write_null, write_value, write_with};

/// Why a cell cannot be read.
pub(super) enum Wrong {
    /// Its value is at fault.
    Value(String),
    /// The document is.
    Read(ReadError),
}

impl From<ReadError> for Wrong {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<String> for Wrong {
    fn from(what: String) -> Self {
        Self::Value(what)
    }
}

/// What is known of a cell besides its column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flags {
    /// Whether the serialization flags nulls, so that a count of 0 is none.
    pub are_there: bool,
    /// Whether this cell is flagged.
    pub is_null: bool,
}

/// Reads a cell and appends its value.
#[inline]
pub(super) fn write<R: Read>(
    cell: &Cell,
    flags: Flags,
    window: &mut Window<R>,
    bytes_max: usize,
    scratch: &mut String,
    out: &mut Vec<u8>,
) -> Result<(), Wrong> {
    let count = match cell.length {
        Length::One => 1,
        Length::Fixed(count) => count,
        Length::Variable(step) => variable_count(cell, step, window)?,
    };
    let is_array = cell.length != Length::One;
    if count.saturating_mul(cell.content.element_bytes(is_array)) > bytes_max {
        let limit = bytes_max as u64;
        return Err(ReadError::TooLarge { limit, what: "bytes in one value" }.into());
    }
    let bytes = take(window, bytes(&cell.content, count))?;
    let is_empty = count == 0 && !flags.are_there && cell.length != Length::Fixed(0);
    if flags.is_null || is_empty {
        write_null(out);
        return Ok(());
    }
    Ok(value(cell, flags, bytes, count, scratch, out)?)
}

/// The next bytes; that too few are left is a fault of the value.
pub(super) fn take<R: Read>(window: &mut Window<R>, count: usize) -> Result<&[u8], Wrong> {
    window.take(count)?.map_err(|left| {
        Wrong::Value(format!("the value needs {count} bytes and {left} are left; the data were cut, or are not of these columns"))
    })
}

/// The number of elements, as the count in front of them says.
fn variable_count<R: Read>(cell: &Cell, step: usize, window: &mut Window<R>) -> Result<usize, Wrong> {
    let bytes = take(window, 4)?;
    let count = i32::from_be_bytes(bytes.try_into().unwrap_or_default());
    let count = usize::try_from(count)
        .map_err(|_| format!("the count of elements is {count}; the data are not of these columns"))?;
    let count = count.saturating_mul(cell.per_count);
    Length::Variable(step).check(count)?;
    Ok(count)
}

/// The bytes of so many elements.
fn bytes(content: &Content, count: usize) -> usize {
    match content {
        Content::Bit => count.div_ceil(8),
        Content::Boolean | Content::Bytes => count,
        Content::Number(number) | Content::Region(number, _) => count * number.width(),
        Content::Text(chars)
        | Content::Texts(chars, _)
        | Content::Instant(chars)
        | Content::ShapeText(chars, _) => count * chars.width(),
    }
}

#[inline]
fn value(
    cell: &Cell,
    flags: Flags,
    bytes: &[u8],
    count: usize,
    scratch: &mut String,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    match (&cell.content, cell.length) {
        (Content::Number(number), Length::One) => {
            let value = read(*number, bytes)?;
            match cell.null.is_number(&value) {
                true => write_null(out),
                false => write_value(value.as_slice(), out),
            }
        }
        (Content::Number(number), _) => write_numbers(cell, *number, bytes, out)?,
        (Content::Region(number, _), _) => write_numbers(cell, *number, bytes, out)?,
        (Content::Boolean, Length::One) => match boolean(bytes[0])? {
            Some(value) => write_value(&[value.into()], out),
            None => write_null(out),
        },
        (Content::Bit, Length::One) => write_value(&[bytes[0] >> 7], out),
        (Content::Boolean, _) => write_booleans(bytes, out)?,
        (Content::Bit, _) => write_bits(bytes, count, out),
        (Content::Bytes, _) => write_value(bytes, out),
        (Content::Texts(chars, each), _) => write_texts(*chars, *each, bytes, scratch, out),
        (Content::Text(chars) | Content::Instant(chars) | Content::ShapeText(chars, _), _) => {
            decode(*chars, bytes, scratch);
            write_text(cell, *chars, flags, scratch, out)?;
        }
    }
    Ok(())
}

fn read(number: Number, bytes: &[u8]) -> Result<super::number::Bytes, String> {
    number.read(bytes).ok_or_else(|| "the value has not the bytes of its type".to_owned())
}

fn write_numbers(cell: &Cell, number: Number, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
    let shape = match cell.content {
        Content::Region(_, shape) => Some(shape),
        _ => None,
    };
    let mut numbers = Numbers::begin(number, shape, &cell.null, out);
    for element in bytes.chunks_exact(number.width()) {
        numbers.push(&read(number, element)?, out);
    }
    numbers.end(out)
}

fn boolean(byte: u8) -> Result<Option<bool>, String> {
    match byte {
        b'T' | b't' | b'1' => Ok(Some(true)),
        b'F' | b'f' | b'0' => Ok(Some(false)),
        0 | b' ' | b'?' => Ok(None),
        byte => Err(format!("the byte {byte:#04x} is no boolean; expected `T`, `F` or 0x00")),
    }
}

fn write_booleans(bytes: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
    let mut array = ArrayValue::begin(PgBase::Bool, out);
    for byte in bytes {
        match boolean(*byte)? {
            Some(value) => array.element(&[value.into()], out),
            None => array.null(out),
        }
    }
    array.end(out);
    Ok(())
}

/// Bits are packed from the highest of the first byte on.
fn write_bits(bytes: &[u8], count: usize, out: &mut Vec<u8>) {
    let mut array = ArrayValue::begin(PgBase::Bool, out);
    for place in 0..count {
        let bit = bytes.get(place / 8).map_or(0, |byte| byte >> (7 - place % 8) & 1);
        array.element(&[bit], out);
    }
    array.end(out);
}

/// Decodes characters into `text`, which it empties first. Bytes of char that are no UTF-8 are taken for ISO-8859-1.
#[inline]
fn decode(chars: Chars, bytes: &[u8], text: &mut String) {
    text.clear();
    match chars {
        Chars::Bytes => match std::str::from_utf8(bytes) {
            Ok(plain) => text.push_str(plain),
            Err(_) => text.extend(bytes.iter().map(|byte| char::from(*byte))),
        },
        Chars::Units => {
            let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
            text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
    }
}

/// Appends a text. Without flags an empty text is NULL; a text of fixed size ends at the first character 0.
#[inline]
fn write_text(cell: &Cell, chars: Chars, flags: Flags, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let text = match cell.length {
        Length::Variable(_) => text,
        _ => text.split('\0').next().unwrap_or_default(),
    };
    let is_blank = match cell.content {
        Content::Text(_) => text.is_empty() && !flags.are_there,
        _ => text.trim_matches([' ', '\0']).is_empty(),
    };
    if is_blank || cell.null.is_text(text) {
        write_null(out);
        return Ok(());
    }
    match cell.content {
        Content::Instant(_) => write_instant(text.trim_matches([' ', '\0']), out),
        Content::ShapeText(_, shape) => shape_text::write(shape, text, out),
        _ => {
            check_length(chars, cell.length, text)?;
            write_with(out, |out| {
                push_text(text, out);
                Ok(())
            })
        }
    }
}

fn write_texts(chars: Chars, each: usize, bytes: &[u8], scratch: &mut String, out: &mut Vec<u8>) {
    let mut array = ArrayValue::begin(PgBase::Text, out);
    for element in bytes.chunks(each * chars.width()) {
        decode(chars, element, scratch);
        push_element(scratch, &mut array, out);
    }
    array.end(out);
}
