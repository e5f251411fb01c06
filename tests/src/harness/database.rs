//! The demo's private PostgreSQL, seen from beside the host.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use nix::unistd::Pid;

use super::until;

/// A running PostgreSQL server, found by its process file.
pub struct Database {
    pid: Pid,
    socket_folder: String,
    port: String,
}

impl Database {
    /// Finds the server whose data is somewhere below a folder.
    pub fn below(folder: &Path) -> Self {
        let limit = Duration::from_secs(30);
        until("a running PostgreSQL", limit, || find(folder, 3).and_then(|pid_file| Self::read(&pid_file)))
    }

    /// The process id of the server.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// Rows of a query, columns parted by `|`.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let binaries = private_postgres::find_binaries(None).expect("the demo found PostgreSQL as well");
        let mut psql = Command::new(binaries.program("psql"));
        psql.args([
            "-h",
            &self.socket_folder,
            "-p",
            &self.port,
            "-U",
            "armilla",
            "-d",
            "postgres",
            "-XAtq",
            "-c",
            sql,
        ]);
        let output = psql.output().expect("psql runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        text.lines().map(str::to_owned).collect()
    }

    /// How many backends run a query that contains this text now.
    pub fn running(&self, marker: &str) -> usize {
        let sql = format!(
            "SELECT pid FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() \
             AND position('{marker}' in query) > 0"
        );
        self.rows(&sql).len()
    }

    /// Process id, data folder, start time, port, socket folder: one line each.
    fn read(pid_file: &Path) -> Option<Self> {
        let text = fs::read_to_string(pid_file).ok()?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let pid = Pid::from_raw(lines.first()?.parse().ok()?);
        let is_ready = lines.get(7).is_some_and(|status| *status == "ready");
        (is_ready && is_alive(pid)).then_some(())?;
        Some(Self { pid, port: (*lines.get(3)?).to_owned(), socket_folder: (*lines.get(4)?).to_owned() })
    }
}

/// Whether a process exists and is no zombie.
pub fn is_alive(pid: Pid) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    status.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
}

fn find(folder: &Path, depth: usize) -> Option<PathBuf> {
    let file = folder.join("postmaster.pid");
    if file.is_file() {
        return Some(file);
    }
    let deeper = depth.checked_sub(1)?;
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries.filter(|entry| entry.path().is_dir()).find_map(|entry| find(&entry.path(), deeper))
}
