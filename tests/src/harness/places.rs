//! Where the built programs and the project's files are.

use std::path::{Path, PathBuf};

/// The built host, beside the folder of the test executable.
pub fn host_program() -> PathBuf {
    let test = std::env::current_exe().expect("a running program has a path");
    let folder = test.parent().and_then(Path::parent).expect("tests are built into target/release/deps");
    let program = folder.join("armilla");
    assert!(program.is_file(), "{} is not built: run `cargo xtask test black-box`", program.display());
    program
}

/// The root of the workspace.
pub fn project_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a folder of the workspace")
}
