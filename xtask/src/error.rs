//! What can go wrong in a developer command.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A failure that ends a command; its text fits after `error: `.
#[derive(Debug)]
pub enum Error {
    /// The command line is wrong.
    Usage(String),
    /// A program could not be started.
    Start { program: String, source: io::Error },
    /// A program ended badly.
    Failed { command: String, status: String },
    /// A file could not be read or written.
    File { path: PathBuf, source: io::Error },
    /// The machine lacks something that only its owner can install.
    Lacking { command: String },
    /// Rules were broken or tests failed; the details are printed already.
    Broken(String),
    /// A measurement could not be made.
    Bench(String),
}

impl Error {
    /// A file that could not be read or written.
    pub fn file(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::File { path: path.into(), source }
    }

    /// 2 for a wrong command line, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }

    /// What to do now, where it is not plain from the text.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Usage(_) => Some("`cargo xtask help` lists the commands".into()),
            Self::Lacking { command } => Some(format!("run this, then try again:\n  {command}")),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Broken(text) | Self::Bench(text) => out.write_str(text),
            Self::Start { program, source } => write!(out, "failed to start `{program}`: {source}"),
            Self::Failed { command, status } => write!(out, "`{command}` ended with {status}"),
            Self::File { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Lacking { .. } => out.write_str("packages are missing, and only root may install them"),
        }
    }
}

impl std::error::Error for Error {}
