//! The suites that ran, with their seconds, and the line that says it all.

use std::time::Instant;

use super::totals::Totals;
use crate::console;
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

    /// Prints the table and, as the last line, `N passed, N failed`; any failure is an error.
    pub fn print(&self) -> Result<(), Error> {
        let mut all = Totals::default();
        console::answer("\nsuite        passed  failed  ignored  seconds");
        for (name, totals, seconds) in &self.lines {
            let Totals { passed, failed, ignored } = totals;
            console::answer(&format!("{name:<11} {passed:>7} {failed:>7} {ignored:>8} {seconds:>8.1}"));
            all.add(*totals);
        }
        console::answer(&format!("{} passed, {} failed", all.passed, all.failed));
        match all.failed {
            0 => Ok(()),
            failed => Err(Error::Broken(format!("{failed} failed"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_of_any_suite_fails_the_whole() {
        let mut report = Report::default();
        report.add("unit", || Totals { passed: 2, ..Totals::default() });
        assert!(report.print().is_ok());
        report.add("doc", || Totals { failed: 3, ..Totals::default() });
        assert_eq!(report.print().unwrap_err().to_string(), "3 failed");
    }
}
