//! Stops the server when the process that started it dies without doing so.

use std::{
    path::Path,
    process::{Child, ChildStdin, Stdio},
};

use crate::{Error, user::ServerUser};

/// Sleeps until the pipe on its input closes, which the kernel does however the owner dies; then stops the server, if
/// it is still the one that was started, and removes the folder of a temporary one.
const SCRIPT: &str = r#"
read -r _
read -r pid < "$1" && [ "$pid" = "$2" ] && kill -INT "$2"
[ -n "$3" ] || exit 0
while kill -0 "$2" 2> /dev/null; do sleep 0.1; done
rm -rf -- "$3"
"#;

/// A small shell that outlives this process for as long as the server needs to stop.
#[derive(Debug)]
pub(crate) struct Watchdog {
    child: Child,
    /// Open for as long as the owner lives; nothing is ever written.
    _pipe: Option<ChildStdin>,
}

impl Watchdog {
    /// Watches over the server `pid`, whose process file is `pid_file`; `temporary` is removed after it.
    pub fn start(
        user: &ServerUser,
        pid_file: &Path,
        pid: i32,
        temporary: Option<&Path>,
    ) -> Result<Self, Error> {
        let shell = Path::new("/bin/sh");
        let mut command = user.command(shell, Path::new("/"));
        command.arg("-c").arg(SCRIPT).arg("armilla-postgres-watchdog").arg(pid_file).arg(pid.to_string());
        command.arg(temporary.unwrap_or(Path::new("")));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let spawned = command.spawn();
        let mut child = spawned.map_err(|source| Error::Run { program: shell.to_owned(), source })?;
        let pipe = child.stdin.take();
        Ok(Self { child, _pipe: pipe })
    }
}

impl Drop for Watchdog {
    /// Ends the watchdog before its pipe closes, so that it does nothing.
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
