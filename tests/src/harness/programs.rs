//! The real clients: STILTS and Python scripts with pyvo and astropy.

use std::path::Path;
use std::process::{Command, Output};

use super::project_root;

/// What STILTS writes to standard output; a failure fails the test with what it wrote to standard error.
#[track_caller]
pub fn stilts(arguments: &[&str]) -> String {
    let mut command = Command::new("stilts");
    command.args(["-Djava.awt.headless=true", "-Xmx512m"]).args(arguments);
    finish(command)
}

/// What fitsverify writes about a file, on one line: `verification OK: ...` without error and warning.
#[track_caller]
pub fn fitsverify(file: &Path) -> String {
    let mut command = Command::new("fitsverify");
    command.arg("-q").arg(file);
    let output =
        command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; run `cargo xtask setup test`"));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What a script of `tests/python` writes to standard output, as JSON.
#[track_caller]
pub fn python(script: &str, arguments: &[&str]) -> serde_json::Value {
    let python = project_root().join(".venv/bin/python");
    assert!(python.is_file(), "the Python environment is missing: run `cargo xtask setup test`");
    let mut command = Command::new(python);
    command.arg("-W").arg("ignore").arg(project_root().join("tests/python").join(script)).args(arguments);
    // The scripts speak to this machine only; astropy would fetch tables of Earth rotation otherwise.
    command.env("NO_PROXY", "*").env("PYTHONDONTWRITEBYTECODE", "1");
    let output = finish(command);
    serde_json::from_str(&output).unwrap_or_else(|error| panic!("{script} wrote no JSON: {error}\n{output}"))
}

#[track_caller]
fn finish(mut command: Command) -> String {
    let Output { status, stdout, stderr } =
        command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; run `cargo xtask setup test`"));
    assert!(status.success(), "{command:?} ended with {status}:\n{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("clients write UTF-8")
}
