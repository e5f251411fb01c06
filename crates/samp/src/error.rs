//! What can go wrong between a client, a hub and the lockfile.

use std::io;
use std::path::PathBuf;

use crate::xml_rpc::Malformed;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SampError {
    /// No hub runs: there is no lockfile, or nobody answers at the address in it.
    #[error("no SAMP hub is running: {0}")]
    NoHub(String),
    /// Another hub runs already.
    #[error("a SAMP hub is running already, at {url} (lockfile {file})", file = file.display())]
    HubIsRunning {
        /// Its address.
        url: String,
        /// Its lockfile.
        file: PathBuf,
    },
    /// `SAMP_HUB` or the home directory says no usable place of a lockfile.
    #[error("the place of the SAMP lockfile is not usable: {0}")]
    Location(String),
    /// The lockfile does not say what it must.
    #[error("the SAMP lockfile {place} has no `{token}`")]
    Lockfile {
        /// Where it is.
        place: String,
        /// The token that is missing.
        token: &'static str,
    },
    /// A file or a port cannot be used.
    #[error("{what}: {source}")]
    Io {
        /// What was tried, with its place.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// Nobody answers at an address.
    #[error("{url} does not answer: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// Why, in the words of the system.
        reason: String,
    },
    /// An answer came that is none.
    #[error("{url} answers with something else than XML-RPC: {reason}")]
    NoAnswer {
        /// The address.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The other side refuses, in its own words.
    #[error("the other side says: {0}")]
    Fault(String),
    /// An answer whose content is not what the method gives.
    #[error("`{method}` gave {reason}")]
    Unexpected {
        /// The method.
        method: String,
        /// What is wrong with its answer.
        reason: String,
    },
    /// The system has no random numbers for keys.
    #[error("no random numbers for keys: {0}")]
    Random(#[from] getrandom::Error),
}

impl SampError {
    pub(crate) fn io(what: impl Into<String>, source: io::Error) -> Self {
        Self::Io { what: what.into(), source }
    }

    pub(crate) fn no_answer(url: &str, fault: &Malformed) -> Self {
        Self::NoAnswer { url: url.to_owned(), reason: fault.to_string() }
    }
}
