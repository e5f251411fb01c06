//! What can go wrong with a private server, and what to do about it.

use std::{io, path::PathBuf};

/// A private server that cannot be found, made, started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder holds the server's programs.
    #[error(
        "no PostgreSQL server programs (`postgres`, `initdb`) in: {searched}; \
         install them (Debian: `apt-get install postgresql`) or name their folder in the configuration"
    )]
    NoBinaries {
        /// Each place that was searched, in order.
        searched: String,
    },
    /// A program of PostgreSQL could not be run at all.
    #[error("cannot run `{}`", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The process is root and the user for the server does not exist.
    #[error(
        "PostgreSQL refuses to run as root and there is no user `{name}` to run it as; \
         install the package (Debian: `apt-get install postgresql`), create the user, or name another"
    )]
    NoUser {
        /// The user that was looked for.
        name: String,
    },
    /// The user for the server is root, or another user than the one who asks without being root.
    #[error("cannot run PostgreSQL as user `{name}` from user id {uid}; {hint}")]
    WrongUser {
        /// The user that was asked for.
        name: String,
        /// The user id of this process.
        uid: u32,
        /// What to do.
        hint: &'static str,
    },
    /// The user of the server may not pass through a folder above the data.
    #[error(
        "user `{user}`, who runs PostgreSQL, cannot reach `{}`: `{}` lets others not pass; \
         `chmod o+x` it or put the data elsewhere", wanted.display(), closed.display()
    )]
    Unreachable {
        /// The user of the server.
        user: String,
        /// The folder that must be reached.
        wanted: PathBuf,
        /// The first folder on the way without permission.
        closed: PathBuf,
    },
    /// Another live process owns the folder.
    #[error("`{}` is in use by another process; stop it first or use another folder", data_dir.display())]
    InUse {
        /// The folder.
        data_dir: PathBuf,
    },
    /// The folder holds something else.
    #[error("`{}` is not empty and was not made for a private PostgreSQL; use a folder of its own", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// The data belongs to another user.
    #[error(
        "`{}` belongs to user id {owner}, not to `{user}`, who would run PostgreSQL; \
         start as the owner or use another folder", path.display()
    )]
    NotOwner {
        /// The folder.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The user of the server.
        user: String,
    },
    /// The data was made by another major version of PostgreSQL.
    #[error(
        "`{}` was made by PostgreSQL {found}, but the programs in `{}` are version {major}; \
         install version {found} or move the folder away", cluster.display(), bin_dir.display()
    )]
    Version {
        /// The cluster.
        cluster: PathBuf,
        /// Its major version.
        found: String,
        /// Where the programs are.
        bin_dir: PathBuf,
        /// Their major version.
        major: u32,
    },
    /// A program of PostgreSQL ended with an error.
    #[error("`{program}` failed: {output}")]
    Failed {
        /// The program.
        program: &'static str,
        /// The last lines that it wrote.
        output: String,
    },
    /// The server does not accept connections in time.
    #[error("PostgreSQL in `{}` is not ready after {waited_secs} s; its log says: {output}", data_dir.display())]
    NotReady {
        /// The folder.
        data_dir: PathBuf,
        /// How long it had, in seconds.
        waited_secs: u64,
        /// The last lines of its log.
        output: String,
    },
    /// The server does not end, not even when killed.
    #[error("PostgreSQL process {pid} does not end")]
    NotStopped {
        /// The postmaster.
        pid: i32,
    },
    /// A file or folder cannot be read or written.
    #[error("cannot {action} `{}`", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A call of the operating system failed.
    #[error("cannot {action}")]
    System {
        /// What was tried.
        action: &'static str,
        /// Why not.
        source: nix::Error,
    },
}

impl Error {
    /// Wraps an I/O error with what was tried on which path.
    pub(crate) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}
