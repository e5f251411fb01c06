//! `cargo xtask test`: check, then every suite; the last line says what passed and what failed.

mod totals;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::cargo::{build, cargo};
use crate::error::Error;
use crate::{check, command, console, setup};

use totals::Totals;

/// A suite: its name, and how cargo runs it. Nothing stops at the first failure.
struct Suite {
    name: &'static str,
    arguments: &'static [&'static str],
}

const SUITES: &[Suite] = &[
    Suite {
        name: "unit",
        arguments: &["--workspace", "--exclude", "black-box", "--lib", "--bins", "--tests"],
    },
    Suite { name: "doc", arguments: &["--workspace", "--exclude", "black-box", "--doc"] },
    Suite { name: "black-box", arguments: &["--package", "black-box"] },
];

/// Runs check and all suites, or only the named suites.
pub fn run(root: &Path, names: &[String]) -> Result<(), Error> {
    let suites = select(names)?;
    setup::ensure(root, setup::Purpose::Test)?;
    let mut report = Report::default();
    if names.is_empty() {
        let start = Instant::now();
        let outcome = check::steps(root);
        report.add(
            "check",
            Totals { passed: outcome.passed, failed: outcome.failed, ..Totals::default() },
            start,
        );
    }
    let start = Instant::now();
    let built = match command::run(&mut build(root)) {
        Ok(()) => Totals::default(),
        Err(error) => {
            console::error(&error);
            Totals { failed: 1, ..Totals::default() }
        }
    };
    report.add("build", built, start);
    for suite in suites {
        let start = Instant::now();
        report.add(suite.name, run_suite(root, suite)?, start);
    }
    report.print()
}

fn select(names: &[String]) -> Result<Vec<&'static Suite>, Error> {
    if names.is_empty() {
        return Ok(SUITES.iter().collect());
    }
    names.iter().map(|name| find(name)).collect()
}

fn find(name: &str) -> Result<&'static Suite, Error> {
    let known = || SUITES.iter().map(|suite| suite.name).collect::<Vec<_>>().join(", ");
    SUITES
        .iter()
        .find(|suite| suite.name == name)
        .ok_or_else(|| Error::Usage(format!("unknown suite `{name}`; known: {}", known())))
}

/// Runs one suite, shows what it prints, and counts the results that it reports.
fn run_suite(root: &Path, suite: &Suite) -> Result<Totals, Error> {
    let mut test = cargo(root, &["test", "--release", "--no-fail-fast"]);
    test.args(suite.arguments);
    console::note(&format!("test: {}", suite.name));
    let (totals, succeeded) = count(&mut test)?;
    Ok(totals.judged_with(succeeded))
}

fn count(test: &mut Command) -> Result<(Totals, bool), Error> {
    let mut child =
        test.stdout(Stdio::piped()).spawn().map_err(|source| command::cannot_start(test, source))?;
    let mut totals = Totals::default();
    if let Some(output) = child.stdout.take() {
        let mut screen = std::io::stdout().lock();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            totals.read(&line);
            // A reader that went away does not change the result.
            drop(writeln!(screen, "{line}"));
        }
    }
    let status = child.wait().map_err(|source| command::cannot_start(test, source))?;
    Ok((totals, status.success()))
}

/// The suites that ran, in order, with their seconds.
#[derive(Default)]
struct Report {
    lines: Vec<(&'static str, Totals, f64)>,
}

impl Report {
    fn add(&mut self, name: &'static str, totals: Totals, start: Instant) {
        self.lines.push((name, totals, start.elapsed().as_secs_f64()));
    }

    fn print(&self) -> Result<(), Error> {
        let mut all = Totals::default();
        console::answer("\nsuite        passed  failed  ignored  seconds");
        for (name, totals, seconds) in &self.lines {
            let Totals { passed, failed, ignored } = totals;
            console::answer(&format!("{name:<11} {passed:>7} {failed:>7} {ignored:>8} {seconds:>8.1}"));
            all.add(*totals);
        }
        let summary = format!("{} passed, {} failed", all.passed, all.failed);
        console::answer(&summary);
        if all.failed == 0 { Ok(()) } else { Err(Error::Broken(summary)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_suite_lists_the_known_ones() {
        let error = select(&["all".into()]).err().unwrap();
        assert_eq!(error.to_string(), "unknown suite `all`; known: unit, doc, black-box");
    }

    #[test]
    fn results_of_several_binaries_add_up() {
        let script = "echo 'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out'; \
                      echo 'test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out'; exit 1";
        let (totals, succeeded) = count(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!((totals.passed, totals.failed, totals.ignored, succeeded), (5, 4, 1, false));
    }
}
