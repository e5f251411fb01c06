//! `cargo xtask corpus FILE`: compares the ADQL parser with a corpus of labelled queries, without a database.

use std::path::Path;

use crate::error::Error;
use crate::{cargo, command};

/// Prints each disagreement, the agreement of each source, and as last line `agree N of M`.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    let [file] = arguments else {
        return Err(Error::Usage("corpus takes one argument, a file of JSON lines".into()));
    };
    let here = std::env::current_dir().map_err(|source| Error::file(".", source))?;
    let program = ["run", "--quiet", "--release", "--package", "adql", "--example", "corpus", "--"];
    // The example is run in the workspace's root, but a relative path is meant from here.
    command::run(cargo::cargo(root, &program).arg(here.join(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_name_is_an_error() {
        let error = run(Path::new("."), &[]).unwrap_err();
        assert_eq!(error.to_string(), "corpus takes one argument, a file of JSON lines");
    }
}
