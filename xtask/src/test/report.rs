//! The suites that ran, with their seconds, and the line that says it all.

use std::time::Instant;

use super::totals::Totals;
use crate::error::Error;

/// What ran so far, in order.
#[derive(Default)]
pub struct Report {
    lines: Vec<(&'static str, Totals, f64)>,
}

impl Report {
    /// Runs a suite and keeps its totals and its seconds.
    pub fn add(&mut self, name: &'static str, suite: impl FnOnce() -> Totals) {
        let begun = Instant::now();
        let totals = suite();
        self.lines.push((name, totals, begun.elapsed().as_secs_f64()));
    }

    /// The table, and as its last line `N passed, N failed`.
    pub fn text(&self) -> String {
        let mut text = "\nsuite        passed  failed  ignored  seconds\n".to_owned();
        for (name, totals, seconds) in &self.lines {
            let Totals { passed, failed, ignored } = totals;
            text.push_str(&format!("{name:<11} {passed:>7} {failed:>7} {ignored:>8} {seconds:>8.1}\n"));
        }
        let all = self.all();
        text.push_str(&format!("{} passed, {} failed\n", all.passed, all.failed));
        text
    }

    /// Any failure is an error.
    pub fn judge(&self) -> Result<(), Error> {
        match self.all().failed {
            0 => Ok(()),
            failed => Err(Error::Broken(format!("{failed} failed"))),
        }
    }

    fn all(&self) -> Totals {
        let mut all = Totals::default();
        self.lines.iter().for_each(|(_, totals, _)| all.add(*totals));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_of_any_suite_fails_the_whole() {
        let mut report = Report::default();
        report.add("unit", || Totals { passed: 2, ..Totals::default() });
        assert!(report.judge().is_ok());
        report.add("doc", || Totals { passed: 1, failed: 3, ..Totals::default() });
        assert_eq!(report.text().lines().last(), Some("3 passed, 3 failed"));
        assert_eq!(report.judge().unwrap_err().to_string(), "3 failed");
    }
}
