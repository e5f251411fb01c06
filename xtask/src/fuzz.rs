//! `cargo xtask fuzz [adql|formats|images] [SECONDS [SEED]]`: random input for whatever reads what others wrote.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{cargo, command};

/// What can be fuzzed: a crate, and its example that does it.
const TARGETS: [(&str, &str); 3] = [("adql", "fuzz"), ("formats", "fuzz_uploads"), ("images", "fuzz_images")];

/// Runs for a minute, or for so many seconds; a second number repeats the run with that seed. Without a name the target
/// is the first.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    let named = arguments.split_first().and_then(|(first, rest)| {
        TARGETS.iter().find(|(name, _)| name == first).map(|target| (target, rest))
    });
    let ((package, example), numbers) = named.unwrap_or((&TARGETS[0], arguments));
    if let Some(other) = numbers.iter().find(|argument| argument.parse::<u64>().is_err()) {
        let message = format!("`{other}` is neither a number of seconds nor one of adql, formats, images");
        return Err(Error::Usage(message));
    }
    command::run(&mut cargo::cargo(
        root,
        &["build", "--quiet", "--release", "-p", package, "--example", example],
    ))?;
    let mut fuzzer = Command::new("nice");
    let program = root.join("target/release/examples").join(example);
    command::run(fuzzer.arg("-n15").arg(program).args(numbers).current_dir(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_a_number() {
        for arguments in [&["long"][..], &["formats", "long"]] {
            let arguments: Vec<String> = arguments.iter().map(|&argument| argument.into()).collect();
            let error = run(Path::new("."), &arguments).unwrap_err();
            assert_eq!(
                error.to_string(),
                "`long` is neither a number of seconds nor one of adql, formats, images"
            );
        }
    }
}
