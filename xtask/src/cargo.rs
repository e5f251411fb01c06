//! Cargo as every command calls it: the release profile, the one target folder.

use std::path::Path;
use std::process::Command;

/// `cargo` with these arguments, in the workspace's root.
pub fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).args(arguments);
    command
}

/// Builds the host and every plugin; what the black-box tests and the demo start.
pub fn build(root: &Path) -> Command {
    cargo(root, &["build", "--release", "--workspace"])
}
