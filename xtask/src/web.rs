//! `cargo xtask web`: builds the pages of `web/` into the folders that plugins embed.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{command, setup};

/// Builds the pages where plugins embed them.
pub fn run(root: &Path) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Web)?;
    command::run(node(root).arg("build.mjs"))
}

/// Builds the pages below another folder, in folders of the same names.
pub fn build_below(root: &Path, folder: &Path) -> Result<(), Error> {
    setup::packages_of_pages(root)?;
    command::run(node(root).arg("build.mjs").arg("--out").arg(folder))
}

/// What checks the types of the pages.
pub fn types(root: &Path) -> Command {
    let mut npx = Command::new("npx");
    npx.args(["--no-install", "tsc", "--noEmit"]).current_dir(root.join("web"));
    npx
}

/// What runs the unit tests of the pages.
pub fn unit_tests(root: &Path) -> Command {
    let mut node = node(root);
    node.args(["test/run.mjs", "unit"]);
    node
}

fn node(root: &Path) -> Command {
    let mut node = Command::new("node");
    node.current_dir(root.join("web"));
    node
}
