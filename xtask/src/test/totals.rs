//! Numbers of tests, read from what test harnesses print: that of cargo, and that of node.

/// Who prints the results that count. What tests print themselves may look like results, and does not count.
#[derive(Clone, Copy, Debug)]
pub enum Harness {
    /// A test binary, whose own result is its last line; the output of failed tests stands before it.
    Binary,
    /// Cargo, which has binaries run one after the other.
    Cargo,
    /// Node, which ends its report with a comment for each number.
    Node,
}

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
    /// Takes a line of output in, if it tells a result.
    pub fn read(&mut self, line: &str, harness: Harness) {
        match (harness, Self::of_binary(line)) {
            (Harness::Binary, Some(result)) => *self = result,
            (Harness::Cargo, Some(result)) => self.add(result),
            (Harness::Node, _) => self.read_node(line),
            (Harness::Binary | Harness::Cargo, None) => {}
        }
    }

    /// The result that a line tells: `test result: ok. 12 passed; 0 failed; 0 ignored; ...`.
    fn of_binary(line: &str) -> Option<Self> {
        let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let mut totals = Self::default();
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            match what {
                "passed" => totals.passed = number,
                "failed" => totals.failed = number,
                "ignored" => totals.ignored = number,
                _ => {}
            }
        }
        Some(totals)
    }

    /// The numbers begin with `# tests 15` (TAP 14); what a test prints as a comment stands before them.
    fn read_node(&mut self, line: &str) {
        let Some((what, number)) = line.strip_prefix("# ").and_then(|rest| rest.split_once(' ')) else {
            return;
        };
        let Ok(number) = number.trim().parse::<usize>() else { return };
        match what {
            "tests" => *self = Self::default(),
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

    const RESULT: &str =
        "test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";

    fn totals(harness: Harness, lines: &[&str]) -> Totals {
        let mut totals = Totals::default();
        lines.iter().for_each(|line| totals.read(line, harness));
        totals
    }

    #[test]
    fn results_of_binaries_that_cargo_runs_add_up() {
        let found = totals(Harness::Cargo, &[RESULT, "test a ... ok", RESULT]);
        assert_eq!(found, Totals { passed: 24, failed: 0, ignored: 4 });
    }

    #[test]
    fn numbers_of_node_are_counted() {
        let lines =
            ["# tests 15", "# pass 12", "# fail 2", "# cancelled 0", "# skipped 1", "# duration_ms 7.5"];
        let expected = Totals { passed: 12, failed: 2, ignored: 1 };
        assert_eq!(totals(Harness::Node, &lines), expected);
        let after_those_of_a_test = [&["# tests 9", "# pass 8", "# fail 1"], &lines[..]].concat();
        assert_eq!(totals(Harness::Node, &after_those_of_a_test), expected);
    }

    #[test]
    fn what_a_failed_test_prints_counts_nothing() {
        let lines = [
            "---- pages stdout ----",
            "# tests 15",
            "# pass 12",
            "# fail 3",
            RESULT,
            "test result: FAILED. 5 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        ];
        assert_eq!(totals(Harness::Binary, &lines), Totals { passed: 5, failed: 1, ignored: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["test a ... ok", "running 3 tests", "test result: nonsense", "5 passed; 1 failed"] {
            for harness in [Harness::Binary, Harness::Cargo, Harness::Node] {
                assert_eq!(totals(harness, &[line]), Totals::default(), "{line}");
            }
        }
    }

    #[test]
    fn run_that_died_is_one_failure() {
        assert_eq!(Totals::default().judged_with(false).failed, 1);
        assert_eq!(Totals { failed: 3, ..Totals::default() }.judged_with(false).failed, 3);
        assert_eq!(Totals { passed: 3, ..Totals::default() }.judged_with(true).failed, 0);
    }
}
