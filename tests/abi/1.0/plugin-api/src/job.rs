//! Jobs: work that outlives a request, kept in the host's queue (UWS 1.1 in spirit; the REST tree is a plugin's matter).

use serde::{Deserialize, Serialize};

use crate::{Host, Result};

/// What a plugin asks the host to keep and to run later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobRequest {
    /// Name and value of each parameter, in order.
    pub parameters: Vec<(String, String)>,
    /// The user who owns the job; empty for the anonymous.
    pub owner: String,
    /// The client's own id of the run; empty for none.
    pub run_id: String,
    /// The most seconds that the job may run; 0 is the host's limit.
    pub duration_limit_secs: u64,
}

/// A job that the host has claimed and gives to the plugin to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// What was asked.
    pub request: JobRequest,
    /// The key below which the results of this run belong in the store.
    pub result_prefix: String,
}

/// What came out of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobOutcome {
    /// The results in the store.
    pub results: Vec<JobResult>,
}

/// A result of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobResult {
    /// The result's id, e.g. `result`.
    pub id: String,
    /// Its key in the store.
    pub key: String,
    /// Its media type.
    pub content_type: String,
    /// Its rows, where it has rows.
    pub rows: Option<u64>,
}

/// The host's queue, as a plugin reaches it.
pub struct Jobs<'h>(pub(crate) &'h Host);

impl Jobs<'_> {
    /// Puts a job into the queue and gives its id. Not yet available in hosts of API 1.0.
    pub async fn submit(&self, request: &JobRequest) -> Result<String> {
        self.0.call("jobs.submit", request).await
    }

    /// Claims the next job of this instance, for plugins that run their jobs themselves. Not yet available in hosts of API 1.0.
    pub async fn claim(&self) -> Result<Option<Job>> {
        self.0.call("jobs.claim", &()).await
    }

    /// Cancels a job, wherever it runs. Not yet available in hosts of API 1.0.
    pub async fn cancel(&self, id: &str) -> Result<()> {
        self.0.call("jobs.cancel", &id).await
    }

    /// Tells how far a job is, 0 to 1. Not yet available in hosts of API 1.0.
    pub async fn progress(&self, id: &str, fraction: f64) -> Result<()> {
        self.0.call("jobs.progress", &(id, fraction)).await
    }
}
