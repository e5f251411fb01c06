//! Advisories, licences and sources of dependencies, by cargo-deny where it can run.

use std::path::Path;

use super::Ran;
use crate::cargo::cargo;
use crate::error::Error;
use crate::{command, console};

/// Runs cargo-deny with `deny.toml`; says in one line what was skipped and why.
pub fn check(root: &Path) -> Result<Ran, Error> {
    if !command::succeeds(&mut cargo(root, &["deny", "--version"])) {
        console::note(
            "check: advisories skipped: cargo-deny is not installed (`cargo install --locked cargo-deny`)",
        );
        return Ok(Ran::Skipped);
    }
    if !command::succeeds(&mut cargo(root, &["deny", "fetch", "db"])) {
        console::note(
            "check: advisories skipped: their database cannot be reached; licences and sources are checked",
        );
        command::run(&mut cargo(root, &["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
        return Ok(Ran::Yes);
    }
    command::run(&mut cargo(root, &["deny", "check", "advisories", "licenses", "bans", "sources"]))?;
    Ok(Ran::Yes)
}
