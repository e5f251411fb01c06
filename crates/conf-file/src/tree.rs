//! A TOML document as a tree in which each key and each value knows its bytes in the text.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its bytes in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes; for a table with a header those of the header.
    pub span: Range<usize>,
}

/// A value of TOML 1.0.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    String(String),
    /// A whole number; what does not fit is the largest one.
    Integer(i128),
    /// A number with a point or an exponent.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time or both, as RFC 3339 writes it.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A table; entries in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table(Vec<Entry>);

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, one part of a dotted one.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

impl Table {
    /// The entries in the order of the text.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn from_toml(table: &DeTable<'_>) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_span: key.span(),
                node: Node::from_toml(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        Self(entries)
    }
}

impl Node {
    /// Parses a single value, e.g. `10` or `["a"]`; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        DeValue::parse(text).ok().map(|value| Self::from_toml(&value))
    }

    fn from_toml(value: &Spanned<DeValue<'_>>) -> Self {
        Self { value: Value::from_toml(value.get_ref()), span: value.span() }
    }
}

impl Value {
    /// The value as a table.
    pub fn as_table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    /// What the value is, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number with a point",
            Self::Boolean(_) => "a boolean",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    fn from_toml(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::String(text.to_string()),
            DeValue::Integer(digits) => {
                Self::Integer(i128::from_str_radix(digits.as_str(), digits.radix()).unwrap_or(i128::MAX))
            }
            DeValue::Float(digits) => Self::Float(digits.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(truth) => Self::Boolean(*truth),
            DeValue::Datetime(date) => Self::Date(date.to_string()),
            DeValue::Array(items) => Self::List(items.iter().map(Node::from_toml).collect()),
            DeValue::Table(table) => Self::Table(Table::from_toml(table)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, TomlFile};

    fn parsed(text: &str) -> Table {
        TomlFile::parse(Source::new("a.toml", text)).unwrap().table
    }

    #[test]
    fn entries_keep_the_order_of_the_text() {
        let table = parsed("zeta = 1\nalpha = 2\n[beta]\nx = 3\n");
        let keys: Vec<&str> = table.entries().iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["zeta", "alpha", "beta"]);
    }

    #[test]
    fn spans_are_bytes_of_the_text() {
        let text = "a = \"x\"\nbb = [1, 2]\n";
        let table = parsed(text);
        let entry = table.get("bb").unwrap();
        assert_eq!(&text[entry.key_span.clone()], "bb");
        assert_eq!(&text[entry.node.span.clone()], "[1, 2]");
    }

    #[test]
    fn a_number_too_large_for_any_range_is_kept_as_too_large() {
        let node = Node::parse("99999999999999999999999999999999999999999999").unwrap();
        assert_eq!(node.value, Value::Integer(i128::MAX));
    }

    #[test]
    fn what_is_no_value_is_not_parsed() {
        assert_eq!(Node::parse("/tap"), None);
        assert_eq!(Node::parse("1 2"), None);
    }

    #[test]
    fn dates_keep_their_text() {
        assert_eq!(Node::parse("2026-01-30").unwrap().value, Value::Date("2026-01-30".into()));
    }
}
