//! What is kept in the database: its tables, and the connection over which they are read.

use std::sync::Arc;

use database::{Client, Config, DbError, Line};
use postgres_types::{ToSql, Type};
use tokio_postgres::Row;

use crate::Refused;
use crate::grants::Grants;

/// The database as identities use it: one connection of their own, on which every host hears what ended.
pub(crate) struct State {
    line: Line,
}

/// A value of a statement with its type.
pub(crate) type Value<'v> = (&'v (dyn ToSql + Sync), Type);

/// Tells every host to look again.
pub(crate) const TELL: &str = "SELECT pg_notify('armilla_identity', '')";

/// What is run on each new connection.
const SETUP: &str = "LISTEN armilla_identity";

/// Seconds after which a client should come again while the database is away.
const RETRY_SECS: u32 = 5;

/// Makes what is not there; several hosts may run it at once, hence the lock, which the queue of jobs takes too.
const CREATE: &str = "
BEGIN;
SELECT pg_advisory_xact_lock(4729016253381);
CREATE SCHEMA IF NOT EXISTS armilla;
CREATE TABLE IF NOT EXISTS armilla.users (
  name text PRIMARY KEY,
  password text NOT NULL,
  groups text[] NOT NULL DEFAULT '{}',
  disabled boolean NOT NULL DEFAULT false
);
CREATE TABLE IF NOT EXISTS armilla.sessions (
  hash text PRIMARY KEY,
  family text NOT NULL,
  name text NOT NULL,
  mark text NOT NULL,
  created timestamptz NOT NULL,
  idle_until timestamptz NOT NULL,
  until timestamptz NOT NULL,
  renewed boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS sessions_by_family ON armilla.sessions (family);
CREATE INDEX IF NOT EXISTS sessions_by_end ON armilla.sessions (idle_until);
CREATE TABLE IF NOT EXISTS armilla.tokens (
  id text PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  name text NOT NULL,
  mark text NOT NULL,
  title text NOT NULL,
  groups text[],
  instances text[],
  created timestamptz NOT NULL,
  until timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS armilla.identities (
  name text PRIMARY KEY,
  groups text[] NOT NULL,
  seen timestamptz NOT NULL
);
COMMIT";

impl State {
    /// A connection that is made when it is first needed; what other hosts end is forgotten in `grants`.
    pub fn new(config: &Config, grants: Arc<Grants>) -> Result<Self, DbError> {
        Ok(Self { line: Line::new(config, SETUP, move |_| grants.forget())? })
    }

    pub async fn client(&self) -> Result<Arc<Client>, DbError> {
        self.line.client().await
    }

    /// The rows of a statement. To a client, whatever goes wrong is that log-ins cannot be checked now.
    pub async fn rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Refused> {
        let rows = async {
            let client = self.line.client().await?;
            Ok(client.query_typed(sql, values).await?)
        };
        rows.await.map_err(|error: DbError| unavailable(&error))
    }
}

/// Makes the tables where they are missing.
pub async fn create(client: &Client) -> Result<(), DbError> {
    Ok(client.batch_execute(CREATE).await?)
}

/// The refusal while the database gives no answer.
pub(crate) fn unavailable(error: &DbError) -> Refused {
    tracing::warn!("log-ins cannot be checked: {}", error.for_log());
    Refused::Unavailable { retry_after_secs: RETRY_SECS }
}

/// As [`unavailable`], for a row that cannot be read.
pub(crate) fn unreadable(error: tokio_postgres::Error) -> Refused {
    unavailable(&error.into())
}
