//! `cargo xtask check`: formatting, lints, tidy, pages, documentation, advisories.

mod advisories;
mod pages;

use std::path::Path;

use crate::cargo::cargo;
use crate::error::Error;
use crate::{command, console, tidy};

/// How many steps held and how many did not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Steps that held; one that was skipped is not among them.
    pub passed: usize,
    /// Steps that did not.
    pub failed: usize,
}

/// A step says whether it ran; an error is a step that did not hold.
type Step = fn(&Path) -> Result<Ran, Error>;

/// Whether a step could run on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ran {
    Yes,
    Skipped,
}

const STEPS: &[(&str, Step)] = &[
    ("formatting", formatting),
    ("lints", lints),
    ("tidy", tidy_rules),
    ("pages", pages::check),
    ("documentation", documentation),
    ("advisories", advisories::check),
];

/// Runs every step, also after one that failed, and fails if any did.
pub fn run(root: &Path) -> Result<(), Error> {
    let outcome = steps(root);
    match outcome.failed {
        0 => Ok(()),
        failed => Err(Error::Broken(format!("check: {failed} of {} steps failed", outcome.passed + failed))),
    }
}

/// Runs every step and counts.
pub fn steps(root: &Path) -> Outcome {
    let mut outcome = Outcome::default();
    for (name, step) in STEPS {
        console::note(&format!("check: {name}"));
        match step(root) {
            Ok(Ran::Yes) => outcome.passed += 1,
            Ok(Ran::Skipped) => {}
            Err(error) => {
                outcome.failed += 1;
                console::error(&error);
            }
        }
    }
    outcome
}

fn formatting(root: &Path) -> Result<Ran, Error> {
    command::run(&mut cargo(root, &["fmt", "--all", "--", "--check"]))?;
    Ok(Ran::Yes)
}

fn lints(root: &Path) -> Result<Ran, Error> {
    let arguments = ["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"];
    command::run(&mut cargo(root, &arguments))?;
    Ok(Ran::Yes)
}

fn tidy_rules(root: &Path) -> Result<Ran, Error> {
    tidy::run(root, &[])?;
    Ok(Ran::Yes)
}

fn documentation(root: &Path) -> Result<Ran, Error> {
    let mut doc = cargo(root, &["doc", "--release", "--no-deps", "--workspace"]);
    command::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Ran::Yes)
}
