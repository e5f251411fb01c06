//! A private server as its owner holds it.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Instant,
};

use nix::{
    fcntl::{Flock, FlockArg},
    sys::signal::Signal,
};
use tempfile::TempDir;

use crate::{
    Binaries, Durability, Error, Options, cluster, find_binaries, postmaster, socket, user::ServerUser,
    watchdog::Watchdog,
};

/// A PostgreSQL server that belongs to this process. Dropping it stops it.
///
/// All calls block for as long as they take (a first start about two seconds, a later one a fraction): in asynchronous
/// code, call them on a blocking thread.
#[derive(Debug)]
pub struct PrivateServer {
    options: Options,
    binaries: Binaries,
    user: ServerUser,
    cluster: PathBuf,
    socket_dir: PathBuf,
    running: Option<Running>,
    /// Held for as long as this value lives: one owner per folder.
    _lock: Flock<File>,
    temporary: Option<TempDir>,
}

/// A live server and the shell that watches over it.
#[derive(Debug)]
struct Running {
    child: Child,
    /// Dropped only after the server has ended.
    _watchdog: Watchdog,
}

impl PrivateServer {
    /// Starts a server in `options.data_dir`, making its files if there are none, and waits until it accepts
    /// connections. What a crash left there, a process file or a live server, is cleared first.
    pub fn start(options: Options) -> Result<Self, Error> {
        Self::start_in(options, None)
    }

    /// Starts a server whose files are removed with it, for tests: among the temporary files, without waiting for
    /// the disk. `adjust` may change the options.
    pub fn temporary(adjust: impl FnOnce(&mut Options)) -> Result<Self, Error> {
        let base = std::env::temp_dir();
        let made = tempfile::Builder::new().prefix("armilla-pg-").tempdir_in(&base);
        let folder = made.map_err(Error::file("create a folder in", base))?;
        let mut options = Options::new(folder.path());
        options.durability = Durability::None;
        options.shared_buffers_mib = 64;
        adjust(&mut options);
        Self::start_in(options, Some(folder))
    }

    /// Starts the server again after [`Self::stop`], [`Self::stop_at_once`] or its own end; does nothing if it runs.
    pub fn start_again(&mut self) -> Result<(), Error> {
        if self.is_running() {
            return Ok(());
        }
        let begun = Instant::now();
        self.running = None;
        let mut child =
            postmaster::start(&self.options, &self.binaries, &self.user, &self.cluster, &self.socket_dir)?;
        match self.watch(&child) {
            Ok(watchdog) => self.running = Some(Running { child, _watchdog: watchdog }),
            Err(error) => {
                postmaster::stop(&mut child, Signal::SIGINT, self.options.stop_timeout)?;
                return Err(error);
            }
        }
        tracing::info!(
            version = self.binaries.major,
            user = self.user.name,
            "PostgreSQL ready on {} in {:.1} s",
            self.socket_dir.display(),
            begun.elapsed().as_secs_f64()
        );
        Ok(())
    }

    /// Stops the server in order: open transactions are rolled back, sessions ended, everything is written. Stops it
    /// at once where that takes longer than `options.stop_timeout`. Does nothing if it does not run.
    pub fn stop(&mut self) -> Result<(), Error> {
        // SIGINT is PostgreSQL's "fast shutdown".
        self.end(Signal::SIGINT)
    }

    /// Stops the server as a crash would: the next start recovers from its log.
    pub fn stop_at_once(&mut self) -> Result<(), Error> {
        self.end(Signal::SIGQUIT)
    }

    /// Whether the server process lives.
    pub fn is_running(&mut self) -> bool {
        self.running.as_mut().is_some_and(|running| matches!(running.child.try_wait(), Ok(None)))
    }

    /// The process id of the server; `None` when stopped.
    pub fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(|running| running.child.id())
    }

    /// The folder of the Unix socket: libpq's `host`.
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The number in the socket's name: libpq's `port`.
    pub fn port(&self) -> u16 {
        socket::PORT
    }

    /// The programs that run it.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// A libpq connection string for the superuser and the database `postgres`.
    pub fn connection_string(&self) -> String {
        self.connection_string_of(&self.options.superuser)
    }

    /// The same for another login of it, which needs no password.
    pub fn connection_string_of(&self, login: &str) -> String {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
        format!(
            "host='{}' port={} user='{}' dbname=postgres",
            quoted(&self.socket_dir.to_string_lossy()),
            socket::PORT,
            quoted(login)
        )
    }

    /// A client program of the same package (`psql`, `pgbench`), set up to connect to this server.
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.program(program));
        command.env("PGHOST", &self.socket_dir).env("PGPORT", socket::PORT.to_string());
        command.env("PGUSER", &self.options.superuser).env("PGDATABASE", "postgres");
        command
    }

    fn start_in(options: Options, temporary: Option<TempDir>) -> Result<Self, Error> {
        let user = ServerUser::resolve(options.user.as_deref())?;
        let binaries = find_binaries(options.bin_dir.as_deref())?;
        let data_dir = cluster::make_data_dir(&options.data_dir, &user)?;
        let lock = lock(&data_dir, &user)?;
        let cluster = cluster::make_cluster(&options, &binaries, &user, &data_dir)?;
        postmaster::clear_leftovers(&cluster, options.stop_timeout)?;
        let socket_dir = socket::make_folder(&data_dir, &user)?;
        let mut server =
            Self { options, binaries, user, cluster, socket_dir, running: None, _lock: lock, temporary };
        server.start_again()?;
        Ok(server)
    }

    fn watch(&self, child: &Child) -> Result<Watchdog, Error> {
        let temporary = self.temporary.as_ref().map(TempDir::path);
        Watchdog::start(&self.user, &postmaster::path_of(&self.cluster), child.id().cast_signed(), temporary)
    }

    fn end(&mut self, signal: Signal) -> Result<(), Error> {
        let Some(running) = self.running.as_mut() else { return Ok(()) };
        let begun = Instant::now();
        postmaster::stop(&mut running.child, signal, self.options.stop_timeout)?;
        self.running = None;
        tracing::info!("PostgreSQL stopped in {:.1} s", begun.elapsed().as_secs_f64());
        Ok(())
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::error!("{error}");
        }
        socket::remove_temporary(&self.socket_dir);
    }
}

/// Takes the folder for this process; the kernel frees it however the process ends.
fn lock(data_dir: &Path, user: &ServerUser) -> Result<Flock<File>, Error> {
    let path = data_dir.join(cluster::LOCK_NAME);
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(Error::file("open", &path))?;
    user.own(&path)?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| match errno {
        nix::Error::EWOULDBLOCK => Error::InUse { data_dir: data_dir.to_owned() },
        other => Error::File { action: "lock", path, source: io::Error::from(other) },
    })
}
