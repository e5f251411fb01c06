//! Finds what the machine lacks for a command, says so, and installs it.

mod node_packages;
mod packages;
mod venv;

use std::path::Path;

use crate::error::Error;

/// The command that needs the machine to be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `run`: the PostgreSQL server.
    Run,
    /// `test`: also the real clients.
    Test,
    /// `bench`: PostgreSQL with its own tools.
    Bench,
    /// `web`: what builds the pages.
    Web,
}

/// Installs what is lacking for a purpose; returns at once where nothing is.
pub fn ensure(root: &Path, purpose: Purpose) -> Result<(), Error> {
    packages::ensure(purpose)?;
    if purpose == Purpose::Test {
        venv::ensure(root)?;
    }
    if matches!(purpose, Purpose::Test | Purpose::Web) {
        node_packages::ensure(root)?;
    }
    Ok(())
}

/// Installs the packages of the pages, where node is there.
pub fn packages_of_pages(root: &Path) -> Result<(), Error> {
    node_packages::ensure(root)
}

/// `cargo xtask setup [run|test|bench|web]`.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    let purpose = match arguments {
        [] => Purpose::Test,
        [name] => parse(name)?,
        [_, extra, ..] => return Err(Error::Usage(format!("unexpected argument `{extra}`"))),
    };
    ensure(root, purpose)?;
    crate::console::note("setup: nothing is lacking");
    Ok(())
}

fn parse(name: &str) -> Result<Purpose, Error> {
    match name {
        "run" => Ok(Purpose::Run),
        "test" => Ok(Purpose::Test),
        "bench" => Ok(Purpose::Bench),
        "web" => Ok(Purpose::Web),
        other => Err(Error::Usage(format!("unknown purpose `{other}`; known: run, test, bench, web"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_purpose_lists_the_known_ones() {
        let error = parse("deploy").unwrap_err();
        assert_eq!(error.to_string(), "unknown purpose `deploy`; known: run, test, bench, web");
    }
}
