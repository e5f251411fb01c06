//! The packages with which the pages are built and tested.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{command, console};

const LOCK: &str = "web/package-lock.json";

/// Installs what the lock file lists into `web/node_modules`, unless it was filled from the same list before.
pub fn ensure(root: &Path) -> Result<(), Error> {
    let list = root.join(LOCK);
    let wanted = std::fs::read_to_string(&list).map_err(|source| Error::file(&list, source))?;
    let stamp = root.join("web/node_modules/installed.json");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    console::note(&format!("setup: installing the packages of {LOCK} into web/node_modules, for the pages"));
    let mut npm = Command::new("npm");
    command::run(
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(root.join("web")),
    )?;
    std::fs::write(&stamp, wanted).map_err(|source| Error::file(&stamp, source))
}
