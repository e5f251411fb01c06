//! The type that all values of a column have in common.

use crate::read::timestamp;

const BOOLEAN: u8 = 1;
const INT: u8 = 2;
const LONG: u8 = 4;
const DOUBLE: u8 = 8;
const TIMESTAMP: u8 = 16;
const ALL: u8 = 31;

/// Whole numbers up to here are exact as doubles.
const EXACT_MAX: u64 = 1 << 53;

/// The types that the values so far can have.
#[derive(Clone, Copy)]
pub(super) struct Guess {
    types: u8,
    is_ascii: bool,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guessed {
    Boolean,
    Int,
    Long,
    Double,
    Timestamp,
    Text { is_ascii: bool },
}

impl Guessed {
    /// The type in a word, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Double => "double",
            Self::Timestamp => "timestamp",
            Self::Text { .. } => "text",
        }
    }
}

impl Default for Guess {
    fn default() -> Self {
        Self { types: ALL, is_ascii: true }
    }
}

impl Guess {
    /// What a single value can be.
    pub fn of(value: &str) -> Self {
        let mut guess = Self::default();
        guess.learn(value);
        guess
    }

    /// Whether the values can be numbers, and are not all empty.
    pub fn is_number(self) -> bool {
        self.types != ALL && self.types & DOUBLE != 0
    }

    /// Whether all values so far were ASCII.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Narrows the types to those of one more value; an empty one says nothing.
    pub fn learn(&mut self, value: &str) {
        if self.types == 0 {
            self.is_ascii &= value.is_ascii();
        } else if !value.is_empty() {
            self.types &= types(value.trim());
            self.is_ascii &= value.is_ascii();
        }
    }

    /// The narrowest type; text if there was no value at all.
    pub fn end(&self) -> Guessed {
        let is = |flag| self.types & flag != 0;
        match self.types {
            ALL => Guessed::Text { is_ascii: true },
            _ if is(BOOLEAN) => Guessed::Boolean,
            _ if is(INT) => Guessed::Int,
            _ if is(LONG) => Guessed::Long,
            _ if is(DOUBLE) => Guessed::Double,
            _ if is(TIMESTAMP) => Guessed::Timestamp,
            _ => Guessed::Text { is_ascii: self.is_ascii },
        }
    }
}

fn types(value: &str) -> u8 {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    match digits.as_bytes() {
        // Blanks only.
        [] if value.is_empty() => ALL,
        // A number such as 007 is a name.
        [b'0', b'0'..=b'9', ..] => timestamp_or_text(value),
        [b'0'..=b'9' | b'.', ..] => number(value, digits),
        _ if value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false") => BOOLEAN,
        _ if ["nan", "inf", "infinity"].iter().any(|name| digits.eq_ignore_ascii_case(name)) => DOUBLE,
        _ => 0,
    }
}

fn number(value: &str, digits: &str) -> u8 {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // It begins with a digit or a point, so that no name of infinity is among what is read.
        return match value.parse::<f64>() {
            Ok(number) if number.is_finite() => DOUBLE,
            _ => timestamp_or_text(value),
        };
    }
    match value.parse::<i64>() {
        Ok(number) if i32::try_from(number).is_ok() => INT | LONG | DOUBLE,
        Ok(number) if number.unsigned_abs() <= EXACT_MAX => LONG | DOUBLE,
        Ok(_) => LONG,
        Err(_) => 0,
    }
}

/// A time whose fraction PostgreSQL can hold.
fn timestamp_or_text(value: &str) -> u8 {
    const FRACTION_DIGITS_MAX: usize = 6;
    let fraction = value.split_once('.').map_or("", |(_, fraction)| fraction).trim_end_matches(['Z', 'z']);
    match timestamp::parse(value.as_bytes()) {
        Some(_) if fraction.len() <= FRACTION_DIGITS_MAX => TIMESTAMP,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(values: &[&str]) -> Guessed {
        let mut guess = Guess::default();
        values.iter().for_each(|value| guess.learn(value));
        guess.end()
    }

    #[test]
    fn a_column_has_the_narrowest_type_of_all_its_values() {
        const TEXT: Guessed = Guessed::Text { is_ascii: true };
        for (values, expected) in [
            (&["1", "-2", "", "+3", " 4 "][..], Guessed::Int),
            (&["1", "2147483648"], Guessed::Long),
            (&["9007199254740993", "1.5"], TEXT),
            (&["1", "2.5", ".5", "-1e-7", "NaN", "-Inf"], Guessed::Double),
            (&["12345678901234567890"], TEXT),
            (&["1e999"], TEXT),
            (&["true", "FALSE", ""], Guessed::Boolean),
            (&["true", "1"], TEXT),
            (&["007", "8"], TEXT),
            (&["0", "0.5"], Guessed::Double),
            (&["2020-01-01", "2020-01-01T10:00:00.5Z"], Guessed::Timestamp),
            (&["2020-01-01T10:00:00.1234567"], TEXT),
            (&["0001-01-01"], Guessed::Timestamp),
            (&["2020-13-01"], TEXT),
            (&["1", "x"], TEXT),
            (&["-", "."], TEXT),
            (&["", ""], TEXT),
            (&["a", "µ"], Guessed::Text { is_ascii: false }),
        ] {
            assert_eq!(guessed(values), expected, "{values:?}");
        }
    }
}
