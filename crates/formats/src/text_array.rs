//! Arrays of texts and of times: joined to the one text that VOTable can hold, or as a JSON array.

use crate::Fault;
use crate::array::Elements;
use crate::column::TextArray;
use crate::json_text::write_string;

/// Joins the elements into `joined`, which it empties first: padded with blanks to equal length, or as a JSON array.
pub(crate) fn join(array: &TextArray, value: &[u8], joined: &mut Vec<u8>) -> Result<(), Fault> {
    joined.clear();
    match array.element_chars {
        Some(chars) => each(array, value, |_, element| pad(array, chars, element, joined)),
        None => write_json(array, value, joined),
    }
}

/// Appends the elements as a JSON array of strings and nulls.
pub(crate) fn write_json(array: &TextArray, value: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
    out.push(b'[');
    each(array, value, |index, element| {
        if index > 0 {
            out.push(b',');
        }
        match element {
            Some(element) => write_string(element, out),
            None => out.extend_from_slice(b"null"),
        }
        Ok(())
    })?;
    out.push(b']');
    Ok(())
}

/// Gives each element with its index to `take`; `None` for NULL and for times that have no text.
fn each(
    array: &TextArray,
    value: &[u8],
    mut take: impl FnMut(usize, Option<&str>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    // The elements may be of any text type, so that their oid tells nothing.
    for (index, element) in Elements::read(value, None)?.enumerate() {
        match (array.instant, element?) {
            (_, None) => take(index, None)?,
            (Some(instant), Some(element)) => {
                take(index, instant.read(element)?.as_ref().map(|text| text.as_str()))?;
            }
            (None, Some(element)) => {
                take(index, Some(std::str::from_utf8(element).map_err(|_| Fault::NotUtf8)?))?;
            }
        }
    }
    Ok(())
}

fn pad(array: &TextArray, expected: usize, element: Option<&str>, joined: &mut Vec<u8>) -> Result<(), Fault> {
    let element = element.unwrap_or_default();
    let found = array.size.count(element);
    let blanks = expected.checked_sub(found).ok_or(Fault::TextLength { found, expected })?;
    joined.extend_from_slice(element.as_bytes());
    joined.extend(std::iter::repeat_n(b' ', blanks));
    Ok(())
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
        let mut joined = b"old".to_vec();
        join(array, &value(elements), &mut joined).map_err(|fault| fault.to_string())?;
        Ok(String::from_utf8(joined).unwrap())
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
