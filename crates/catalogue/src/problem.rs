//! A mistake in a file, with its place and what to do about it.

use std::fmt;

/// One mistake; printed as `error:` line, place, empty line, `hint:` line. Orders by file and place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file as the caller named it, e.g. `conf.d/collections/sim-dr1.toml`.
    pub file: String,
    /// Line, from 1; 0 means the file as a whole.
    pub line: u32,
    /// Column in characters, from 1; 0 means the file as a whole.
    pub column: u32,
    /// What is wrong: a lower-case fragment without full stop.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error: {}\n  --> {}", self.message, self.file)?;
        if self.line > 0 {
            write!(out, ":{}:{}", self.line, self.column)?;
        }
        match &self.hint {
            Some(hint) => write!(out, "\n\nhint: {hint}"),
            None => Ok(()),
        }
    }
}
