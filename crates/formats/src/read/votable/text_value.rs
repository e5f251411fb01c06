//! Cells of TABLEDATA to values of PostgreSQL (VOTable 1.4 §5.1 and §6).

use catalogue::PgBase;

use super::cell::{Cell, Chars, Content, Length, Numbers};
use super::number::Number;
use super::shape_text;
use crate::read::row::{ArrayValue, write_null, write_value, write_with};
use crate::read::timestamp;

/// Appends the value of a cell. An empty cell is NULL in every type, and so is the column's null marker. The error says
/// what is wrong with it.
#[inline]
pub(super) fn write(cell: &Cell, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let chars = match cell.content {
        Content::Text(chars) | Content::Texts(chars, _) | Content::ShapeText(chars, _) => Some(chars),
        _ => None,
    };
    let text = if chars.is_none() { text.trim_ascii() } else { text };
    // Among numbers the marker stands for elements, never for the whole array.
    let has_marker = chars.is_some() || cell.length == Length::One;
    if text.is_empty() || has_marker && cell.null.is_text(text) {
        write_null(out);
        return Ok(());
    }
    match (&cell.content, cell.length) {
        (Content::Number(number), Length::One) => write_number(cell, *number, text, out),
        (Content::Number(number), _) => write_numbers(cell, *number, text, out),
        (Content::Region(number, _), _) => write_numbers(cell, *number, text, out),
        (Content::Boolean, Length::One) => {
            match boolean(text)? {
                Some(value) => write_value(&[value.into()], out),
                None => write_null(out),
            }
            Ok(())
        }
        (Content::Bit, Length::One) => {
            write_value(&[bit(text)?.into()], out);
            Ok(())
        }
        (Content::Boolean | Content::Bit, _) => write_booleans(cell, text, out),
        (Content::Bytes, _) => write_bytes(cell, text, out),
        (Content::Text(chars), length) => write_text(*chars, length, text, out),
        (Content::Texts(chars, each), length) => write_texts(*chars, *each, length, text, out),
        (Content::Instant(_), _) => write_instant(text, out),
        (Content::ShapeText(_, shape), _) => shape_text::write(*shape, text, out),
    }
}

/// What an error says of a literal.
pub(super) fn wrong(text: &str, expected: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    let more = if shown.len() < text.len() { "..." } else { "" };
    let hint = match text.eq_ignore_ascii_case("null") {
        true => "; for null leave the cell empty",
        false => "",
    };
    format!("`{shown}{more}` is not {expected}{hint}")
}

/// Appends a date and time.
pub(super) fn write_instant(text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    match timestamp::parse(text.as_bytes()) {
        Some(micros) => {
            write_value(&micros.to_be_bytes(), out);
            Ok(())
        }
        None => {
            let expected = format!("{}; correct it, or leave out the xtype", timestamp::EXPECTED);
            Err(wrong(text, &expected))
        }
    }
}

/// Checks that a text is no longer than declared.
pub(super) fn check_length(chars: Chars, length: Length, text: &str) -> Result<(), String> {
    let declared = match length {
        Length::Variable(_) => return Ok(()),
        Length::Fixed(declared) => declared,
        Length::One => 1,
    };
    let found = chars.count(text);
    match (found > declared, length) {
        (false, _) => Ok(()),
        (true, Length::One) => Err(format!(
            "the text has {found} characters, but a column without arraysize has one; write `arraysize=\"*\"`"
        )),
        (true, _) => Err(format!("the text has {found} characters where the column declares {declared}")),
    }
}

/// Appends a text without the character 0, which PostgreSQL cannot hold.
#[inline]
pub(super) fn push_text(text: &str, out: &mut Vec<u8>) {
    if !text.as_bytes().contains(&0) {
        return out.extend_from_slice(text.as_bytes());
    }
    text.split('\0').for_each(|piece| out.extend_from_slice(piece.as_bytes()));
}

#[inline]
fn write_number(cell: &Cell, number: Number, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let value = number.parse(text).ok_or_else(|| wrong(text, number.expected()))?;
    match cell.null.is_number(&value) {
        true => write_null(out),
        false => write_value(value.as_slice(), out),
    }
    Ok(())
}

fn write_numbers(cell: &Cell, number: Number, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let shape = match cell.content {
        Content::Region(_, shape) => Some(shape),
        _ => None,
    };
    let mut numbers = Numbers::begin(number, shape, &cell.null, out);
    for element in text.split_ascii_whitespace() {
        match number.parse(element) {
            _ if cell.null.is_text(element) => numbers.push_null(out),
            Some(element) => numbers.push(&element, out),
            None => return Err(wrong(element, number.expected())),
        }
    }
    cell.length.check(numbers.count())?;
    numbers.end(out)
}

fn write_booleans(cell: &Cell, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    let mut array = ArrayValue::begin(PgBase::Bool, out);
    match cell.content {
        Content::Bit => {
            for digit in text.split_ascii_whitespace().flat_map(|piece| piece.split_inclusive(|_| true)) {
                array.element(&[bit(digit)?.into()], out);
            }
        }
        _ => {
            for element in text.split_ascii_whitespace() {
                match boolean(element)? {
                    Some(value) => array.element(&[value.into()], out),
                    None => array.null(out),
                }
            }
        }
    }
    cell.length.check(array.count())?;
    array.end(out);
    Ok(())
}

fn boolean(text: &str) -> Result<Option<bool>, String> {
    let is = |names: [&str; 3]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    match text {
        "?" => Ok(None),
        _ if is(["true", "t", "1"]) => Ok(Some(true)),
        _ if is(["false", "f", "0"]) => Ok(Some(false)),
        _ => Err(wrong(text, "a boolean: write true, false or nothing")),
    }
}

fn bit(text: &str) -> Result<bool, String> {
    match text {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(wrong(text, "a bit: write 0 or 1")),
    }
}

fn write_bytes(cell: &Cell, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    write_with(out, |out| {
        let start = out.len();
        for element in text.split_ascii_whitespace() {
            let byte = Number::Byte.parse(element).ok_or_else(|| wrong(element, Number::Byte.expected()))?;
            out.extend_from_slice(&byte.as_slice()[1..]);
        }
        cell.length.check(out.len() - start)
    })
}

#[inline]
fn write_text(chars: Chars, length: Length, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    check_length(chars, length, text)?;
    write_with(out, |out| {
        push_text(text, out);
        Ok(())
    })
}

/// Cuts a text into texts of equal length; blanks at the end of each are padding, and all blanks are NULL.
fn write_texts(
    chars: Chars,
    each: usize,
    length: Length,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    check_length(chars, length, text)?;
    let mut array = ArrayValue::begin(PgBase::Text, out);
    let mut rest = text;
    while !rest.is_empty() {
        let mut count = 0;
        let end = rest.char_indices().find(|(_, c)| {
            let is_over = count >= each;
            count += if chars == Chars::Units { c.len_utf16() } else { 1 };
            is_over
        });
        let (element, tail) = rest.split_at(end.map_or(rest.len(), |(place, _)| place));
        push_element(element, &mut array, out);
        rest = tail;
    }
    array.end(out);
    Ok(())
}

/// Appends a text that may be padded to an array.
pub(super) fn push_element(element: &str, array: &mut ArrayValue, out: &mut Vec<u8>) {
    let element = element.trim_end_matches([' ', '\0']);
    match element.is_empty() {
        true => array.null(out),
        false if element.contains('\0') => array.element(element.replace('\0', "").as_bytes(), out),
        false => array.element(element.as_bytes(), out),
    }
}
