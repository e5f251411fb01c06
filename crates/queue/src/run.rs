//! A run of a job: what does the work, and how a run ends.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use postgres_types::Type;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uws::Phase;

use crate::queue::Value;
use crate::sweep::SweepError;
use crate::{Failure, Job, Outcome, Queue, job::has_files_of_run, sql};

/// A future whose type nobody names.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// How long an end that cannot be stored is held back before the next try.
const PAUSE: Duration = Duration::from_millis(200);

/// What does the work of jobs.
pub trait Work: Send + Sync + 'static {
    /// The instances that are served now.
    fn instances(&self) -> Vec<String>;

    /// Runs a job: its outcome, or why there is none. Dropping the future ends all that it has begun.
    fn run(&self, claim: Claim) -> BoxFuture<Result<Outcome, Failure>>;
}

/// A job that this host has claimed.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The job.
    pub job: Job,
    /// The key below which the results of this run belong; ends in `/`.
    pub prefix: String,
}

/// Takes a run off the board, however it ends.
struct Place<'q> {
    queue: &'q Queue,
    id: &'q str,
    fence: i64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.queue.board.leave(self.id, self.fence);
    }
}

impl Claim {
    pub(crate) fn of(job: Job) -> Self {
        let prefix = format!("{}/{}/", job.id, job.fence);
        Self { job, prefix }
    }
}

impl Queue {
    /// Runs a claimed job to its end, to its limit, until it is no longer ours, or until `stopped`.
    pub(crate) async fn run_claim(
        self: Arc<Self>,
        claim: Claim,
        lost: CancellationToken,
        work: Arc<dyn Work>,
        stopped: CancellationToken,
    ) {
        let (id, fence, prefix) = (claim.job.id.clone(), claim.job.fence, claim.prefix.clone());
        let limit_secs = claim.job.duration_secs;
        let _place = Place { queue: &self, id: &id, fence };
        let is_kept = tokio::select! {
            () = lost.cancelled() => false,
            () = stopped.cancelled() => self.give_back(&id, fence).await,
            () = sleep(Duration::from_secs(limit_secs.cast_unsigned())) => {
                let message = format!("the job was stopped at its limit: it may run for {limit_secs} s");
                let failure = Failure { message, ..Failure::default() };
                self.end(&id, fence, Phase::Aborted, Err(failure), &lost).await;
                false
            }
            ended = work.run(claim) => {
                let phase = if ended.is_ok() { Phase::Completed } else { Phase::Error };
                self.end(&id, fence, phase, ended, &lost).await && phase == Phase::Completed
            }
        };
        if !is_kept && let Err(error) = self.remove_run(&id, fence, &prefix).await {
            tracing::warn!("files of a lost run of job {id} stay until the next cleaning: {error}");
        }
    }

    /// Removes the files of a run that does not count. The row decides: the database may have stored the end of a run and
    /// died before it said so.
    async fn remove_run(&self, id: &str, fence: i64, prefix: &str) -> Result<(), SweepError> {
        for row in self.rows(sql::STATES, &[(&[id].as_slice(), Type::TEXT_ARRAY)]).await? {
            let (phase, run): (&str, i64) = (row.try_get(2)?, row.try_get(3)?);
            if run == fence && has_files_of_run(phase) {
                return Ok(());
            }
        }
        Ok(self.store.remove(prefix).await?)
    }

    /// Stores the end of a run, trying for as long as the job may be ours; whether it counts.
    async fn end(
        &self,
        id: &str,
        fence: i64,
        phase: Phase,
        ended: Result<Outcome, Failure>,
        lost: &CancellationToken,
    ) -> bool {
        let (outcome, bytes, failure) = match ended {
            Ok(Outcome { text, bytes }) => (Some(text), bytes, None),
            Err(failure) => (None, 0, Some(failure)),
        };
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let message = failure.as_ref().map(|failure| failure.message.as_str());
        let transient = failure.as_ref().is_some_and(|failure| failure.transient);
        let detail = failure.as_ref().and_then(|failure| failure.detail.as_deref());
        let values: &[Value<'_>] = &[
            (&id, Type::TEXT),
            (&fence, Type::INT8),
            (&phase.word(), Type::TEXT),
            (&outcome, Type::TEXT),
            (&message, Type::TEXT),
            (&transient, Type::BOOL),
            (&bytes, Type::INT8),
            (&detail, Type::TEXT),
        ];
        loop {
            match self.rows(&sql::FINISH, values).await {
                Ok(rows) => {
                    tracing::info!(job = id, fence, counts = !rows.is_empty(), "job ended: {phase}");
                    drop(self.tell(&rows));
                    return !rows.is_empty();
                }
                Err(error) => tracing::warn!("the end of job {id} cannot be stored yet: {error}"),
            }
            tokio::select! {
                () = lost.cancelled() => return false,
                () = sleep(PAUSE) => {}
            }
        }
    }

    /// Puts a job back into the queue, as far as the database can be reached; else its lease ends. No file of it counts.
    async fn give_back(&self, id: &str, fence: i64) -> bool {
        match self.rows(&sql::GIVE_BACK, &[(&id, Type::TEXT), (&fence, Type::INT8)]).await {
            Ok(rows) if !rows.is_empty() => {
                tracing::info!(job = id, fence, "job is queued again: the host stops")
            }
            Ok(_) => {}
            Err(error) => tracing::warn!("job {id} is queued again only when its lease ends: {error}"),
        }
        false
    }
}
