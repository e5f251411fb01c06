//! Once a second: signs of life, leases, and what messages of other hosts may have missed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use postgres_types::Type;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::queue::Value;
use crate::{Queue, QueueError, Work, hosts, sql};

/// The task that looks after the queue.
pub(crate) struct Upkeep {
    queue: Arc<Queue>,
    work: Arc<dyn Work>,
    stopped: CancellationToken,
    machine: String,
    renewed: Option<Instant>,
}

impl Upkeep {
    pub fn new(queue: Arc<Queue>, work: Arc<dyn Work>, stopped: CancellationToken) -> Self {
        Self { queue, work, stopped, machine: hosts::machine(), renewed: None }
    }

    /// Looks after the queue until it is stopped. A failure is that of the database, which others tell of.
    pub async fn run(mut self) {
        let mut tick = interval(self.queue.settings.tick());
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stopped.cancelled() => return,
                _ = tick.tick() => {}
            }
            if let Err(error) = self.look().await {
                tracing::debug!("the queue cannot be looked after: {error}");
            }
        }
    }

    async fn look(&mut self) -> Result<(), QueueError> {
        // Our own leases first: after an absence of the database all have ended, and ours need not be lost.
        self.renew().await?;
        self.sign().await?;
        self.queue.expire().await?;
        self.queue.compare().await?;
        let count = "SELECT count(*) FROM armilla.jobs WHERE phase = 'QUEUED'";
        let queued: i64 = self.queue.rows(count, &[]).await?[0].try_get(0)?;
        self.queue.tally.queued.store(queued.cast_unsigned(), Ordering::Relaxed);
        Ok(())
    }

    /// Renews the leases held here, every third of their length, or when a run has told how far it is.
    async fn renew(&mut self) -> Result<(), QueueError> {
        let held = self.queue.board.held();
        let is_due = self.renewed.is_none_or(|at| at.elapsed() >= self.queue.settings.renewal());
        if held.ids.is_empty() || !(is_due || held.progress.iter().any(Option::is_some)) {
            return Ok(());
        }
        let lease_secs = self.queue.settings.lease.as_secs_f64();
        let values: &[Value<'_>] = &[
            (&held.ids, Type::TEXT_ARRAY),
            (&held.fences, Type::INT8_ARRAY),
            (&lease_secs, Type::FLOAT8),
            (&held.progress, Type::FLOAT8_ARRAY),
        ];
        self.queue.rows(sql::RENEW, values).await?;
        self.renewed = Some(Instant::now());
        Ok(())
    }

    async fn sign(&self) -> Result<(), QueueError> {
        let values: &[Value<'_>] = &[
            (&self.queue.host, Type::TEXT),
            (&self.machine, Type::TEXT),
            (&self.queue.store.is_folder(), Type::BOOL),
            (&self.queue.settings.shared, Type::BOOL),
            (&self.work.instances(), Type::TEXT_ARRAY),
        ];
        self.queue.rows(hosts::SIGN, values).await.map(drop)
    }
}

impl Queue {
    /// Takes jobs from hosts that have let their leases end.
    async fn expire(&self) -> Result<(), QueueError> {
        let rows = self.rows(&sql::EXPIRE, &[]).await?;
        for row in &rows {
            let (id, phase): (&str, &str) = (row.try_get(0)?, row.try_get(2)?);
            tracing::warn!(job = id, "the host that ran this job is gone; it is {phase}");
        }
        self.tally.recovered.fetch_add(rows.len() as u64, Ordering::Relaxed);
        self.tell(&rows)
    }

    /// Compares the jobs that matter here with the database, in case a message was lost.
    async fn compare(&self) -> Result<(), QueueError> {
        let ids = self.board.ids();
        if ids.is_empty() {
            return Ok(());
        }
        let rows = self.rows(sql::STATES, &[(&ids, Type::TEXT_ARRAY)]).await?;
        let mut states = HashMap::new();
        for row in &rows {
            let state: (i64, &str, i64) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            states.insert(row.try_get::<_, &str>(0)?, state);
        }
        for id in &ids {
            self.board.compared(id, states.get(id.as_str()).copied());
        }
        Ok(())
    }
}
