//! Deadlines of our own: the server's `statement_timeout` does not fire while it waits for a slow reader.

use std::{
    future::{Future, pending},
    time::Duration,
};

use tokio::time::{Instant, sleep_until, timeout_at};

use crate::{DbError, TimeLimit};

/// A moment at which a time limit ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    at: Instant,
    limit: TimeLimit,
    after: Duration,
}

impl Deadline {
    /// The end of a limit that begins now; a limit beyond all clocks is none.
    pub fn after(limit: TimeLimit, after: Option<Duration>) -> Option<Self> {
        let after = after?;
        Instant::now().checked_add(after).map(|at| Self { at, limit, after })
    }

    /// The one that comes first.
    pub fn earliest(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        [one, other].into_iter().flatten().min_by_key(|deadline| deadline.at)
    }

    fn error(&self) -> DbError {
        DbError::Timeout { limit: self.limit, after: self.after }
    }
}

/// Runs `work` until `deadline` at the latest.
pub(crate) async fn within<T>(
    deadline: Option<Deadline>,
    work: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    match deadline {
        Some(deadline) => timeout_at(deadline.at, work).await.unwrap_or_else(|_| Err(deadline.error())),
        None => work.await,
    }
}

/// Waits for a deadline, forever if there is none, and gives its error.
pub(crate) async fn reached(deadline: Option<Deadline>) -> DbError {
    match deadline {
        Some(deadline) => {
            sleep_until(deadline.at).await;
            deadline.error()
        }
        None => pending().await,
    }
}
