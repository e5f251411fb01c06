//! Values, keys and comments of TOML as text.

use toml_edit::{Key, Value};

use crate::names::one_line;

/// A string in quotes, on one line.
pub(super) fn string(text: &str) -> String {
    Value::from(one_line(text).unwrap_or_default()).to_string()
}

/// A list of strings.
pub(super) fn strings<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", texts.into_iter().map(string).collect::<Vec<_>>().join(", "))
}

/// A key, in quotes where it must be.
pub(super) fn key(name: &str) -> String {
    Key::new(name).to_string()
}

/// A comment that ends a line; empty if there is nothing to say.
pub(super) fn ending(remarks: &[String]) -> String {
    let remarks: Vec<String> = remarks.iter().filter_map(|remark| one_line(remark)).collect();
    if remarks.is_empty() { String::new() } else { format!("  # {}", remarks.join("; ")) }
}

/// Collects the `key = value` pairs of an inline table or the lines of a table.
#[derive(Default)]
pub(super) struct Pairs(Vec<String>);

impl Pairs {
    /// A key with a value that is TOML already.
    pub(super) fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push(format!("{key} = {value}"));
    }

    /// A key with a text; blank texts are left out.
    pub(super) fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text.and_then(one_line) {
            self.raw(key, string(&text));
        }
    }

    /// A key that is only written if it is true.
    pub(super) fn flag(&mut self, key: &str, truth: bool) {
        if truth {
            self.raw(key, true);
        }
    }

    /// All in one line between braces.
    pub(super) fn inline(&self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }

    /// A line for each.
    pub(super) fn lines(&self) -> String {
        self.0.iter().flat_map(|pair| [pair.as_str(), "\n"]).collect()
    }
}
