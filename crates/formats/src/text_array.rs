//! Arrays of texts and of times, joined to the one text that VOTable can hold.

use crate::Fault;
use crate::array::Elements;
use crate::column::TextArray;

/// Joins the elements into `joined`, which it empties first: padded with blanks to equal length, or as a JSON array.
pub(crate) fn join(array: &TextArray, value: &[u8], joined: &mut String) -> Result<(), Fault> {
    // The elements may be of any text type, so that their oid tells nothing.
    let elements = Elements::read(value, None)?;
    joined.clear();
    if array.element_chars.is_none() {
        joined.push('[');
    }
    for (index, element) in elements.enumerate() {
        if index > 0 && array.element_chars.is_none() {
            joined.push(',');
        }
        let element = element?;
        match (array.instant, element) {
            (_, None) => push(array, None, joined)?,
            (Some(instant), Some(element)) => {
                push(array, instant.read(element)?.as_ref().map(|text| text.as_str()), joined)?;
            }
            (None, Some(element)) => {
                push(array, Some(std::str::from_utf8(element).map_err(|_| Fault::NotUtf8)?), joined)?;
            }
        }
    }
    if array.element_chars.is_none() {
        joined.push(']');
    }
    Ok(())
}

fn push(array: &TextArray, element: Option<&str>, joined: &mut String) -> Result<(), Fault> {
    match (array.element_chars, element) {
        (Some(expected), element) => {
            let element = element.unwrap_or_default();
            let found = array.size.count(element);
            let blanks = expected.checked_sub(found).ok_or(Fault::TextLength { found, expected })?;
            joined.push_str(element);
            joined.extend(std::iter::repeat_n(' ', blanks));
        }
        (None, None) => joined.push_str("null"),
        (None, Some(element)) => push_json(element, joined),
    }
    Ok(())
}

/// Appends a JSON string (RFC 8259 §7).
fn push_json(text: &str, joined: &mut String) {
    joined.push('"');
    for c in text.chars() {
        match c {
            '"' => joined.push_str("\\\""),
            '\\' => joined.push_str("\\\\"),
            '\n' => joined.push_str("\\n"),
            '\r' => joined.push_str("\\r"),
            '\t' => joined.push_str("\\t"),
            c if c < ' ' => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let digit = |number: u32| char::from(HEX[(number & 15) as usize]);
                joined.push_str("\\u00");
                joined.push(digit(u32::from(c) >> 4));
                joined.push(digit(u32::from(c)));
            }
            c => joined.push(c),
        }
    }
    joined.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::{Length, TextSize};
    use crate::instant::Instant;

    fn array(instant: Option<Instant>, element_chars: Option<usize>) -> TextArray {
        TextArray { instant, element_chars, size: TextSize { length: Length::ANY, is_unicode: false } }
    }

    fn value(elements: &[Option<&[u8]>]) -> Vec<u8> {
        let words = [1, 1, 25, elements.len() as u32, 1];
        let mut value: Vec<u8> = words.iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
        for element in elements {
            value.extend(element.map_or(-1, |bytes| bytes.len() as i32).to_be_bytes());
            value.extend(element.unwrap_or_default());
        }
        value
    }

    fn joined(array: &TextArray, elements: &[Option<&[u8]>]) -> Result<String, String> {
        let mut joined = String::from("old");
        join(array, &value(elements), &mut joined).map(|()| joined).map_err(|fault| fault.to_string())
    }

    #[test]
    fn texts_become_json() {
        let elements = [Some("a\"\\\n\u{1}é".as_bytes()), None, Some(b"".as_slice())];
        assert_eq!(joined(&array(None, None), &elements), Ok(r#"["a\"\\\n\u0001é",null,""]"#.to_owned()));
        assert_eq!(joined(&array(None, None), &[]), Ok("[]".to_owned()));
    }

    #[test]
    fn texts_of_equal_length_are_padded_with_blanks() {
        let elements = [Some("é".as_bytes()), None, Some(b"abc".as_slice())];
        assert_eq!(joined(&array(None, Some(3)), &elements), Ok("é     abc".to_owned()));
    }

    #[test]
    fn dates_become_json_strings_and_infinity_null() {
        let (day, infinity) = (59_i32.to_be_bytes(), i32::MAX.to_be_bytes());
        let elements = [Some(day.as_slice()), Some(infinity.as_slice())];
        assert_eq!(
            joined(&array(Some(Instant::Date), None), &elements),
            Ok(r#"["2000-02-29",null]"#.to_owned())
        );
    }

    #[test]
    fn a_longer_element_is_refused() {
        let message = "the text has 4 characters where the column declares 3".to_owned();
        assert_eq!(joined(&array(None, Some(3)), &[Some(b"abcd".as_slice())]), Err(message));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert_eq!(
            joined(&array(None, None), &[Some([0xe9].as_slice())]),
            Err("the text is not UTF-8".to_owned())
        );
    }
}
