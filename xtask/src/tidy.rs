//! The house rules that no lint knows; each rule is a function from the project's text to findings.

mod arrows;
mod banned;
mod cases;
mod config_keys;
mod dependencies;
mod generated;
mod heads;
mod lengths;
mod pages;
mod paths;
mod rust_text;

use std::fmt;
use std::path::Path;

use crate::error::Error;
use crate::tree::Tree;
use crate::{console, docs};

pub use config_keys::{is_default as is_default_config, key_of};

/// A place where a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the workspace's root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// A finding at a line, counted from 1.
    pub fn new(path: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: error: {}", self.path, self.line, self.message)
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    arrows::check,
    banned::check,
    cases::check,
    config_keys::check,
    dependencies::check,
    generated::check,
    heads::check,
    lengths::check,
    pages::check,
    paths::check,
];

/// `cargo xtask tidy [--fix]`: prints every finding; any is a failure.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => {}
        [flag] if flag == "--fix" => docs::run(root)?,
        [other, ..] => return Err(Error::Usage(format!("unexpected argument `{other}`"))),
    }
    let findings = findings(&Tree::read(root)?);
    for finding in &findings {
        console::note(&finding.to_string());
    }
    match findings.len() {
        0 => Ok(()),
        number => Err(Error::Broken(format!("tidy: {number} findings"))),
    }
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_all_rules_are_sorted_by_place() {
        let tree = Tree::of(&[
            ("host/src/b.rs", "fn b() {}\n"),
            ("host/src/a.rs", "//! Letters.\nfn a() { todo!() }\n"),
        ]);
        let lines: Vec<String> = findings(&tree)
            .iter()
            .filter(|finding| finding.path.starts_with("host"))
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            lines,
            [
                "host/src/a.rs:2: error: `todo!` is not for code that is kept: write it, or return an error",
                "host/src/b.rs:1: error: the first line must be `//! ` and one sentence true of the whole file",
            ]
        );
    }
}
