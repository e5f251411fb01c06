//! What a client presents, and why it is refused.

use std::fmt;

/// What a client presents to say who he is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Proof<'r> {
    /// A name and a password (RFC 7617).
    Password {
        /// The name.
        user: &'r str,
        /// The password.
        password: &'r str,
    },
    /// A bearer token, of ours or of a provider (RFC 6750).
    Bearer(&'r str),
    /// The value of a session's cookie.
    Session(&'r str),
}

/// Why a client is refused. The words are for the client, and the same whether the user exists or not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such user, another password, an unknown or revoked token, a session that ended.
    #[error("{0}")]
    Wrong(&'static str),
    /// Too many wrong attempts.
    #[error("too many wrong attempts; try again in {retry_after_secs} seconds")]
    LockedOut {
        /// Seconds until the next attempt counts.
        retry_after_secs: u32,
    },
    /// More log-ins at once than can be checked.
    #[error("too many log-ins at once; try again in {retry_after_secs} seconds")]
    Busy {
        /// Seconds until a repetition makes sense.
        retry_after_secs: u32,
    },
    /// Users cannot be looked up now.
    #[error("log-ins cannot be checked at the moment; try again in {retry_after_secs} seconds")]
    Unavailable {
        /// Seconds until a repetition makes sense.
        retry_after_secs: u32,
    },
}

impl fmt::Debug for Proof<'_> {
    /// Leaves secrets out.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { user, .. } => write!(out, "Password({user:?}, …)"),
            Self::Bearer(_) => out.write_str("Bearer(…)"),
            Self::Session(_) => out.write_str("Session(…)"),
        }
    }
}
