//! Makes connections for the pools, and remembers whether the last attempt failed.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bb8::ManageConnection;
use bb8_postgres::PostgresConnectionManager;
use tokio::{sync::watch, time::timeout};
use tokio_postgres::{Client, NoTls};

use crate::{DbError, statements::Statements};

/// For how long after a failed attempt requests are answered without another one.
const PAUSE: Duration = Duration::from_millis(500);

/// A connection with a note whether it may be used again.
pub(crate) struct Session {
    pub client: Client,
    /// Set when the state of the backend is not known; the pool then closes the connection.
    pub discard: bool,
    /// Statements that this backend has prepared.
    pub statements: Statements,
}

/// Makes sessions.
pub(crate) struct Connector {
    inner: PostgresConnectionManager<NoTls>,
    timeout: Duration,
    failures: Arc<Failures>,
}

/// What is known of failed attempts to connect, in whichever pool.
#[derive(Default)]
pub(crate) struct Failures {
    /// Counts them, and wakes those who wait for a connection.
    count: watch::Sender<u64>,
    last: Mutex<Option<Failure>>,
}

#[derive(Clone)]
struct Failure {
    at: Instant,
    error: DbError,
}

impl Connector {
    pub fn new(config: tokio_postgres::Config, timeout: Duration, failures: Arc<Failures>) -> Self {
        Self { inner: PostgresConnectionManager::new(config, NoTls), timeout, failures }
    }
}

impl ManageConnection for Connector {
    type Connection = Session;
    type Error = DbError;

    async fn connect(&self) -> Result<Session, DbError> {
        let made = match timeout(self.timeout, self.inner.connect()).await {
            Ok(made) => made.map_err(connect_error),
            Err(_) => Err(DbError::unavailable(format!("no answer within {:?}", self.timeout))),
        };
        self.failures.note(made.as_ref().err());
        made.map(|client| Session { client, discard: false, statements: Statements::default() })
    }

    async fn is_valid(&self, session: &mut Session) -> Result<(), DbError> {
        Ok(session.client.check_connection().await?)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.discard || session.client.is_closed()
    }
}

/// Whatever stops a connection from being made, but for a full server, the database is away.
fn connect_error(error: tokio_postgres::Error) -> DbError {
    match DbError::from(error) {
        known @ (DbError::Unavailable { .. } | DbError::Busy { .. }) => known,
        other => DbError::unavailable(other.for_log()),
    }
}

impl Failures {
    /// A view that changes with each further failure.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// The error of the last attempt, if it failed.
    pub fn last(&self) -> Option<DbError> {
        self.lock().as_ref().map(|failure| failure.error.clone())
    }

    /// The error of the last attempt, if it failed a moment ago.
    pub fn recent(&self) -> Option<DbError> {
        self.lock()
            .as_ref()
            .filter(|failure| failure.at.elapsed() < PAUSE)
            .map(|failure| failure.error.clone())
    }

    /// Records an attempt; the log hears of changes only.
    fn note(&self, error: Option<&DbError>) {
        let failure = error.map(|error| Failure { at: Instant::now(), error: error.clone() });
        let before = std::mem::replace(&mut *self.lock(), failure);
        match (before, error) {
            (Some(_), None) => tracing::info!("database available again"),
            (None, Some(error)) => tracing::warn!("cannot connect to the database: {}", error.for_log()),
            _ => {}
        }
        if error.is_some() {
            self.count.send_modify(|count| *count += 1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Failure>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
