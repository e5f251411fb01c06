//! The server process: start, readiness, stop.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{Binaries, Error, Options, cluster::last_lines, socket, user::ServerUser};

/// How often a state is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(10);

/// How long the server may take to end after each signal that admits no delay.
const GRACE: Duration = Duration::from_secs(5);

/// What the server writes into `postmaster.pid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub pid: i32,
    pub socket_dir: Option<PathBuf>,
    ready: bool,
}

impl PidFile {
    /// Reads the file of a cluster; `None` if there is none or it is not complete.
    pub fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path_of(cluster)).ok()?)
    }

    /// Lines: process id, data folder, start time, port, socket folder, address, shared memory, state.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok().filter(|pid| *pid > 1)?;
        let socket_dir = lines.nth(3).filter(|line| !line.is_empty()).map(PathBuf::from);
        let ready = lines.nth(2).is_some_and(|state| state.trim() == "ready");
        Some(Self { pid, socket_dir, ready })
    }

    /// Whether the process exists and is a server of this cluster: the number may have gone to another since a crash.
    pub fn is_alive(&self, cluster: &Path) -> bool {
        fs::read_link(format!("/proc/{}/cwd", self.pid)).is_ok_and(|folder| folder == cluster)
    }
}

/// The place of the process file of a cluster.
pub(crate) fn path_of(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// Starts the server of `cluster` and waits until it accepts connections.
pub(crate) fn start(
    options: &Options,
    binaries: &Binaries,
    user: &ServerUser,
    cluster: &Path,
    socket_dir: &Path,
) -> Result<Child, Error> {
    let deadline = Instant::now() + options.start_timeout;
    let log = log_path(cluster);
    loop {
        let mut child = spawn(options, binaries, user, cluster, socket_dir, &log)?;
        match wait_until_ready(&mut child, cluster, deadline) {
            Readiness::Ready => return Ok(child),
            Readiness::Late => {
                stop(&mut child, Signal::SIGQUIT, GRACE)?;
                let (data_dir, output) = (cluster.to_owned(), log_tail(&log));
                return Err(Error::NotReady {
                    data_dir,
                    waited_secs: options.start_timeout.as_secs(),
                    output,
                });
            }
            Readiness::Ended => {
                let output = log_tail(&log);
                // Backends of a killed server take a moment to notice that it is gone.
                if !output.contains("pre-existing shared memory block") || Instant::now() >= deadline {
                    return Err(Error::Failed { program: "postgres", output });
                }
                thread::sleep(POLL * 10);
            }
        }
    }
}

/// Stops a server of which this process is the parent: `signal` and `patience`, then at once, then by force.
pub(crate) fn stop(child: &mut Child, signal: Signal, patience: Duration) -> Result<(), Error> {
    let pid = Pid::from_raw(child.id().cast_signed());
    for (signal, patience) in [(signal, patience), (Signal::SIGQUIT, GRACE), (Signal::SIGKILL, GRACE)] {
        if matches!(child.try_wait(), Ok(Some(_))) {
            return Ok(());
        }
        kill(pid, signal).map_err(|source| Error::System { action: "signal the server", source })?;
        if wait_until(patience, || matches!(child.try_wait(), Ok(Some(_)))) {
            return Ok(());
        }
        tracing::warn!(%pid, "PostgreSQL did not end within {patience:?} of {signal}");
    }
    Err(Error::NotStopped { pid: pid.as_raw() })
}

/// Ends what an earlier owner left: a live server is stopped, a process file without one is removed.
pub(crate) fn clear_leftovers(cluster: &Path, patience: Duration) -> Result<(), Error> {
    let Some(left) = PidFile::read(cluster) else { return Ok(()) };
    for (signal, patience) in [(Signal::SIGINT, patience), (Signal::SIGQUIT, GRACE), (Signal::SIGKILL, GRACE)]
    {
        if !left.is_alive(cluster) {
            break;
        }
        tracing::warn!(pid = left.pid, "stopping a PostgreSQL server that an earlier process left running");
        kill(Pid::from_raw(left.pid), signal)
            .map_err(|source| Error::System { action: "signal the server left running", source })?;
        wait_until(patience, || !left.is_alive(cluster));
    }
    if left.is_alive(cluster) {
        return Err(Error::NotStopped { pid: left.pid });
    }
    let path = path_of(cluster);
    if PidFile::read(cluster).as_ref() == Some(&left) {
        fs::remove_file(&path).map_err(Error::file("remove", path))?;
    }
    if let Some(folder) = &left.socket_dir {
        socket::remove_temporary(folder);
    }
    Ok(())
}

enum Readiness {
    Ready,
    Ended,
    Late,
}

fn wait_until_ready(child: &mut Child, cluster: &Path, deadline: Instant) -> Readiness {
    loop {
        if PidFile::read(cluster).is_some_and(|file| file.ready && file.pid == child.id().cast_signed()) {
            return Readiness::Ready;
        }
        if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
            return Readiness::Ended;
        }
        if Instant::now() >= deadline {
            return Readiness::Late;
        }
        thread::sleep(POLL);
    }
}

fn spawn(
    options: &Options,
    binaries: &Binaries,
    user: &ServerUser,
    cluster: &Path,
    socket_dir: &Path,
    log: &Path,
) -> Result<Child, Error> {
    let output = make_log(log, user)?;
    let errors = output.try_clone().map_err(Error::file("write", log))?;
    let program = binaries.program("postgres");
    let mut command = user.command(&program, cluster);
    command.arg("-D").arg(cluster).arg("-k").arg(socket_dir).args(["-p", &socket::PORT.to_string()]);
    command.args(options.arguments()).stdin(Stdio::null()).stdout(output).stderr(errors);
    command.spawn().map_err(|source| Error::Run { program, source })
}

/// The log of the current run, beside the cluster.
fn log_path(cluster: &Path) -> PathBuf {
    cluster.with_file_name("server.log")
}

/// A new file, never one that is there: this process may be root and the folder is another user's.
fn make_log(log: &Path, user: &ServerUser) -> Result<File, Error> {
    match fs::remove_file(log) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::file("remove", log)(error));
        }
        _ => {}
    }
    let file = File::create_new(log).map_err(Error::file("create", log))?;
    user.own(log)?;
    Ok(file)
}

fn log_tail(log: &Path) -> String {
    last_lines(&String::from_utf8_lossy(&fs::read(log).unwrap_or_default()))
}

fn wait_until(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if done() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn process_file_tells_process_socket_and_state() {
        let text = "4242\n/data/cluster\n1700000000\n5432\n/data/socket\n\n  54320001    163840\nready   \n";
        let socket_dir = Some(PathBuf::from("/data/socket"));
        assert_eq!(
            PidFile::parse(text),
            Some(PidFile { pid: 4242, socket_dir: socket_dir.clone(), ready: true })
        );
        let starting = text.replace("ready   ", "starting");
        assert_eq!(PidFile::parse(&starting), Some(PidFile { pid: 4242, socket_dir, ready: false }));
        assert_eq!(
            PidFile::parse("4242\n/data"),
            Some(PidFile { pid: 4242, socket_dir: None, ready: false })
        );
    }

    #[test]
    fn process_file_without_a_usable_number_is_none() {
        for text in ["", "\n", "x\n", "-1\n", "0\n", "1\n"] {
            assert_eq!(PidFile::parse(text), None, "{text:?}");
        }
    }
}
