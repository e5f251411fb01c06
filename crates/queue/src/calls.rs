//! What a service asks of the queue: make, find, change, run, abort, delete and wait.

use std::time::Duration;

use postgres_types::Type;
use tokio::time::{Instant, timeout_at};

use crate::queue::Value;
use crate::sql::{self, GONE};
use crate::{Caller, Change, Filter, Job, NewJob, Queue, QueueError, id};

/// The most jobs in a list.
const LIST_MAX: u64 = 10_000;

impl Queue {
    /// Makes a job, PENDING or, if `run` says so, QUEUED.
    pub async fn create(&self, caller: Caller<'_>, new: &NewJob, run: bool) -> Result<Job, QueueError> {
        let id = id::random()?;
        let settings = &self.settings;
        let duration = settings.duration_secs(new.duration_secs);
        let kept = [settings.retention_default_secs, settings.retention_hard_secs].map(|secs| secs as f64);
        let max = settings.jobs_per_user_max;
        let account = &new.account;
        let name = if account.name.is_empty() { caller.owner } else { &account.name };
        let values: &[Value<'_>] = &[
            (&id, Type::TEXT),
            (&caller.instance, Type::TEXT),
            (&caller.owner, Type::TEXT),
            (&new.run_id, Type::TEXT),
            (&new.parameters, Type::TEXT),
            (&new.files, Type::TEXT),
            (&run, Type::BOOL),
            (&duration, Type::INT8),
            (&new.destruction, Type::TEXT),
            (&kept[0], Type::FLOAT8),
            (&kept[1], Type::FLOAT8),
            (&i64::from(max), Type::INT8),
            (&name, Type::TEXT),
            (&account.running_max, Type::INT8),
            (&account.queued_max, Type::INT8),
            (&account.result_bytes_max, Type::INT8),
            (&caller.only_groups, Type::TEXT_ARRAY),
        ];
        match self.changed_job(&sql::INSERT, values).await? {
            Some(job) => Ok(job),
            None => Err(self.not_made(caller, name, account, run).await?),
        }
    }

    /// A job of the caller; for whoever asks for somebody else's there is none. The job of an anonymous user is
    /// everybody's who knows its id.
    pub async fn get(&self, caller: Caller<'_>, id: &str) -> Result<Job, QueueError> {
        let not_found = || QueueError::NotFound { id: id.chars().take(40).collect() };
        if !id::is_id(id) {
            return Err(not_found());
        }
        let rows = self.rows(&sql::GET, &[(&id, Type::TEXT), (&caller.instance, Type::TEXT)]).await?;
        let job = Job::of(rows.first().ok_or_else(not_found)?)?;
        match job.is_for(caller) {
            true => Ok(job),
            false => Err(not_found()),
        }
    }

    /// The jobs of the caller, newest first; none for the anonymous.
    pub async fn list(&self, caller: Caller<'_>, filter: &Filter) -> Result<Vec<Job>, QueueError> {
        if caller.owner.is_empty() {
            return Ok(Vec::new());
        }
        let limit = filter.last.unwrap_or(LIST_MAX).min(LIST_MAX).cast_signed();
        let values: &[Value<'_>] = &[
            (&caller.instance, Type::TEXT),
            (&caller.owner, Type::TEXT),
            (&filter.phases, Type::TEXT_ARRAY),
            (&filter.after, Type::TEXT),
            (&limit, Type::INT8),
            (&caller.only_groups, Type::TEXT_ARRAY),
        ];
        let rows = self.rows(&sql::LIST, values).await?;
        Ok(rows.iter().map(Job::of).collect::<Result<_, _>>()?)
    }

    /// Changes a job and gives it as it is then.
    pub async fn change(&self, caller: Caller<'_>, id: &str, change: &Change) -> Result<Job, QueueError> {
        self.get(caller, id).await?;
        let duration = change.duration_secs.map(|secs| self.settings.duration_secs(Some(secs)));
        let longest = self.settings.retention_hard_secs as f64;
        let values: &[Value<'_>] = &[
            (&id, Type::TEXT),
            (&caller.instance, Type::TEXT),
            (&change.run_id, Type::TEXT),
            (&change.parameters, Type::TEXT),
            (&change.files, Type::TEXT),
            (&duration, Type::INT8),
            (&change.destruction, Type::TEXT),
            (&longest, Type::FLOAT8),
        ];
        if let Some(row) = self.rows(&sql::CHANGE, values).await?.first() {
            return Ok(Job::of(row)?);
        }
        let asked = change.run_id.is_some() || change.parameters.is_some() || change.files.is_some();
        let rule = match asked {
            true => "only a PENDING job can be changed",
            false => "its execution duration can be changed only before it runs",
        };
        Err(self.refused(caller, id, rule).await)
    }

    /// Queues a PENDING job.
    pub async fn run(&self, caller: Caller<'_>, id: &str) -> Result<Job, QueueError> {
        self.get(caller, id).await?;
        match self.changed_job(&sql::RUN, &[(&id, Type::TEXT), (&caller.instance, Type::TEXT)]).await? {
            Some(job) => Ok(job),
            None => Err(self.not_run(caller, id).await?),
        }
    }

    /// Ends a job, wherever it runs; one that has ended stays as it is.
    pub async fn abort(&self, caller: Caller<'_>, id: &str) -> Result<Job, QueueError> {
        self.get(caller, id).await?;
        let aborted =
            self.changed_job(&sql::ABORT, &[(&id, Type::TEXT), (&caller.instance, Type::TEXT)]).await?;
        match aborted {
            Some(job) => Ok(job),
            None => self.get(caller, id).await,
        }
    }

    /// Ends a job and removes everything of it.
    pub async fn delete(&self, caller: Caller<'_>, id: &str) -> Result<(), QueueError> {
        self.get(caller, id).await?;
        self.rows(&sql::DELETE, &[(&id, Type::TEXT), (&caller.instance, Type::TEXT)]).await?;
        self.board.changed(id, 0, GONE);
        if let Err(error) = self.store.remove(id).await {
            tracing::warn!("files of the deleted job {id} stay until the next cleaning: {error}");
        }
        Ok(())
    }

    /// Waits until the job's revision is another than `revision`, at most `limit` and no longer than the operator likes;
    /// gives the job as it is then.
    pub async fn wait(
        &self,
        caller: Caller<'_>,
        id: &str,
        revision: i64,
        limit: Duration,
    ) -> Result<Job, QueueError> {
        let deadline = Instant::now() + limit.min(self.settings.wait_max);
        // Entered before the first look, so that nothing is missed in between.
        let mut watch = self.board.watches.enter(id, revision);
        loop {
            let job = self.get(caller, id).await?;
            // What has ended has no news any more.
            let is_news = job.revision != revision || job.phase.is_final();
            if is_news || timeout_at(deadline, watch.news()).await.is_err() {
                return Ok(job);
            }
        }
    }

    /// Notes how far a job is that runs here for this instance; stored with the next look after the queue.
    pub fn progress(&self, instance: &str, id: &str, fraction: f64) -> Result<(), QueueError> {
        match self.board.note_progress(instance, id, fraction) {
            true => Ok(()),
            false => Err(QueueError::NotFound { id: id.chars().take(40).collect() }),
        }
    }

    /// Why a statement found nothing to change.
    async fn refused(&self, caller: Caller<'_>, id: &str, rule: &'static str) -> QueueError {
        match self.get(caller, id).await {
            Ok(Job { phase, .. }) => QueueError::Phase { phase, rule },
            Err(error) => error,
        }
    }
}
