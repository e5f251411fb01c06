//! The demo that is measured: its data under `var/bench`, kept for the next run.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::http::{Connection, target};
use super::statement::last_select;
use crate::error::Error;
use crate::{command, console};

/// Making a million objects takes its time at the first run.
const START_LIMIT: Duration = Duration::from_secs(900);

/// A running host, and the private PostgreSQL behind it.
pub struct Demo {
    /// The root of the workspace.
    pub root: PathBuf,
    /// Rows of the main table.
    pub objects: u32,
    /// The folder of the demo.
    pub folder: PathBuf,
    /// The built host.
    pub program: PathBuf,
    /// The host.
    pub host: Running,
    socket_folder: String,
    port: String,
    tools: PathBuf,
}

/// A host that was started here and is stopped when dropped.
pub struct Running {
    child: Child,
    /// Host name and port.
    pub authority: String,
    /// Time from the start of the process to its ready line.
    pub ready: Duration,
}

impl Demo {
    /// Starts the demo of the survey in twelve filters; the first run makes its data.
    pub fn start(root: &Path, objects: u32) -> Result<Self, Error> {
        Self::of_survey(root, "jplus", objects, &format!("var/bench/{objects}"))
    }

    /// Starts the demo of a survey, with its data in a folder below `root`.
    pub fn of_survey(root: &Path, survey: &str, objects: u32, folder: &str) -> Result<Self, Error> {
        let folder = root.join(folder);
        fs::create_dir_all(&folder).map_err(|source| Error::file(&folder, source))?;
        let program = root.join("target/release/armilla");
        console::note(&format!(
            "bench: starting the demo with {objects} objects in var/bench (the first run makes them)"
        ));
        let mut demo = Command::new(&program);
        demo.current_dir(root).args([
            "demo",
            "--survey",
            survey,
            "--address",
            "127.0.0.1:0",
            "--objects",
            &objects.to_string(),
            // A second host on its database is measured too.
            "--set",
            "host.jobs.shared=true",
            "--dir",
        ]);
        demo.arg(&folder);
        let host = Running::start(&mut demo, &folder.join("host.log"))?;
        let pid_file =
            find(&folder, 3).ok_or_else(|| Error::Bench("the demo has no running PostgreSQL".into()))?;
        let text = fs::read_to_string(&pid_file).map_err(|source| Error::file(&pid_file, source))?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        // Process id, data folder, start time, port, socket folder: PostgreSQL's own file.
        let [_, _, _, port, socket_folder, ..] = lines.as_slice() else {
            return Err(Error::Bench(format!("{} is too short", pid_file.display())));
        };
        let (socket_folder, port) = ((*socket_folder).to_owned(), (*port).to_owned());
        Ok(Self {
            root: root.to_path_buf(),
            objects,
            folder,
            program,
            host,
            socket_folder,
            port,
            tools: tools()?,
        })
    }

    /// `Basic` credentials (RFC 7617) of the demo's user.
    pub fn credentials(&self) -> Result<String, Error> {
        let log = self.folder.join("host.log");
        let text = fs::read_to_string(&log).map_err(|source| Error::file(&log, source))?;
        let password = Running::password_in(&text)
            .ok_or_else(|| Error::Bench(format!("{} names no password of ada", log.display())))?;
        Ok(format!("Basic {}", base64_simd::STANDARD.encode_to_string(format!("ada:{password}"))))
    }

    /// The connection string of the demo's server, as its superuser.
    pub fn connection(&self) -> String {
        let folder = self.socket_folder.replace('\\', "\\\\").replace('\'', "\\'");
        format!("host='{folder}' port={} user=armilla dbname=postgres", self.port)
    }

    /// A program of PostgreSQL that speaks to the demo's server.
    pub fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.tools.join(name));
        command.env("PGHOST", &self.socket_folder).env("PGPORT", &self.port);
        command.env("PGUSER", "armilla").env("PGDATABASE", "postgres");
        command
    }

    /// The SQL that the host runs for a query, from the log of the server, which is told to write it for a moment.
    pub fn sql_of(&self, adql: &str, parameters: &[(&str, &str)]) -> Result<String, Error> {
        self.sql_of_target(&target(adql, parameters))
    }

    /// As [`Self::sql_of`], for any request.
    pub fn sql_of_target(&self, target: &str) -> Result<String, Error> {
        let log = find_log(&self.folder, 3)
            .ok_or_else(|| Error::Bench("the demo's PostgreSQL has no log".into()))?;
        let read = || fs::read(&log).map_err(|source| Error::file(&log, source));
        self.set_logging("ALTER SYSTEM SET log_statement = 'all'")?;
        let before = read()?.len();
        let asked = ask(&self.host.authority, target);
        let written = read()?;
        self.set_logging("ALTER SYSTEM RESET log_statement")?;
        asked?;
        let text = String::from_utf8_lossy(written.get(before..).unwrap_or_default()).into_owned();
        last_select(&text).ok_or_else(|| Error::Bench(format!("no SELECT in {}: {text}", log.display())))
    }

    /// The first row of a query, columns parted by `|`.
    pub fn value(&self, sql: &str) -> Result<String, Error> {
        let rows = command::output(self.tool("psql").args(["-XAtq", "-c", sql]))?;
        Ok(rows.lines().next().unwrap_or_default().to_owned())
    }

    fn set_logging(&self, sql: &str) -> Result<(), Error> {
        let mut psql = self.tool("psql");
        command::run(psql.args(["-Xqt", "-c", sql, "-c", "SELECT pg_reload_conf()"]).stdout(Stdio::null()))?;
        // Backends take the new setting at their next command after the signal.
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    }
}

impl Running {
    /// Starts a host whose log goes to a file, and waits for its ready line.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self, Error> {
        let file = File::create(log).map_err(|source| Error::file(log, source))?;
        let begun = Instant::now();
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).spawn();
        let mut child = started.map_err(|source| command::cannot_start(command, source))?;
        loop {
            let text = fs::read_to_string(log).unwrap_or_default();
            if let Some(authority) = ready_address(&text) {
                return Ok(Self { child, authority, ready: begun.elapsed() });
            }
            let has_ended = matches!(child.try_wait(), Ok(Some(_)));
            if has_ended || begun.elapsed() > START_LIMIT {
                stop(&mut child);
                return Err(Error::Bench(format!("the host did not get ready:\n{text}")));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The password of the demo's user, from the line with which the demo begins.
    pub fn password_in(log: &str) -> Option<&str> {
        let line = log.lines().find(|line| line.contains("log in as `ada`"))?;
        line.split_once("password `")?.1.split('`').next()
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Asks once; any answer but 200 is an error.
pub fn ask(authority: &str, target: &str) -> Result<u64, Error> {
    let broken = |error: std::io::Error| Error::Bench(format!("{target}: {error}"));
    let outcome =
        Connection::open(authority).and_then(|mut connection| connection.get(target)).map_err(broken)?;
    if outcome.status != 200 {
        let text = String::from_utf8_lossy(&outcome.begin);
        return Err(Error::Bench(format!("{target}: status {}: {text}", outcome.status)));
    }
    Ok(outcome.bytes)
}

fn stop(child: &mut Child) {
    command::succeeds(Command::new("kill").args(["-TERM", &child.id().to_string()]));
    // A child that cannot be waited for is gone.
    drop(child.wait());
}

fn ready_address(log: &str) -> Option<String> {
    let complete = log.get(..log.rfind('\n')?)?;
    let line = complete.lines().find(|line| line.contains("ready at http://"))?;
    let address = line.split_whitespace().find_map(|word| word.strip_prefix("http://"))?;
    Some(address.trim_end_matches('/').to_owned())
}

fn find(folder: &Path, depth: usize) -> Option<PathBuf> {
    find_named(folder, "postmaster.pid", depth)
}

fn find_log(folder: &Path, depth: usize) -> Option<PathBuf> {
    find_named(folder, "server.log", depth)
}

fn find_named(folder: &Path, name: &str, depth: usize) -> Option<PathBuf> {
    let file = folder.join(name);
    if file.is_file() {
        return Some(file);
    }
    let deeper = depth.checked_sub(1)?;
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries.filter(|entry| entry.path().is_dir()).find_map(|entry| find_named(&entry.path(), name, deeper))
}

/// Where psql and pgbench are: Debian's newest version, else the search path.
fn tools() -> Result<PathBuf, Error> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folders.chain(std::env::split_paths(&path));
    let mut complete =
        folders.filter(|folder| folder.join("psql").is_file() && folder.join("pgbench").is_file());
    complete.next().ok_or_else(|| Error::Bench("psql and pgbench are not installed".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_line_counts_when_it_is_complete() {
        assert_eq!(ready_address("x\n INFO ready at http://127.0.0.1:40"), None);
        let log = "x\n INFO ready at http://127.0.0.1:4012/ after 9 ms, serving /tap (tap)\n";
        assert_eq!(ready_address(log).as_deref(), Some("127.0.0.1:4012"));
    }
}
