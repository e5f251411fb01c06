//! The work of jobs: each is run by the instance, of the set that serves when it begins, that made it.

use std::sync::Arc;

use plugin_api::{Error, ErrorKind, Job, JobOutcome, Principal, Result};
use queue::{BoxFuture, Claim, Failure, Outcome, Work};

use super::record;
use crate::access::{Asker, Record};
use crate::plugins::{Dispatch, PluginSet};
use crate::services::{self, Shared};

/// The instances that are served.
pub struct Instances {
    /// Which they are now.
    pub dispatch: Arc<Dispatch>,
    /// Who the owners of jobs are now.
    pub shared: Arc<Shared>,
}

impl Work for Instances {
    fn instances(&self) -> Vec<String> {
        self.dispatch.current().instances.iter().map(|running| running.name.to_string()).collect()
    }

    fn run(&self, claim: Claim) -> BoxFuture<Result<Outcome, Failure>> {
        // A set that is swapped out meanwhile lives until the run ends.
        let (set, shared) = (self.dispatch.current(), self.shared.clone());
        Box::pin(async move {
            let name = claim.job.instance.clone();
            let ended = async { record::outcome(&run(&set, &shared, &claim).await?) }.await;
            ended.map_err(|error: Error| {
                tracing::info!(job = claim.job.id, instance = name, "job failed: {}", error.for_log());
                record::failure(&error)
            })
        })
    }
}

async fn run(set: &PluginSet, shared: &Shared, claim: &Claim) -> Result<JobOutcome> {
    let job = &claim.job;
    let running = set.instances.iter().find(|running| *running.name == *job.instance).ok_or_else(|| {
        Error::not_found(format!(
            "the service `{}` that this job was made for is offered no more",
            job.instance
        ))
    })?;
    // Not the groups that the owner had when the job was made: rights may have been taken away since.
    let principal = services::principal_of(shared, &job.owner).await?.ok_or_else(|| {
        let owner = &job.owner;
        Error::new(
            ErrorKind::Forbidden,
            format!("the user `{owner}`, who made this job, is known here no more"),
        )
    })?;
    let principal = within(principal, job.only_groups.as_deref());
    let only_groups = job.only_groups.as_deref().map(Arc::from);
    let job = Job {
        id: job.id.clone(),
        request: record::request(job)?,
        result_prefix: claim.prefix.clone(),
        principal,
        time_left_secs: job.duration_secs.cast_unsigned(),
    };
    let (id, principal) = (Some(job.id.as_str().into()), job.principal.clone());
    let asker = Asker { job: id, principal, only_groups, ..Asker::default() };
    let ended = asker.clone().during(running.instance.run_job(&job)).await;
    let outcome = if ended.is_ok() { "completed" } else { "failed" };
    let rows = ended.as_ref().ok().and_then(|came_out| came_out.results.first()?.rows);
    let record = Record { event: "job", instance: Some(&running.name), rows, outcome, ..Record::default() };
    shared.audit.record(&asker, &record);
    ended
}

/// A user with no other groups than those that the token was for with which he made the job.
fn within(principal: Principal, only_groups: Option<&[String]>) -> Principal {
    match (principal.user(), only_groups) {
        (Some(user), Some(only)) => {
            let groups = principal.groups().iter().filter(|group| only.contains(group)).cloned();
            Principal::known(user, groups.collect())
        }
        _ => principal,
    }
}
