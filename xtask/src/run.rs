//! `cargo xtask run`: builds the host with its plugins, then becomes `armilla demo`.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{cargo, command, setup};

/// Installs what is lacking, builds, and replaces this process by the demo.
pub fn run(root: &Path, arguments: &[String]) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Run)?;
    command::run(&mut cargo::build(root))?;
    let mut demo = Command::new(root.join("target/release/armilla"));
    demo.current_dir(root).arg("demo").args(arguments);
    // exec, so that Ctrl-C and SIGTERM reach the host itself and its exit code is ours; it returns only on failure.
    let source = demo.exec();
    Err(command::cannot_start(&demo, source))
}
