//! A running host with its demo survey in a temporary folder.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use super::{Database, host_program, project_root, raise_open_files, until};

/// Starting makes a database cluster and fills it; a busy machine takes its time.
const START_LIMIT: Duration = Duration::from_secs(180);

/// The log is written by a thread of its own.
const LOG_LIMIT: Duration = Duration::from_secs(10);

/// Runs the host and outlives the tests: when the pipe of standard input closes, by `Host::stop` or because the test
/// program is gone in whatever way, it stops the host, waits for it, removes its folder, and ends with its exit code.
const GUARD: &str = r#"
trap "" INT
folder=$1; log=$2; shift 2
"$@" 2>>"$log" >>"$log" </dev/null &
host=$!
echo "$host"
cat >/dev/null
kill -TERM "$host" 2>/dev/null
wait "$host"
code=$?
[ -n "$ARMILLA_TEST_KEEP" ] || rm -rf -- "$folder"
exit "$code"
"#;

static SHARED: LazyLock<Host> = LazyLock::new(|| Start::demo_with_images(30_000).ready());
static ROUGH: LazyLock<Host> = LazyLock::new(|| Start::demo(5_000).ready());

/// The host that most tests use; it serves 30,000 objects, more than the default MAXREC. Nobody disturbs it.
pub fn shared() -> &'static Host {
    &SHARED
}

/// A second host, for clients that misbehave.
pub fn shared_for_rough_treatment() -> &'static Host {
    &ROUGH
}

/// How a host is to be started.
pub struct Start {
    folder: PathBuf,
    arguments: Vec<String>,
}

impl Start {
    /// The demo on a free port, with this number of objects and no images, in a folder that goes with the host.
    pub fn demo(objects: u32) -> Self {
        Self::demo_with_images(objects).with(&["--no-images"])
    }

    /// The same with images, which are made once it serves: see [`Host::wait_for_images`].
    pub fn demo_with_images(objects: u32) -> Self {
        let start = Self::command(&["demo", "--address", "127.0.0.1:0", "--objects", &objects.to_string()]);
        let data = start.folder.join("demo").display().to_string();
        start.with(&["--dir", &data])
    }

    /// Any command line, in a new folder.
    pub fn command(arguments: &[&str]) -> Self {
        Self { folder: new_folder().keep(), arguments: Vec::new() }.with(arguments)
    }

    /// The folder that goes with the host.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds arguments.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Starts the host and waits for its ready line.
    pub fn ready(self) -> Host {
        let mut host = self.spawn();
        let limit = format!("the host's ready line; its log is {}", host.log_path().display());
        host.base = until(&limit, START_LIMIT, || host.ready_line().map(|line| address_in(&line)));
        host
    }

    /// Starts the host and waits for its end: exit code and what it wrote.
    pub fn ended(self) -> (i32, String) {
        let host = self.spawn();
        until("the end of the host", START_LIMIT, || host.has_ended().then_some(()));
        let log = host.log();
        let code = host.stop().code().expect("the guard exits with the host's code");
        (code, log)
    }

    fn spawn(self) -> Host {
        raise_open_files();
        let log = self.folder.join("log");
        File::create(&log).expect("the folder is ours");
        let mut command = Command::new("sh");
        command
            .args(["-c", GUARD, "guard"])
            .arg(&self.folder)
            .arg(&log)
            .arg(host_program())
            .args(&self.arguments);
        // What a host leaves behind when it is killed goes with the folder.
        command.env("TMPDIR", &self.folder);
        command.current_dir(project_root()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut guard = command.spawn().expect("sh runs");
        let stdin = guard.stdin.take();
        let mut line = String::new();
        let output = guard.stdout.take().expect("standard output is a pipe");
        BufReader::new(output).read_line(&mut line).expect("the guard writes the host's process id");
        let pid = Pid::from_raw(line.trim().parse().expect("a process id"));
        Host { base: String::new(), folder: self.folder, pid, guard, stdin }
    }
}

/// A host that was started; it is stopped when dropped.
pub struct Host {
    base: String,
    folder: PathBuf,
    pid: Pid,
    guard: Child,
    stdin: Option<ChildStdin>,
}

impl Host {
    /// The same host, reached at another address than that which it tells.
    pub fn reached_at(mut self, base: String) -> Self {
        self.base = base;
        self
    }

    /// The address without a slash at the end, `http://127.0.0.1:40123`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host name and port.
    pub fn authority(&self) -> &str {
        self.base.split_once("://").map_or(&self.base, |(_, rest)| rest)
    }

    /// The folder of the demo.
    pub fn demo_folder(&self) -> PathBuf {
        self.folder.join("demo")
    }

    /// The process id.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// The private PostgreSQL of the demo.
    pub fn database(&self) -> Database {
        Database::below(&self.demo_folder())
    }

    /// Everything that the host wrote so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    /// Waits until a text is in the log, which is written a moment after what it tells of.
    pub fn assert_logs(&self, text: &str) {
        until(&format!("`{text}` in the log"), LOG_LIMIT, || self.log().contains(text).then_some(()));
    }

    /// Waits until the images of the demo are made and listed.
    pub fn wait_for_images(&self) {
        let line = "armilla: images of sim-idr2: ";
        until("the images of the demo", START_LIMIT, || self.log().contains(line).then_some(()));
    }

    /// Sends a signal to the host.
    pub fn signal(&self, signal: Signal) {
        kill(self.pid, signal).expect("the host runs");
    }

    /// Whether the host's process is gone; it stays as a zombie until the guard collects it.
    pub fn has_ended(&self) -> bool {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        status.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
    }

    /// Resident memory of the host in KiB.
    pub fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).expect("the host runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("VmRSS is a number")
    }

    /// Stops the host as SIGTERM does, waits for it, removes its folder, and gives its exit code.
    pub fn stop(mut self) -> ExitStatus {
        self.end()
    }

    fn end(&mut self) -> ExitStatus {
        drop(self.stdin.take());
        self.guard.wait().expect("the guard is our child")
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// The line that says the address, once it is written; fails the test if the host ended without one.
    fn ready_line(&self) -> Option<String> {
        let has_ended = self.has_ended();
        let log = self.log();
        let complete = &log[..log.rfind('\n').map_or(0, |end| end + 1)];
        let line = complete.lines().find(|line| line.contains("ready at http"));
        assert!(line.is_some() || !has_ended, "the host ended before it was ready:\n{log}");
        line.map(str::to_owned)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if self.stdin.is_some() {
            self.end();
        }
    }
}

/// `http://127.0.0.1:40123` of `... ready at http://127.0.0.1:40123/ after ...`.
fn address_in(line: &str) -> String {
    let address = line.split_whitespace().find(|word| word.starts_with("http"));
    address.expect("the ready line has an address").trim_end_matches('/').to_owned()
}

/// A new folder that also the database's user may enter; it is removed when dropped.
pub fn new_folder() -> TempDir {
    let permissions = fs::Permissions::from_mode(0o755);
    let folder = tempfile::Builder::new().prefix("armilla-test-").permissions(permissions).tempdir();
    folder.expect("the machine has a folder for temporary files")
}
