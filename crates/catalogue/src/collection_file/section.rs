//! Reads the keys of a TOML table one by one, so that the code which uses a key is the list of known keys.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::report::{Report, suggestion};

/// A value with the byte where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) start: usize,
}

/// A table that is being read.
pub(super) struct Section<'t> {
    pub(super) report: &'t Report<'t>,
    /// How messages name it, e.g. `` table `Filter` ``; empty at the top of the file.
    name: String,
    /// Where it stands; `None` at the top of the file.
    start: Option<usize>,
    table: &'t DeTable<'t>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Section<'t> {
    /// The top of a file.
    pub(super) fn top(report: &'t Report<'t>, table: &'t DeTable<'t>) -> Self {
        Self { report, name: String::new(), start: None, table, asked: RefCell::default() }
    }

    /// A table further down.
    pub(super) fn inner(&self, name: String, start: usize, table: &'t DeTable<'t>) -> Self {
        Self { report: self.report, name, start: Some(start), table, asked: RefCell::default() }
    }

    /// Gives it a better name once the keys say one.
    pub(super) fn rename(&mut self, name: String) {
        self.name = name;
    }

    /// Whether it has no key.
    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Notes a mistake of the table as a whole.
    pub(super) fn problem(&self, message: impl Into<String>, hint: impl Into<Option<String>>) {
        match self.start {
            Some(start) => self.report.at(start, message, hint),
            None => self.report.whole(message, hint),
        }
    }

    /// A text that is not blank, with blanks and line breaks collapsed.
    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.value(key)?;
        self.as_text(key, value)
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, key: &'static str, advice: &str) -> Option<At<String>> {
        self.require(key, advice);
        self.text(key)
    }

    /// Notes a mistake if the key is absent.
    pub(super) fn require(&self, key: &'static str, advice: &str) {
        if self.value(key).is_none() {
            let of = if self.name.is_empty() { String::new() } else { format!(" of {}", self.name) };
            self.problem(format!("missing key `{key}`{of}"), advice.to_owned());
        }
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn boolean(&self, key: &'static str) -> bool {
        let Some(value) = self.value(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(key, "`true` or `false`", value);
            false
        })
    }

    /// A whole number of `T`.
    pub(super) fn integer<T: std::str::FromStr>(&self, key: &'static str, expected: &str) -> Option<At<T>> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        match number.and_then(|number| number.as_str().replace('_', "").parse().ok()) {
            Some(number) => Some(At { value: number, start: value.span().start }),
            None => {
                self.wrong_kind(key, expected, value);
                None
            }
        }
    }

    /// A list of texts; absent is `None`.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<At<String>>> {
        let value = self.value(key)?;
        match value.get_ref().as_array() {
            Some(items) => Some(items.iter().filter_map(|item| self.as_text(key, item)).collect()),
            None => {
                self.wrong_kind(key, "a list of strings", value);
                None
            }
        }
    }

    /// A table.
    pub(super) fn section(&self, key: &'static str) -> Option<Section<'t>> {
        let value = self.value(key)?;
        self.as_section(key, value)
    }

    /// A list of tables; absent is empty.
    pub(super) fn sections(&self, key: &'static str) -> Vec<Section<'t>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(items) => items.iter().filter_map(|item| self.as_section(key, item)).collect(),
            None => {
                self.wrong_kind(key, "a list of tables", value);
                Vec::new()
            }
        }
    }

    /// All keys with their tables, in the order of the text, for a table whose keys are names.
    pub(super) fn named_sections(&self, noun: &str) -> Vec<(At<String>, Section<'t>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let named = entries.into_iter().filter_map(|(key, value)| {
            let name = At { value: key.get_ref().to_string(), start: key.span().start };
            let title = format!("{noun} `{}`", name.value);
            let Some(table) = value.get_ref().as_table() else {
                self.report.at(
                    value.span().start,
                    format!("{title}: expected a table, found {}", kind(value)),
                    None,
                );
                return None;
            };
            let section = self.inner(title, name.start, table);
            Some((name, section))
        });
        named.collect()
    }

    /// The value of a key, whatever it is.
    pub(super) fn value(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| value)
    }

    /// Notes that a value is of another kind than expected.
    pub(super) fn wrong_kind(&self, key: &str, expected: &str, value: &Spanned<DeValue<'_>>) {
        self.report.at(
            value.span().start,
            format!("key `{key}`: expected {expected}, found {}", kind(value)),
            None,
        );
    }

    /// Notes the keys that nobody asked for.
    pub(super) fn finish(&self) {
        let mut asked = self.asked.borrow().clone();
        asked.sort_unstable();
        asked.dedup();
        let of = if self.name.is_empty() { String::new() } else { format!(" of {}", self.name) };
        for (key, _) in self.table {
            if !asked.iter().any(|known| known == key.get_ref()) {
                let hint = suggestion(key.get_ref(), "keys", asked.iter().copied());
                self.report.at(key.span().start, format!("unknown key `{}`{of}", key.get_ref()), hint);
            }
        }
    }

    fn as_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_kind(key, "a string", value);
            return None;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = value.span().start;
        if text.is_empty() {
            self.report.at(
                start,
                format!("key `{key}` is blank"),
                "write a text or leave the key out".to_owned(),
            );
            return None;
        }
        if text.chars().any(char::is_control) {
            self.report.at(start, format!("key `{key}` holds a control character"), None);
            return None;
        }
        Some(At { value: text, start })
    }

    fn as_section(&self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Option<Section<'t>> {
        match value.get_ref().as_table() {
            Some(table) => Some(self.inner(format!("`{key}`"), value.span().start, table)),
            None => {
                self.wrong_kind(key, "a table", value);
                None
            }
        }
    }
}

/// The kind of a value with its article.
fn kind(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
