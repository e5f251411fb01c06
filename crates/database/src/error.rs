//! What can go wrong with the database, said once for the client and once for the log.

use std::{error::Error, fmt, time::Duration};

use tokio_postgres::error::SqlState;

/// When to ask again while the database is away, in seconds.
const RETRY_UNAVAILABLE_SECS: u64 = 5;

/// When to ask again while all connections are in use, in seconds.
const RETRY_BUSY_SECS: u64 = 2;

/// What can go wrong with the database. `Display` is the text for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// The statement is at fault, or the data that it met.
    #[error("query failed with SQLSTATE {code}: {message}")]
    Query {
        /// The SQLSTATE, five characters.
        code: String,
        /// The server's words, with detail and hint.
        message: String,
    },
    /// A time limit was reached.
    #[error("{limit} limit of {secs} s reached", secs = after.as_secs_f64())]
    Timeout {
        /// Which limit.
        limit: TimeLimit,
        /// How long it was.
        after: Duration,
    },
    /// The database cancelled the query without being asked by us.
    #[error("query cancelled in the database: {reason}")]
    Cancelled {
        /// The server's words.
        reason: String,
    },
    /// The database cannot be reached, or went away.
    #[error("database unavailable: {reason}")]
    Unavailable {
        /// When to ask again, in seconds.
        retry_after_secs: u64,
        /// What was found.
        reason: String,
    },
    /// All connections are in use, ours or the server's.
    #[error("database busy: {reason}")]
    Busy {
        /// When to ask again, in seconds.
        retry_after_secs: u64,
        /// What was found.
        reason: String,
    },
    /// The role may not do that, or the transaction is read-only.
    #[error("database denies access with SQLSTATE {code}: {message}")]
    Permission {
        /// The SQLSTATE, five characters.
        code: String,
        /// The server's words.
        message: String,
    },
    /// The role of the query is not there, or is not for the login; nothing of the query has run.
    #[error("queries cannot run under the role `{role}`: {message}")]
    Role {
        /// The role.
        role: String,
        /// The server's words.
        message: String,
    },
    /// The rows to be loaded could not be read from whoever gives them.
    #[error("reading rows for `{target}`: {message}")]
    Input {
        /// The table that they are for, as its owner calls it.
        target: String,
        /// The words of the source.
        message: String,
    },
    /// The configuration is at fault.
    #[error("{message}")]
    Config {
        /// What is wrong.
        message: String,
    },
    /// Anything else; a mistake of ours or a broken server.
    #[error("{message}")]
    Internal {
        /// What was found.
        message: String,
    },
}

/// The time limits of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLimit {
    /// From the start of the query until its first row.
    FirstRow,
    /// Without progress of the consumer.
    Stall,
    /// From the start of the query until its end.
    Total,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::FirstRow => "first-row",
            Self::Stall => "stall",
            Self::Total => "total time",
        })
    }
}

impl DbError {
    /// What a client may read: no SQL, no names of the database's own, no paths, no hosts.
    pub fn for_client(&self) -> String {
        match self {
            // Cardinality violation, data exceptions and limits speak of the user's own values.
            Self::Query { code, message } if matches!(code.get(..2), Some("21" | "22" | "54")) => {
                message.clone()
            }
            Self::Query { code, .. } => format!("the database refused the query (SQLSTATE {code})"),
            Self::Timeout { limit: TimeLimit::FirstRow, after } => {
                format!("the query gave no row within {} s", after.as_secs_f64())
            }
            Self::Timeout { limit: TimeLimit::Stall, after } => {
                format!("the answer was not read for {} s", after.as_secs_f64())
            }
            Self::Timeout { limit: TimeLimit::Total, after } => {
                format!("the query took longer than {} s", after.as_secs_f64())
            }
            Self::Cancelled { .. } => "the query was cancelled by the database's administration".to_owned(),
            Self::Unavailable { retry_after_secs, .. } => {
                format!("the database is not available; try again in {retry_after_secs} s")
            }
            Self::Busy { retry_after_secs, .. } => {
                format!("the service is busy; try again in {retry_after_secs} s")
            }
            Self::Permission { .. } => "the database does not allow this query".to_owned(),
            Self::Input { message, .. } => message.clone(),
            Self::Role { .. } | Self::Config { .. } | Self::Internal { .. } => "internal error".to_owned(),
        }
    }

    /// What the log holds.
    pub fn for_log(&self) -> String {
        self.to_string()
    }

    /// When to ask again, in seconds, where asking again makes sense.
    pub fn retry_after_secs(&self) -> Option<u64> {
        match self {
            Self::Unavailable { retry_after_secs, .. } | Self::Busy { retry_after_secs, .. } => {
                Some(*retry_after_secs)
            }
            _ => None,
        }
    }

    pub(crate) fn unavailable(reason: impl Into<String>) -> Self {
        Self::Unavailable { retry_after_secs: RETRY_UNAVAILABLE_SECS, reason: reason.into() }
    }

    pub(crate) fn busy(reason: impl Into<String>) -> Self {
        Self::Busy { retry_after_secs: RETRY_BUSY_SECS, reason: reason.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::Internal { message: message.into() }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(said) => classify(said.code(), words(said)),
            None if error.is_closed() || has_io_source(&error) => Self::unavailable(with_sources(&error)),
            None => Self::internal(with_sources(&error)),
        }
    }
}

/// The class of an error that the server reports (PostgreSQL manual, appendix A).
fn classify(code: &SqlState, message: String) -> DbError {
    let text = code.code();
    match (text.get(..2).unwrap_or_default(), text) {
        (_, "57014") => DbError::Cancelled { reason: message },
        // 57P01 to 57P05: shutdown, crash, starting up, database dropped, idle session ended.
        ("08", _) | (_, "57P01" | "57P02" | "57P03" | "57P04" | "57P05") => DbError::unavailable(message),
        // A log-in that fails is a mistake of the operator: to everybody else the database is away.
        ("28", _) | (_, "3D000") => DbError::unavailable(message),
        // Too many connections; locks, deadlocks and conflicts with a standby's recovery pass by themselves.
        (_, "53300" | "55P03") | ("40", _) => DbError::busy(message),
        (_, "42501" | "25006") => DbError::Permission { code: text.to_owned(), message },
        ("0A" | "21" | "22" | "23" | "42" | "54" | "P0", _) => {
            DbError::Query { code: text.to_owned(), message }
        }
        _ => DbError::internal(format!("SQLSTATE {text}: {message}")),
    }
}

/// The server's message with its detail and hint.
fn words(error: &tokio_postgres::error::DbError) -> String {
    let mut text = error.message().to_owned();
    for more in [error.detail(), error.hint()].into_iter().flatten() {
        text.push_str("; ");
        text.push_str(more);
    }
    text
}

fn has_io_source(error: &tokio_postgres::Error) -> bool {
    let io = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    io.is_some_and(|source| source.kind() != std::io::ErrorKind::InvalidData)
}

/// An error and its causes on one line.
pub(crate) fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let more = source.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = source.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(code: &str) -> DbError {
        classify(&SqlState::from_code(code), "words of the server".to_owned())
    }

    #[test]
    fn clients_read_the_servers_words_only_for_their_own_data() {
        let cases = [
            ("22012", "words of the server"),
            ("21000", "words of the server"),
            ("54001", "words of the server"),
            ("42P01", "the database refused the query (SQLSTATE 42P01)"),
            ("42501", "the database does not allow this query"),
            ("25006", "the database does not allow this query"),
            ("57014", "the query was cancelled by the database's administration"),
            ("57P01", "the database is not available; try again in 5 s"),
            ("28P01", "the database is not available; try again in 5 s"),
            ("08006", "the database is not available; try again in 5 s"),
            ("53300", "the service is busy; try again in 2 s"),
            ("40001", "the service is busy; try again in 2 s"),
            ("53100", "internal error"),
            ("XX000", "internal error"),
        ];
        for (code, expected) in cases {
            assert_eq!(class(code).for_client(), expected, "{code}");
        }
    }

    #[test]
    fn log_always_has_the_servers_words() {
        for code in ["22012", "42P01", "42501", "57014", "57P01", "53300", "53100", "XX000", "28P01"] {
            assert!(class(code).for_log().ends_with("words of the server"), "{code}");
        }
    }

    #[test]
    fn time_limits_say_how_long_they_were() {
        let error = DbError::Timeout { limit: TimeLimit::FirstRow, after: Duration::from_millis(1500) };
        assert_eq!(error.for_client(), "the query gave no row within 1.5 s");
        assert_eq!(error.for_log(), "first-row limit of 1.5 s reached");
    }

    #[test]
    fn only_passing_trouble_says_when_to_ask_again() {
        assert_eq!(class("57P03").retry_after_secs(), Some(5));
        assert_eq!(class("53300").retry_after_secs(), Some(2));
        assert_eq!(class("22012").retry_after_secs(), None);
    }
}
