//! `armilla run`: serves what the configuration says.

use super::args::Folder;
use super::failure::Failure;
use super::serve::{Plan, serve};
use crate::app::{App, Prepared};

/// Serves until told to stop.
pub fn run(folder: &Folder) -> Result<(), Failure> {
    run_and(folder, || ())
}

/// The same, with something that is begun once the host serves.
pub fn run_and(folder: &Folder, ready: impl FnOnce()) -> Result<(), Failure> {
    let (config, prepared) = Prepared::read(folder)?;
    let plan = Plan { config, folder: folder.conf.clone(), overrides: folder.overrides.clone() };
    serve(plan, |setup| App::start(setup, prepared), ready)
}
