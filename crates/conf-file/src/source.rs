//! The text of a file, where each byte of it has a line and a column.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file as messages name it, e.g. `conf.d/tap.toml`.
    pub name: Arc<str>,
    /// Its whole text.
    pub text: String,
}

/// A place in a file; orders by file, line, column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as messages name it.
    pub file: Arc<str>,
    /// Line, from 1; 0 means the file as a whole.
    pub line: u32,
    /// Column in characters, from 1; 0 means the file as a whole.
    pub column: u32,
}

impl Source {
    /// A file with this name and text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// The place of a byte; a byte past the end is the end.
    pub fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let lines = before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before[line_start..].chars().count();
        Place { file: self.name.clone(), line: counted(lines), column: counted(column) }
    }

    /// The text of these bytes; empty where the text has no such bytes.
    pub fn slice(&self, span: Range<usize>) -> &str {
        self.text.get(span).unwrap_or_default()
    }

    /// The file as a whole.
    pub fn whole(&self) -> Place {
        Place::file(self.name.clone())
    }
}

impl Place {
    /// A file as a whole, or what stands for one, e.g. `--set tap.maxrec`.
    pub fn file(name: impl Into<Arc<str>>) -> Self {
        Self { file: name.into(), line: 0, column: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => out.write_str(&self.file),
            line => write!(out, "{}:{line}:{}", self.file, self.column),
        }
    }
}

/// The one-based position after `count` items.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("conf.d/a.toml", "x = 1\nñandú = 2\n");
        let offset = source.text.find("= 2").unwrap();
        assert_eq!(source.place(offset).to_string(), "conf.d/a.toml:2:7");
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        assert_eq!(Source::new("a", "x\n").place(99).to_string(), "a:2:1");
    }

    #[test]
    fn a_whole_file_has_no_line() {
        assert_eq!(Source::new("conf.d/a.toml", "").whole().to_string(), "conf.d/a.toml");
    }
}
