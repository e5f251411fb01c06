//! The queue as its host holds it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use database::Line;
use postgres_types::{ToSql, Type};
use tokio_postgres::Row;

use crate::board::Board;
use crate::{Job, OpenError, QueueError, Settings, Store, Used, hosts, id, schema, sql};

/// The jobs of all instances of a host, and the store of their results.
pub struct Queue {
    pub(crate) line: Line,
    pub(crate) board: Arc<Board>,
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    /// The name of this host in the database.
    pub(crate) host: String,
    pub(crate) tally: Tally,
}

/// What has happened here since the start, and how long the queue is.
#[derive(Default)]
pub(crate) struct Tally {
    pub claimed: AtomicU64,
    pub recovered: AtomicU64,
    pub queued: AtomicU64,
}

/// Figures of this host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Jobs that waited for a host when that was last looked at, at most some seconds ago.
    pub queued: u64,
    /// Jobs that run here now.
    pub running: u64,
    /// Jobs that were begun here.
    pub claimed: u64,
    /// Jobs whose lease this host found ended.
    pub recovered: u64,
}

/// A value of a statement with its type.
pub(crate) type Value<'v> = (&'v (dyn ToSql + Sync), Type);

impl Queue {
    /// Makes the tables where they are missing, opens the store, and enters this host beside the others. Jobs run once
    /// [`Queue::serve`] is called.
    pub async fn open(database: &database::Config, settings: Settings) -> Result<Self, OpenError> {
        let board = Arc::new(Board::default());
        let listening = board.clone();
        let line = Line::new(database, sql::SETUP, move |message| listening.heard(message))?;
        line.client().await?.batch_execute(schema::CREATE).await?;
        let store = Store::open(&settings.store, &Self::identity(&line).await?).await?;
        let host = id::random()?;
        hosts::enter(&line, &host, &store, settings.shared).await?;
        Ok(Self { line, board, settings, store, host, tally: Tally::default() })
    }

    /// The store of results.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the operator has set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Figures of this host at this moment.
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            queued: read(&self.tally.queued),
            running: self.board.running_count() as u64,
            claimed: read(&self.tally.claimed),
            recovered: read(&self.tally.recovered),
        }
    }

    /// What an account has at this moment, by its name.
    pub async fn used(&self, account: &str) -> Result<Used, QueueError> {
        let rows = self.rows(sql::USED, &[(&account, Type::TEXT)]).await?;
        let Some(row) = rows.first() else { return Ok(Used::default()) };
        Ok(Used { running: row.try_get(0)?, queued: row.try_get(1)?, result_bytes: row.try_get(2)? })
    }

    /// The rows of a statement.
    pub(crate) async fn rows(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, QueueError> {
        let client = self.line.client().await?;
        Ok(client.query_typed(sql, values).await?)
    }

    /// The job that a statement gives, if it gives one; who waits for it is told.
    pub(crate) async fn changed_job(
        &self,
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<Option<Job>, QueueError> {
        let rows = self.rows(sql, values).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let job = Job::of(row)?;
        self.board.changed(&job.id, job.revision, job.phase.word());
        Ok(Some(job))
    }

    /// Tells those who wait here of rows of `id, revision, phase`.
    pub(crate) fn tell(&self, rows: &[Row]) -> Result<(), QueueError> {
        for row in rows {
            self.board.changed(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        }
        Ok(())
    }

    /// The name of this queue; its files are kept below it, so that queues may share a store.
    async fn identity(line: &Line) -> Result<String, OpenError> {
        let client = line.client().await?;
        let new = id::random()?;
        let insert = "INSERT INTO armilla.queue (id) VALUES ($1) ON CONFLICT DO NOTHING";
        client.query_typed(insert, &[(&new, Type::TEXT)]).await?;
        Ok(client.query_typed("SELECT id FROM armilla.queue", &[]).await?[0].try_get(0)?)
    }
}
