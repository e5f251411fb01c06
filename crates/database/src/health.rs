//! Whether the database answers, asked at most once a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::{sync::Mutex, time::timeout};

use crate::{DbError, pool::SessionPool};

/// For how long an answer is taken for fresh.
const FRESH: Duration = Duration::from_secs(1);

/// Whether the database answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Whether it answers, or is too busy with our own queries to be asked.
    pub available: bool,
    /// How long the answer took.
    pub answered_in: Duration,
    /// What is wrong, for the log.
    pub reason: Option<String>,
}

/// Asks, and remembers the answer for a moment.
pub(crate) struct HealthCheck {
    timeout: Duration,
    last: Mutex<Option<(Instant, Health)>>,
    /// Whether something has happened since that makes the last answer doubtful.
    doubted: AtomicBool,
}

impl HealthCheck {
    pub fn new(timeout: Duration) -> Self {
        Self { timeout, last: Mutex::new(None), doubted: AtomicBool::new(false) }
    }

    /// Makes the next check ask: a query has found the database away.
    pub fn doubt(&self) {
        self.doubted.store(true, Ordering::Relaxed);
    }

    /// The answer of the last second, or a new one; all who ask at the same time share it.
    pub async fn check(&self, pool: &SessionPool) -> Health {
        let mut last = self.last.lock().await;
        let doubted = self.doubted.swap(false, Ordering::Relaxed);
        if let Some((_, health)) = last.as_ref().filter(|(at, _)| !doubted && at.elapsed() < FRESH) {
            return health.clone();
        }
        let begun = Instant::now();
        let error = match timeout(self.timeout, ask(pool)).await {
            Ok(Ok(())) | Ok(Err(DbError::Busy { .. })) => None,
            Ok(Err(error)) => Some(error),
            Err(_) if pool.is_exhausted() => None,
            Err(_) => Some(DbError::unavailable(format!("no answer within {:?}", self.timeout))),
        };
        let reason = error.map(|error| error.for_log());
        let health = Health { available: reason.is_none(), answered_in: begun.elapsed(), reason };
        *last = Some((Instant::now(), health.clone()));
        health
    }
}

async fn ask(pool: &SessionPool) -> Result<(), DbError> {
    loop {
        let lease = pool.get().await?;
        match lease.client().check_connection().await {
            Ok(()) => {
                lease.release();
                return Ok(());
            }
            // One that broke while idle says nothing about the server.
            Err(error) if error.is_closed() => {}
            Err(error) => return Err(error.into()),
        }
    }
}
