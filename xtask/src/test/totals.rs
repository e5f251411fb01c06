//! Numbers of tests, read from what test harnesses print: that of cargo, and that of node.

/// Tests that passed, failed and were ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that did not run.
    pub ignored: usize,
}

impl Totals {
    /// Adds a line of output if it is the result of a test binary:
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`, or of node `# pass 12`.
    pub fn read(&mut self, line: &str) {
        self.read_node(line);
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let Some((_, numbers)) = result.split_once(". ") else { return };
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }

    /// Node ends its report (TAP 14) with a comment for each number.
    fn read_node(&mut self, line: &str) {
        let Some((what, number)) = line.strip_prefix("# ").and_then(|rest| rest.split_once(' ')) else {
            return;
        };
        let Ok(number) = number.trim().parse::<usize>() else { return };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.ignored += number,
            _ => {}
        }
    }

    /// Adds the numbers of another suite.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }

    /// A run that failed without a failed test (it did not build, or a binary died) counts as one failure.
    pub fn judged_with(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(line: &str) -> Totals {
        let mut totals = Totals::default();
        totals.read(line);
        totals
    }

    #[test]
    fn result_line_is_counted() {
        let line =
            "test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(totals(line), Totals { passed: 12, failed: 0, ignored: 2 });
    }

    #[test]
    fn numbers_of_node_are_counted() {
        let mut totals = Totals::default();
        ["# tests 15", "# pass 12", "# fail 2", "# cancelled 0", "# skipped 1", "# duration_ms 7.5"]
            .into_iter()
            .for_each(|line| totals.read(line));
        assert_eq!(totals, Totals { passed: 12, failed: 2, ignored: 1 });
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["test a ... ok", "running 3 tests", "test result: nonsense", "5 passed; 1 failed"] {
            assert_eq!(totals(line), Totals::default(), "{line}");
        }
    }

    #[test]
    fn run_that_died_is_one_failure() {
        assert_eq!(Totals::default().judged_with(false).failed, 1);
        assert_eq!(Totals { failed: 3, ..Totals::default() }.judged_with(false).failed, 3);
        assert_eq!(Totals { passed: 3, ..Totals::default() }.judged_with(true).failed, 0);
    }
}
