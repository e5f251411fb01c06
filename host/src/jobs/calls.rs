//! The calls `jobs.*` of plugins, JSON in and out.

use std::sync::Arc;
use std::time::Duration;

use plugin_api::{Error, JobChange, JobFilter, JobLimits, JobRequest, Principal, Result};
use queue::{Caller, Change, Filter, Queue, QueueError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{account, error, record};
use crate::access::Asker;
use crate::config::Limit;
use crate::services::Shared;

/// Answers a call of an instance.
pub async fn call(shared: Arc<Shared>, instance: String, service: &str, arguments: &str) -> Result<String> {
    let queue = shared.jobs.queue()?;
    let asker = Asker::current();
    let asked = Asked { shared: &shared, queue, asker: &asker, instance: &instance, arguments };
    match service {
        "jobs.submit" => json(&asked.create(true).await?.id),
        "jobs.create" => json(&asked.create(false).await?),
        "jobs.list" => json(&asked.list().await?),
        "jobs.change" => json(&asked.change().await?),
        "jobs.wait" => json(&asked.wait().await?),
        "jobs.progress" => json(&asked.progress()?),
        "jobs.limits" => json(&limits(queue)),
        _ => asked.of_one_job(service).await,
    }
}

/// A call with its arguments.
struct Asked<'a> {
    shared: &'a Shared,
    queue: &'a Queue,
    /// On whose account the plugin calls.
    asker: &'a Asker,
    instance: &'a str,
    arguments: &'a str,
}

impl Asked<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.arguments)
            .map_err(|error| Error::internal(format!("unreadable arguments of a call of jobs: {error}")))
    }

    fn caller<'c>(&'c self, owner: &'c str) -> Caller<'c> {
        // Another owner than who asks is one for whom the plugin speaks, e.g. of a signed address.
        let only_groups = self.asker.only_groups.as_deref().filter(|_| self.asker.principal.owner() == owner);
        Caller { instance: self.instance, owner, only_groups }
    }

    async fn create(&self, run: bool) -> Result<plugin_api::JobRecord> {
        let request: JobRequest = self.read()?;
        let caller = self.caller(&request.owner);
        let account = account::of(&self.shared.quota, self.asker, &request.owner);
        let job = self.queue.create(caller, &record::new_job(&request, account)?, run).await;
        record::of(job.map_err(|failure| self.refused(failure))?)
    }

    async fn list(&self) -> Result<Vec<plugin_api::JobRecord>> {
        let (principal, JobFilter { phases, after, last }): (Principal, JobFilter) = self.read()?;
        let filter = Filter { phases, after, last };
        let jobs = self.queue.list(self.caller(principal.owner()), &filter).await.map_err(error)?;
        jobs.into_iter().map(record::of).collect()
    }

    async fn change(&self) -> Result<plugin_api::JobRecord> {
        let (principal, id, change): (Principal, String, JobChange) = self.read()?;
        let change = Change {
            run_id: change.run_id,
            parameters: change.parameters.as_ref().map(record::text).transpose()?,
            files: change.files.as_ref().map(record::text).transpose()?,
            duration_secs: change.duration_limit_secs,
            destruction: change.destruction,
        };
        record::of(self.queue.change(self.caller(principal.owner()), &id, &change).await.map_err(error)?)
    }

    async fn wait(&self) -> Result<plugin_api::JobRecord> {
        let (principal, id, revision, secs): (Principal, String, u64, u64) = self.read()?;
        // A revision that no job can have is another one than the job's.
        let revision = i64::try_from(revision).unwrap_or(-1);
        let waited =
            self.queue.wait(self.caller(principal.owner()), &id, revision, Duration::from_secs(secs));
        record::of(waited.await.map_err(error)?)
    }

    fn progress(&self) -> Result<()> {
        let (id, fraction): (String, f64) = self.read()?;
        self.queue.progress(self.instance, &id, fraction).map_err(error)
    }

    /// The error of a call that a quota may have refused.
    fn refused(&self, failure: QueueError) -> Error {
        match failure {
            QueueError::TooManyQueued { .. } => self.shared.quota.refused(Limit::QueuedJobs),
            QueueError::ResultsFull { .. } => self.shared.quota.refused(Limit::ResultsMib),
            _ => {}
        }
        error(failure)
    }

    /// The calls that name a job and nothing else.
    async fn of_one_job(&self, service: &str) -> Result<String> {
        let (principal, id): (Principal, String) = self.read()?;
        let caller = self.caller(principal.owner());
        let job = match service {
            "jobs.get" => self.queue.get(caller, &id).await,
            "jobs.run" => {
                let run = self.queue.run(caller, &id).await.map_err(|failure| self.refused(failure))?;
                return json(&record::of(run)?);
            }
            "jobs.abort" => self.queue.abort(caller, &id).await,
            "jobs.delete" => return json(&self.queue.delete(caller, &id).await.map_err(error)?),
            _ => return Err(Error::not_offered(service)),
        };
        json(&record::of(job.map_err(error)?)?)
    }
}

fn limits(queue: &Queue) -> JobLimits {
    let settings = queue.settings();
    JobLimits {
        duration_default_secs: settings.duration_default_secs,
        duration_hard_secs: settings.duration_hard_secs,
        retention_default_secs: settings.retention_default_secs,
        retention_hard_secs: settings.retention_hard_secs,
        wait_secs: settings.wait_max.as_secs(),
    }
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Error::internal(format!("an answer cannot be JSON: {error}")))
}
