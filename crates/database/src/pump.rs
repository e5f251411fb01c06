//! The task that sends the rows of a large answer, no faster than its consumer takes them.

use std::{future::poll_fn, pin::pin, time::Duration};

use tokio::{
    sync::mpsc::{Sender, error::TrySendError},
    time::{Instant, sleep},
};

use crate::{
    Batch, DbError, TimeLimit,
    clock::{Deadline, reached},
    rows::{Filled, Rows},
    tally::Tally,
    work::Work,
};

/// How long rows wait for a batch to become full.
const FLUSH_AFTER: Duration = Duration::from_millis(50);

/// Sends batches over a short channel, from which everything else follows: a consumer that is slow holds back the
/// database, one that is gone cancels the query.
pub(crate) struct Pump {
    pub sender: Sender<Result<Batch, DbError>>,
    pub total: Option<Deadline>,
    pub stall_timeout: Option<Duration>,
    pub tally: Tally,
}

/// Why no more rows are sent.
enum Stop {
    /// The consumer is gone.
    Gone,
    /// The query failed or a time limit is reached.
    Failed(DbError),
}

impl Pump {
    /// Sends the rest of the rows, then the end or the error. The connection is free of the query before the consumer
    /// is asked to take either.
    pub async fn run(self, mut work: Work) {
        loop {
            let counted = work.rows.count();
            let filled = match self.fill(&mut work.rows).await {
                Ok(filled) => filled,
                Err(stop) => return self.stop(stop, Some(work)).await,
            };
            let (batch, rows) = (work.rows.take(), work.rows.count() - counted);
            if filled == Filled::Full {
                work.rows.reserve();
                if let Err(stop) = self.deliver(Batch::Rows(batch), rows).await {
                    return self.stop(stop, Some(work)).await;
                }
                continue;
            }
            let end = work.finish(filled);
            return match self.deliver_last(batch, rows, Batch::End(end)).await {
                Ok(()) => self.tally.finished(),
                Err(stop) => self.stop(stop, None).await,
            };
        }
    }

    async fn deliver_last(&self, batch: bytes::Bytes, rows: u64, end: Batch) -> Result<(), Stop> {
        if !batch.is_empty() {
            self.deliver(Batch::Rows(batch), rows).await?;
        }
        self.deliver(end, 0).await
    }

    async fn stop(self, stop: Stop, work: Option<Work>) {
        match stop {
            Stop::Gone => drop(work),
            Stop::Failed(error) => {
                let error = match work {
                    Some(work) => work.fail(error),
                    None => error,
                };
                self.tally.failed();
                // A consumer that is gone does not want it.
                self.sender.send(Err(error)).await.ok();
            }
        }
    }

    /// Packs a batch: full, or what has come within a moment.
    async fn fill(&self, rows: &mut Rows) -> Result<Filled, Stop> {
        let mut patience = pin!(sleep(FLUSH_AFTER));
        loop {
            tokio::select! {
                biased;
                filled = poll_fn(|cx| rows.poll_fill(cx)) => return filled.map_err(Stop::Failed),
                () = self.sender.closed() => return Err(Stop::Gone),
                error = reached(self.total) => return Err(Stop::Failed(error)),
                () = patience.as_mut() => {
                    if !rows.is_empty() {
                        return Ok(Filled::Full);
                    }
                    patience.as_mut().reset(Instant::now() + FLUSH_AFTER);
                }
            }
        }
    }

    async fn deliver(&self, batch: Batch, rows: u64) -> Result<(), Stop> {
        if let Batch::Rows(bytes) = &batch {
            self.tally.delivered(rows, bytes.len());
        }
        let batch = match self.sender.try_send(Ok(batch)) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(Stop::Gone),
            Err(TrySendError::Full(batch)) => batch,
        };
        let deadline = Deadline::earliest(Deadline::after(TimeLimit::Stall, self.stall_timeout), self.total);
        tokio::select! {
            biased;
            sent = self.sender.send(batch) => sent.map_err(|_| Stop::Gone),
            error = reached(deadline) => Err(Stop::Failed(error)),
        }
    }
}
