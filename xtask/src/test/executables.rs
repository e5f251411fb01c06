//! Builds the host, the plugins and all test executables, and tells where the executables are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use crate::cargo::{build as build_programs, cargo};
use crate::command;
use crate::error::Error;

/// A test executable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executable {
    /// The target's name, e.g. `adql` or `black-box`.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// The folder of its package, in which it runs.
    pub folder: PathBuf,
}

/// Builds everything with one choice of packages, so that no dependency is built twice.
pub fn build(root: &Path) -> Result<Vec<Executable>, Error> {
    command::run(&mut build_programs(root))?;
    build_frozen(root)?;
    let arguments =
        ["test", "--release", "--workspace", "--no-run", "--message-format=json-render-diagnostics"];
    let messages = command::output(cargo(root, &arguments).stdin(Stdio::null()))?;
    Ok(messages.lines().filter_map(read).collect())
}

/// Builds the plugins that were written against older versions of plugin-api, beside those of today.
fn build_frozen(root: &Path) -> Result<(), Error> {
    let folder = root.join("tests/abi");
    let versions = fs::read_dir(&folder).map_err(|error| Error::file(&folder, error))?;
    for version in versions.flatten() {
        let manifest = version.path().join("Cargo.toml").display().to_string();
        let target = root.join("target").display().to_string();
        let arguments =
            ["build", "--release", "--locked", "--manifest-path", &manifest, "--target-dir", &target];
        command::run(&mut cargo(root, &arguments))?;
    }
    Ok(())
}

/// An artifact of cargo's messages that is a test executable.
fn read(message: &str) -> Option<Executable> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_test = message["profile"]["test"].as_bool()?;
    let path = PathBuf::from(message["executable"].as_str()?);
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_owned();
    let name = message["target"]["name"].as_str()?.to_owned();
    is_test.then_some(Executable { name, path, folder })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_executables_are_taken_from_the_messages() {
        let message = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/p/crates/sky/Cargo.toml","target":{{"name":"sky"}},
                "profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let found = read(&message(true, "\"/p/target/sky-1\"")).unwrap();
        assert_eq!((found.name.as_str(), found.folder.to_str()), ("sky", Some("/p/crates/sky")));
        assert_eq!(read(&message(false, "\"/p/target/sky\"")), None);
        assert_eq!(read(&message(true, "null")), None);
        assert_eq!(read(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(read("warning: no json"), None);
    }
}
