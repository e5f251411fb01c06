//! The suites: unit tests of all packages, documentation tests, tests of the pages, black-box tests.

use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};

use super::executables::Executable;
use super::totals::{Harness, Totals};
use crate::cargo::cargo;
use crate::error::Error;
use crate::{command, web};

/// A suite runs to its end whatever fails in it.
pub struct Suite {
    /// As it is called on the command line.
    pub name: &'static str,
    /// Runs it in the workspace's root with what was built.
    pub run: fn(&Path, &[Executable]) -> Result<Totals, Error>,
}

const BLACK_BOX: &str = "black-box";

const SUITES: &[Suite] = &[
    Suite { name: "unit", run: |_, built| run_all(built, |name| name != BLACK_BOX) },
    Suite { name: "doc", run: |root, _| doc(root) },
    Suite { name: "web", run: |root, _| pages(root) },
    Suite { name: BLACK_BOX, run: |_, built| run_all(built, |name| name == BLACK_BOX) },
];

/// The named suites; all for no name.
pub fn select(names: &[String]) -> Result<Vec<&'static Suite>, Error> {
    if names.is_empty() {
        return Ok(SUITES.iter().collect());
    }
    names.iter().map(|name| find(name)).collect()
}

fn find(name: &str) -> Result<&'static Suite, Error> {
    let known = || SUITES.iter().map(|suite| suite.name).collect::<Vec<_>>().join(", ");
    let suite = SUITES.iter().find(|suite| suite.name == name);
    suite.ok_or_else(|| Error::Usage(format!("unknown suite `{name}`; known: {}", known())))
}

fn run_all(built: &[Executable], is_wanted: impl Fn(&str) -> bool) -> Result<Totals, Error> {
    let mut totals = Totals::default();
    for executable in built.iter().filter(|executable| is_wanted(&executable.name)) {
        let mut program = Command::new(&executable.path);
        totals.add(run(program.current_dir(&executable.folder), Harness::Binary, &mut stdout())?);
    }
    Ok(totals)
}

fn doc(root: &Path) -> Result<Totals, Error> {
    let mut tests = cargo(root, &["test", "--release", "--workspace", "--doc", "--no-fail-fast"]);
    run(&mut tests, Harness::Cargo, &mut stdout())
}

/// Types and unit tests of the pages; those that need a browser are cases of the black-box suite.
fn pages(root: &Path) -> Result<Totals, Error> {
    command::run(&mut web::types(root))?;
    run(&mut web::unit_tests(root), Harness::Node, &mut stdout())
}

/// Runs tests, shows what they print, and counts the results that their harness reports.
fn run(tests: &mut Command, harness: Harness, screen: &mut impl Write) -> Result<Totals, Error> {
    let started = tests.stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|source| command::cannot_start(tests, source))?;
    let mut totals = Totals::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            totals.read(&line, harness);
            // A reader that went away does not change the result.
            drop(writeln!(screen, "{line}"));
        }
    }
    let status = child.wait().map_err(|source| command::cannot_start(tests, source))?;
    Ok(totals.judged_with(status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_suite_lists_the_known_ones() {
        let error = select(&["all".into()]).err().unwrap();
        assert_eq!(error.to_string(), "unknown suite `all`; known: unit, doc, web, black-box");
    }

    #[test]
    fn results_of_several_binaries_add_up() {
        let script = "echo 'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out'; \
                      echo 'test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out'; exit 1";
        // Not onto the screen, where the lines would be counted by the run that this test is part of.
        let mut screen = Vec::new();
        let totals = run(Command::new("sh").args(["-c", script]), Harness::Cargo, &mut screen).unwrap();
        assert_eq!(screen.split(|byte| *byte == b'\n').count(), 3);
        assert_eq!((totals.passed, totals.failed, totals.ignored), (5, 4, 1));
    }

    #[test]
    fn executable_that_dies_is_a_failure() {
        let mut dying = Command::new("sh");
        dying.args(["-c", "echo 'running 3 tests'; kill -ABRT $$"]);
        let totals = run(&mut dying, Harness::Binary, &mut Vec::new()).unwrap();
        assert_eq!((totals.passed, totals.failed), (0, 1));
    }
}
