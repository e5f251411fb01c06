//! The file `properties`: HiPS 1.0 §4.4.1.

use std::fmt;

/// Keys and values, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    pairs: Vec<(String, String)>,
}

impl Properties {
    /// Reads a file; comments and lines without `=` are passed over.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once('='));
        Self { pairs: pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect() }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Sets a value, in place of the one that is there or at the end. Line breaks become blanks.
    pub fn set(&mut self, key: &str, value: &str) {
        let value = value.split(['\r', '\n']).map(str::trim).collect::<Vec<_>>().join(" ");
        match self.pairs.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => self.pairs.push((key.to_owned(), value)),
        }
    }

    /// All pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Sets a value if there is one.
    pub(crate) fn set_some(&mut self, key: &str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.set(key, &value.to_string());
        }
    }
}

impl fmt::Display for Properties {
    /// The file: a line for each pair.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pairs.iter().try_for_each(|(key, value)| writeln!(out, "{key:20} = {value}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut properties = Properties::parse("# a comment\nobs_title = A = B\n\nhips_order=9\nnothing\n");
        assert_eq!((properties.get("obs_title"), properties.get("hips_order")), (Some("A = B"), Some("9")));
        properties.set("hips_order", "10");
        properties.set("obs_description", "Two\r\nlines");
        let text = properties.to_string();
        assert_eq!(
            text,
            "obs_title            = A = B\nhips_order           = 10\nobs_description      = Two  lines\n"
        );
        assert_eq!(Properties::parse(&text), properties);
    }
}
