//! `cargo xtask bench`: the host measured against PostgreSQL's own tools.

use std::path::Path;

use crate::error::Error;
use crate::setup;

/// Runs every measurement, or only the named ones.
pub fn run(root: &Path, _parts: &[String]) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Bench)?;
    Err(Error::Bench("nothing is measured yet".into()))
}
