//! The keyword records of a header as names and values.

use std::collections::HashMap;

use crate::Error;

/// The length of a record in bytes: FITS 4.0 §4.1.
const CARD_BYTES: usize = 80;

/// The value of a card.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A finite number, written as an integer or not.
    Number(f64),
    /// A string, with its trailing blanks.
    Text(String),
    /// Anything else, as it is written.
    Other(String),
}

/// The cards of one header that have a value; of cards with the same name the last one counts.
#[derive(Debug, Default)]
pub(crate) struct Cards {
    values: HashMap<String, Value>,
}

impl Cards {
    /// Reads records up to `END` or to the end; an incomplete last one and whatever is no card are passed over.
    pub(crate) fn read(header: &[u8]) -> Self {
        let cards = header.chunks_exact(CARD_BYTES).take_while(|card| card.get(..8) != Some(b"END     "));
        Self { values: cards.filter_map(read_card).collect() }
    }

    /// The value of a card.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Whether there is such a card.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The number of a card; an error if it is none, or if its absolute value is more than `max`.
    pub(crate) fn number(&self, name: &str, max: f64) -> Result<Option<f64>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Number(number)) if number.abs() <= max => Ok(Some(*number)),
            Some(other) => Err(wrong(name, other, "a finite number of reasonable size")),
        }
    }

    /// The string of a card without trailing blanks; an error if it is none.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.trim_end())),
            Some(other) => Err(wrong(name, other, "a string in quotes")),
        }
    }

    /// The names that begin with these letters.
    pub(crate) fn names_with(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str).filter(move |name| name.starts_with(prefix))
    }

    /// How many pixels an axis has, counted from 1; of a tile-compressed image the axis of the picture, not of the
    /// table. `None` where the header does not say.
    pub(crate) fn axis_length(&self, axis: usize) -> Option<u64> {
        let names = [format!("ZNAXIS{axis}"), format!("NAXIS{axis}")];
        match names.iter().find_map(|name| self.value(name)) {
            Some(Value::Number(length)) if *length >= 0.0 && length.fract() == 0.0 => Some(*length as u64),
            _ => None,
        }
    }
}

/// The error about a card with a value that it cannot have.
pub(crate) fn wrong(card: &str, value: &Value, expected: &'static str) -> Error {
    let value = match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.trim_end()),
        Value::Other(text) if text.is_empty() => "empty".to_owned(),
        Value::Other(text) => text.clone(),
    };
    Error::Wrong { card: card.to_owned(), value, expected }
}

fn read_card(card: &[u8]) -> Option<(String, Value)> {
    let (name, rest) = card.split_at_checked(8)?;
    let value = rest.strip_prefix(b"= ")?;
    let is_name =
        |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    let name = name.trim_ascii_end();
    if name.is_empty() || !name.iter().all(is_name) {
        return None;
    }
    let name = String::from_utf8_lossy(name).into_owned();
    let value = value.trim_ascii_start();
    Some((name, value.strip_prefix(b"'").map_or_else(|| plain_value(value), text_value)))
}

/// A string behind its opening quote; two quotes are one within it.
fn text_value(value: &[u8]) -> Value {
    let mut text = String::with_capacity(value.len());
    let mut bytes = value.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\'' && bytes.next_if_eq(&b'\'').is_none() {
            return Value::Text(text);
        }
        text.push(if byte.is_ascii_graphic() || byte == b' ' { char::from(byte) } else { '?' });
    }
    Value::Other(format!("'{}", text.trim_end()))
}

/// A number, or something else that has no quotes.
fn plain_value(value: &[u8]) -> Value {
    let end = value.iter().position(|byte| *byte == b'/').unwrap_or(value.len());
    let text = String::from_utf8_lossy(&value[..end]).trim().to_owned();
    let is_numeric = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eEdD".contains(&byte));
    let number = text.replace(['d', 'D'], "E").parse().ok().filter(|number: &f64| number.is_finite());
    match number {
        Some(number) if is_numeric => Value::Number(number),
        _ => Value::Other(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(lines: &[&str]) -> Cards {
        Cards::read(lines.iter().map(|line| format!("{line:80}")).collect::<String>().as_bytes())
    }

    #[test]
    fn numbers_and_strings_are_read_in_all_forms_of_the_standard() {
        let cards = cards(&[
            "CRPIX1  =                 12.5 / comment",
            "CD1_1   = -1.5D-05",
            "CTYPE1  = 'RA---TAN'           / it's there",
            "OBJECT  = 'O''HARA '",
            "NAXIS1  = 100",
        ]);
        assert_eq!(cards.number("CRPIX1", 1e9), Ok(Some(12.5)));
        assert_eq!(cards.number("CD1_1", 1e9), Ok(Some(-1.5e-5)));
        assert_eq!(cards.text("CTYPE1"), Ok(Some("RA---TAN")));
        assert_eq!(cards.text("OBJECT"), Ok(Some("O'HARA")));
        assert_eq!(cards.axis_length(1), Some(100));
        assert_eq!(cards.number("CRPIX2", 1e9), Ok(None));
    }

    #[test]
    fn values_of_the_wrong_type_are_errors_that_name_the_card() {
        let cards = cards(&[
            "CRPIX1  = 'abc'",
            "CTYPE1  = 5",
            "CRVAL1  = NaN",
            "CRVAL2  = 1e999",
            "CD1_1   =",
            "CD1_2   = 1e40",
        ]);
        let number = |name| cards.number(name, 1e30).unwrap_err().to_string();
        let expected = "expected a finite number of reasonable size";
        assert_eq!(number("CRPIX1"), format!("card CRPIX1 is 'abc'; {expected}"));
        assert_eq!(number("CRVAL1"), format!("card CRVAL1 is NaN; {expected}"));
        assert_eq!(number("CRVAL2"), format!("card CRVAL2 is 1e999; {expected}"));
        assert_eq!(number("CD1_1"), format!("card CD1_1 is empty; {expected}"));
        assert_eq!(number("CD1_2"), format!("card CD1_2 is 1{}; {expected}", "0".repeat(40)));
        assert_eq!(
            cards.text("CTYPE1").unwrap_err().to_string(),
            "card CTYPE1 is 5; expected a string in quotes"
        );
    }

    #[test]
    fn cards_behind_the_end_do_not_count() {
        let cards = cards(&["CRPIX1  = 1.0", "END", "CRPIX2  = 1.0"]);
        assert!(cards.has("CRPIX1") && !cards.has("CRPIX2"));
    }

    #[test]
    fn axes_of_a_compressed_image_are_those_of_the_picture() {
        let cards = cards(&["NAXIS1  = 8", "ZNAXIS1 = 4096", "NAXIS2  = 12"]);
        assert_eq!((cards.axis_length(1), cards.axis_length(2)), (Some(4096), Some(12)));
    }
}
