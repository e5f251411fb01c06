//! What can go wrong with a call of the queue, and with opening it.

use database::DbError;
use uws::Phase;

use crate::StoreError;

/// What can go wrong with a call. `Display` may be read by the client, but for a failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// No job of the caller has this id, or none any more. Whether somebody else has one is nobody's business.
    #[error("there is no job `{id}`")]
    NotFound {
        /// What was asked for.
        id: String,
    },
    /// The phase does not allow it.
    #[error("the job is {phase}; {rule}")]
    Phase {
        /// The phase now.
        phase: Phase,
        /// What is allowed when.
        rule: &'static str,
    },
    /// The user has as many jobs as may be.
    #[error("you have {max} jobs here, as many as are kept for one user; delete those that you need no more")]
    TooMany {
        /// How many may be.
        max: u32,
    },
    /// As many jobs of the account wait as may.
    #[error("you have {max} jobs that wait, as many as you may; run this one when some of them have begun")]
    TooManyQueued {
        /// How many may.
        max: i64,
    },
    /// The results of the account take all the room that it has.
    #[error("your results fill {kept} of the {max} that are kept for you; delete jobs that you need no more{}", told(.largest))]
    ResultsFull {
        /// What they take.
        kept: String,
        /// What they may take.
        max: String,
        /// The largest jobs, with what they take.
        largest: Vec<String>,
    },
    /// An instant cannot be read.
    #[error("`{text}` is not an instant; write it as 2026-01-31T12:00:00Z")]
    Instant {
        /// What was given.
        text: String,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// The end of a sentence that names jobs.
fn told(largest: &[String]) -> String {
    match largest {
        [] => String::new(),
        _ => format!(", the largest are {}", largest.join(", ")),
    }
}

impl From<tokio_postgres::Error> for QueueError {
    fn from(error: tokio_postgres::Error) -> Self {
        let error = DbError::from(error);
        match error {
            // Invalid or overflowing instant.
            DbError::Query { code, message } if code == "22007" || code == "22008" => {
                let text = message.split('"').nth(1).unwrap_or_default().to_owned();
                Self::Instant { text }
            }
            other => Self::Database(other),
        }
    }
}

/// Why there is no queue.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database failed, or does not let us keep jobs in it.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Results in a folder, and another host on the same database.
    #[error(
        "the host on `{host}` runs on the same database, and results in a folder are seen by one host only"
    )]
    NotShared {
        /// The machine of the other host.
        host: String,
    },
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

impl From<tokio_postgres::Error> for OpenError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}
