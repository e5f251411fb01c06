//! Mistakes in files, each with its place and what to do about it.

use std::cell::RefCell;
use std::fmt;

use crate::Place;

/// One mistake; printed as `error:` line, place, empty line, `hint:` line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong: a lower-case fragment without full stop.
    pub message: String,
    /// What to do now.
    pub hint: Option<String>,
}

/// All mistakes of a reading, sorted by file and line; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// Collects mistakes while files are read.
#[derive(Debug, Default)]
pub struct Report(RefCell<Vec<Problem>>);

impl Problem {
    /// A mistake at a place.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: None }
    }

    /// Says what to do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The text with another word in front than `error`, e.g. `warning`.
    pub fn titled(&self, title: &str) -> String {
        let hint = self.hint.as_ref().map(|hint| format!("\n\nhint: {hint}"));
        format!("{title}: {}\n  --> {}{}", self.message, self.place, hint.unwrap_or_default())
    }
}

impl Problems {
    /// The problems of a list, sorted; `None` if there are none.
    pub fn of(mut list: Vec<Problem>) -> Option<Self> {
        list.sort();
        list.dedup();
        (!list.is_empty()).then_some(Self(list))
    }

    /// The problems, sorted by file and line.
    pub fn list(&self) -> &[Problem] {
        &self.0
    }
}

impl Report {
    /// Notes a mistake.
    pub fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    /// The mistakes in the order in which they were noted.
    pub fn into_list(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.titled("error"))
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.0.iter().enumerate() {
            let gap = if number == 0 { "" } else { "\n\n" };
            write!(out, "{gap}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &str, line: u32) -> Problem {
        Problem::new(Place { file: file.into(), line, column: 1 }, format!("mistake {line}"))
    }

    #[test]
    fn problems_are_sorted_by_file_and_line() {
        let problems = Problems::of(vec![at("b", 1), at("a", 10), at("a", 9)]).unwrap();
        let order: Vec<String> = problems.list().iter().map(|problem| problem.place.to_string()).collect();
        assert_eq!(order, ["a:9:1", "a:10:1", "b:1:1"]);
    }

    #[test]
    fn a_problem_shows_message_place_and_hint() {
        let text = at("conf.d/tap.toml", 12).hint("remove it").to_string();
        assert_eq!(text, "error: mistake 12\n  --> conf.d/tap.toml:12:1\n\nhint: remove it");
        assert_eq!(at("a", 1).titled("warning"), "warning: mistake 1\n  --> a:1:1");
    }
}
