//! The private Python environment with the clients that the tests drive.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{command, console};

const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// Makes `.venv` and fills it, unless it was filled from the same list of versions before.
pub fn ensure(root: &Path) -> Result<(), Error> {
    let list = root.join(REQUIREMENTS);
    let wanted = std::fs::read_to_string(&list).map_err(|source| Error::file(&list, source))?;
    let folder = root.join(".venv");
    let stamp = folder.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    console::note(&format!(
        "setup: installing pyvo and astropy ({REQUIREMENTS}) into .venv, for the tests of real clients"
    ));
    command::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list);
    command::run(&mut pip)?;
    std::fs::write(&stamp, wanted).map_err(|source| Error::file(&stamp, source))
}
