//! `cargo xtask fuzz [SECONDS]`: random texts for the ADQL translator, at low priority.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{cargo, command};

/// Runs for a minute, or for so many seconds; a second number repeats the run with that seed.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    if let Some(other) = arguments.iter().find(|argument| argument.parse::<u64>().is_err()) {
        return Err(Error::Usage(format!("`{other}` is not a number of seconds")));
    }
    command::run(&mut cargo::cargo(
        root,
        &["build", "--quiet", "--release", "-p", "adql", "--example", "fuzz"],
    ))?;
    let mut fuzzer = Command::new("nice");
    fuzzer.arg("-n15").arg(root.join("target/release/examples/fuzz")).args(arguments).current_dir(root);
    command::run(&mut fuzzer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_a_number() {
        let error = run(Path::new("."), &["long".into()]).unwrap_err();
        assert_eq!(error.to_string(), "`long` is not a number of seconds");
    }
}
