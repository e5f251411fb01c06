//! The problems of one file, as they are found.

use std::cell::RefCell;

use crate::{Problem, ident};

/// Collects problems and turns bytes of the text into lines and columns.
pub(super) struct Report<'t> {
    file: &'t str,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Report<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, problems: RefCell::default() }
    }

    /// Notes a mistake at a byte of the text.
    pub(super) fn at(&self, offset: usize, message: impl Into<String>, hint: impl Into<Option<String>>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = counted(before.bytes().filter(|&byte| byte == b'\n').count());
        let column = counted(before[line_start..].chars().count());
        self.note(line, column, message.into(), hint.into());
    }

    /// Notes a mistake of the file as a whole.
    pub(super) fn whole(&self, message: impl Into<String>, hint: impl Into<Option<String>>) {
        self.note(0, 0, message.into(), hint.into());
    }

    /// Notes a mistake that the TOML parser found.
    pub(super) fn syntax(&self, error: &toml::de::Error) {
        let message = format!("this is not TOML: {}", error.message().trim().replace('\n', ", "));
        match error.span() {
            Some(span) => self.at(span.start, message, None),
            None => self.whole(message, None),
        }
    }

    /// The problems, sorted.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }

    fn note(&self, line: u32, column: u32, message: String, hint: Option<String>) {
        let file = self.file.to_owned();
        self.problems.borrow_mut().push(Problem { file, line, column, message, hint });
    }
}

/// The known names, with the nearest proposed if one is near: ``did you mean `a`? known keys: a, b``.
pub(crate) fn suggestion<'k>(wrong: &str, noun: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let list = format!("known {noun}: {}", known.join(", "));
    match ident::nearest(wrong, known, 1).first() {
        Some(nearest) => format!("did you mean `{nearest}`? {list}"),
        None => list,
    }
}

/// The one-based position after `count` items.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1) + 1
}
