//! `cargo xtask test`: check, then every suite; the last line says what passed and what failed.

mod executables;
mod report;
mod suites;
mod totals;

use std::path::Path;

use crate::error::Error;
use crate::{check, console, setup};

use report::Report;
use totals::Totals;

/// Runs check and all suites, or only the named suites.
pub fn run(root: &Path, names: &[String]) -> Result<(), Error> {
    let suites = suites::select(names)?;
    setup::ensure(root, setup::Purpose::Test)?;
    let mut report = Report::default();
    if names.is_empty() {
        report.add("check", || {
            let outcome = check::steps(root);
            Totals { passed: outcome.passed, failed: outcome.failed, ..Totals::default() }
        });
    }
    let mut built = Vec::new();
    report.add("build", || match executables::build(root) {
        Ok(executables) => {
            built = executables;
            Totals::default()
        }
        Err(error) => failure(&error),
    });
    for suite in suites {
        console::note(&format!("test: {}", suite.name));
        report.add(suite.name, || (suite.run)(root, &built).unwrap_or_else(|error| failure(&error)));
    }
    console::answer(&report.text());
    report.judge()
}

fn failure(error: &Error) -> Totals {
    console::error(error);
    Totals { failed: 1, ..Totals::default() }
}
