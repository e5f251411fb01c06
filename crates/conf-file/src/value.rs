//! Readers of single values: each gives a typed value or says what it expected.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::{Place, Problem, Value, suggestion};

/// Why a value is refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
}

impl Refusal {
    /// A value of another kind than `expected`, e.g. `a string`.
    pub fn expected(expected: impl Display, found: &Value) -> Self {
        Self::plain(format!("expected {expected}, found {}", found.kind()))
    }

    /// A value that is wrong in a way that needs no advice.
    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// A value that is wrong, with what to write instead.
    pub fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()) }
    }

    /// The refusal as a mistake in the value of a key.
    pub fn of_key(self, key: &str, place: Place) -> Problem {
        Problem { place, message: format!("key `{key}`: {}", self.message), hint: self.hint }
    }
}

/// Reads a string.
pub fn string(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) => Ok(text.clone()),
        other => Err(Refusal::expected("a string", other)),
    }
}

/// Reads `true` or `false`.
pub fn boolean(value: &Value) -> Result<bool, Refusal> {
    match value {
        Value::Boolean(truth) => Ok(*truth),
        other => Err(Refusal::expected("`true` or `false`", other)),
    }
}

/// Reads an integer within a range; ends included.
pub fn integer<T: TryFrom<i128> + PartialOrd + Display>(
    value: &Value,
    range: RangeInclusive<T>,
) -> Result<T, Refusal> {
    let expected = format!("an integer from {} to {}", range.start(), range.end());
    let Value::Integer(number) = value else { return Err(Refusal::expected(expected, value)) };
    match T::try_from(*number) {
        Ok(fit) if range.contains(&fit) => Ok(fit),
        _ => Err(Refusal::plain(format!("expected {expected}, found {number}"))),
    }
}

/// Reads an integer that `T` can hold; `expected` says what it is, e.g. `a number of rows`.
pub fn fitting<T: TryFrom<i128>>(value: &Value, expected: &str) -> Result<T, Refusal> {
    let number = if let Value::Integer(number) = value { T::try_from(*number).ok() } else { None };
    number.ok_or_else(|| Refusal::expected(expected, value))
}

/// Reads whole seconds within a range; ends included.
pub fn seconds(value: &Value, range: RangeInclusive<u64>) -> Result<Duration, Refusal> {
    integer(value, range).map(Duration::from_secs)
}

/// Reads a list of strings.
pub fn strings(value: &Value) -> Result<Vec<String>, Refusal> {
    let Value::List(items) = value else { return Err(Refusal::expected("a list of strings", value)) };
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        other => Err(Refusal::plain(format!("expected a list of strings, found {} in it", other.kind()))),
    };
    items.iter().map(|item| text(&item.value)).collect()
}

/// Reads one of the given names.
pub fn choice<T: Copy>(value: &Value, names: &[(&str, T)]) -> Result<T, Refusal> {
    let text = string(value)?;
    names.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice).ok_or_else(|| {
        let known = names.iter().map(|(name, _)| *name);
        Refusal::with_hint(format!("unknown value \"{text}\""), suggestion(&text, "values", known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Node;

    fn parsed(text: &str) -> Value {
        Node::parse(text).unwrap().value
    }

    #[test]
    fn an_integer_out_of_range_names_range_and_value() {
        let refusal = integer(&parsed("0"), 1..=10).unwrap_err();
        assert_eq!(refusal.message, "expected an integer from 1 to 10, found 0");
        let refusal = integer(&parsed("-7"), 1_u32..=10).unwrap_err();
        assert_eq!(refusal.message, "expected an integer from 1 to 10, found -7");
    }

    #[test]
    fn an_integer_that_does_not_fit_is_refused_in_the_given_words() {
        assert_eq!(fitting(&parsed("1_000"), "a number of rows"), Ok(1000_u64));
        let refusal = fitting::<u64>(&parsed("-1"), "a number of rows").unwrap_err();
        assert_eq!(refusal.message, "expected a number of rows, found an integer");
    }

    #[test]
    fn integers_in_other_bases_are_read() {
        assert_eq!(integer(&parsed("0x10"), 0..=99), Ok(16));
        assert_eq!(integer(&parsed("1_000"), 0..=9999), Ok(1000));
    }

    #[test]
    fn a_wrong_kind_names_both_kinds() {
        assert_eq!(string(&parsed("7")).unwrap_err().message, "expected a string, found an integer");
        assert_eq!(
            boolean(&parsed("\"yes\"")).unwrap_err().message,
            "expected `true` or `false`, found a string"
        );
        let refusal = strings(&parsed("[\"a\", 1]")).unwrap_err();
        assert_eq!(refusal.message, "expected a list of strings, found an integer in it");
    }

    #[test]
    fn an_unknown_name_proposes_the_nearest() {
        let refusal = choice(&parsed("\"jsn\""), &[("text", 1), ("json", 2)]).unwrap_err();
        assert_eq!(refusal.message, "unknown value \"jsn\"");
        assert_eq!(refusal.hint.as_deref(), Some("did you mean `json`? known values: json, text"));
    }
}
