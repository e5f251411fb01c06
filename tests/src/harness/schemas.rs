//! XML schemas of the standards, where the folder with them lies beside the checkout.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use super::{project_root, tell};

static SCRIPT: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let script = project_root().join("../shared/schemas/validate.sh");
    if script.is_file() {
        return Some(script);
    }
    tell(&format!("schemas: skipped: {} is absent", script.display()));
    None
});

/// Fails the test unless the document is valid; `rules` are options of the script, `-d` for DALI's rules.
#[track_caller]
pub fn assert_valid(document: &[u8], rules: &[&str], what: &str) {
    let Some(script) = SCRIPT.as_ref() else { return };
    let mut command = Command::new(script);
    command
        .args(["-q"])
        .args(rules)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the script can be run");
    child.stdin.take().expect("standard input is a pipe").write_all(document).expect("the script reads all");
    let output = child.wait_with_output().expect("the script ends");
    let complaints = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{what}: not valid: {complaints}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
