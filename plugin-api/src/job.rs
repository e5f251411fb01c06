//! Jobs: work that outlives a request, kept in the host's queue (UWS 1.1 in spirit; the REST tree is a plugin's matter).
//!
//! A job is made PENDING ([`Jobs::create`]), may be changed, and is queued ([`Jobs::run`]). A host that shares the
//! queue claims it and calls [`crate::Plugin::run_job`] of the instance that made it; if that host dies the job is
//! queued again. Every call names the caller: another user's job is `NotFound` like an unknown one, and what the phase
//! does not allow `Forbidden` with a sentence that names the phase. The job of an anonymous caller belongs
//! to whoever knows its id.

use serde::{Deserialize, Serialize};

use crate::{Host, Principal, Result, TextFault};

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
    /// When the job is to be destroyed, `YYYY-MM-DDThh:mm:ss.sssZ`; none is the host's default. Cut to the host's limit.
    pub destruction: Option<String>,
    /// Files that came with the parameters, kept below [`JobRecord::prefix`] in the store.
    pub files: Vec<JobFile>,
}

/// A file that belongs to a job's parameters, e.g. an inline upload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFile {
    /// The parameter or part that it is the value of.
    pub name: String,
    /// Its key in the store.
    pub key: String,
    /// The media type that the client said; empty for none.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
}

/// A job that the host has claimed and gives to the plugin to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// What was asked.
    pub request: JobRequest,
    /// The key below which the results of this run belong in the store; ends in `/`.
    pub result_prefix: String,
    /// For whom it runs, with the groups that the user has now.
    pub principal: Principal,
    /// Seconds that are left for this run; 0 is no limit.
    pub time_left_secs: u64,
}

/// What came out of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobOutcome {
    /// The results in the store.
    pub results: Vec<JobResult>,
    /// The resources that the job used, as [`Host::authorize`] names them; asked for again at each download.
    pub resources: Vec<String>,
    /// What was allowed but probably not meant. New in 1.4.
    pub warnings: Vec<String>,
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
    /// Its size, where known.
    pub bytes: Option<u64>,
}

/// Why a job has no result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobError {
    /// What the client may read, whole; its first line is the summary.
    pub message: String,
    /// Whether the same job may succeed at another time.
    pub transient: bool,
    /// The part of a parameter that it is about, if it is about one. New in 1.4.
    pub fault: Option<TextFault>,
}

/// A job as it is now. Instants are UTC, `YYYY-MM-DDThh:mm:ss.sssZ`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobRecord {
    /// The id: letters and digits, not to be guessed.
    pub id: String,
    /// What was asked. `duration_limit_secs` and `destruction` are what holds, after the host's limits.
    pub request: JobRequest,
    /// The phase, in upper case, of UWS 1.1 §2.1.3.
    pub phase: String,
    /// Counts the changes that a waiting client may care about: the phase, above all.
    pub revision: u64,
    /// When it was made.
    pub created: String,
    /// When it first began to run.
    pub started: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// When it will be done, as far as one can tell.
    pub quote: Option<String>,
    /// How far it is, 0 to 1, where known.
    pub progress: Option<f64>,
    /// What came out; empty until COMPLETED.
    pub outcome: JobOutcome,
    /// Why it failed, or was aborted by the host.
    pub error: Option<JobError>,
    /// The key below which everything of this job belongs in the store; ends in `/`.
    pub prefix: String,
}

/// Which jobs to list: those of one owner at this instance, without ARCHIVED ones, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFilter {
    /// Only these phases; empty is all.
    pub phases: Vec<String>,
    /// Only jobs made later than this instant.
    pub after: Option<String>,
    /// At most this many.
    pub last: Option<u64>,
}

/// A change of a job; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobChange {
    /// All parameters anew; only while PENDING.
    pub parameters: Option<Vec<(String, String)>>,
    /// All files anew; only while PENDING.
    pub files: Option<Vec<JobFile>>,
    /// The run id; only while PENDING.
    pub run_id: Option<String>,
    /// The limit of the execution in seconds, 0 is the host's; only before the job runs.
    pub duration_limit_secs: Option<u64>,
    /// The time of destruction; in any phase.
    pub destruction: Option<String>,
}

/// The limits of the host's queue, as capabilities declare them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobLimits {
    /// Seconds that a job may run if nothing else is asked.
    pub duration_default_secs: u64,
    /// The most seconds that a job may run.
    pub duration_hard_secs: u64,
    /// Seconds that a job is kept if nothing else is asked.
    pub retention_default_secs: u64,
    /// The most seconds that a job is kept.
    pub retention_hard_secs: u64,
    /// The longest WAIT in seconds.
    pub wait_secs: u64,
}

/// The host's queue, as a plugin reaches it. All of it is new in plugin-api 1.1; a host of 1.0 answers "not yet available".
pub struct Jobs<'h>(pub(crate) &'h Host);

impl Jobs<'_> {
    /// Makes a job and queues it; gives its id.
    pub async fn submit(&self, request: &JobRequest) -> Result<String> {
        self.0.call("jobs.submit", request).await
    }

    /// Makes a job, PENDING, for the owner that the request names.
    pub async fn create(&self, request: &JobRequest) -> Result<JobRecord> {
        self.0.call("jobs.create", request).await
    }

    /// A job of `owner`.
    pub async fn get(&self, owner: &Principal, id: &str) -> Result<JobRecord> {
        self.0.call("jobs.get", &(owner, id)).await
    }

    /// The jobs of `owner` at this instance; none for the anonymous.
    pub async fn list(&self, owner: &Principal, filter: &JobFilter) -> Result<Vec<JobRecord>> {
        self.0.call("jobs.list", &(owner, filter)).await
    }

    /// Changes a job and gives it as it is then.
    pub async fn change(&self, owner: &Principal, id: &str, change: &JobChange) -> Result<JobRecord> {
        self.0.call("jobs.change", &(owner, id, change)).await
    }

    /// Queues a PENDING job.
    pub async fn run(&self, owner: &Principal, id: &str) -> Result<JobRecord> {
        self.0.call("jobs.run", &(owner, id)).await
    }

    /// Ends a job, wherever it runs; a job that has ended stays as it is.
    pub async fn abort(&self, owner: &Principal, id: &str) -> Result<JobRecord> {
        self.0.call("jobs.abort", &(owner, id)).await
    }

    /// Ends a job and removes everything of it.
    pub async fn delete(&self, owner: &Principal, id: &str) -> Result<()> {
        self.0.call("jobs.delete", &(owner, id)).await
    }

    /// Waits until the job's revision is another than `revision`, at most `secs` seconds and no longer than the host
    /// likes; gives the job as it is then. Waiting costs no connection.
    pub async fn wait(&self, owner: &Principal, id: &str, revision: u64, secs: u64) -> Result<JobRecord> {
        self.0.call("jobs.wait", &(owner, id, revision, secs)).await
    }

    /// Tells how far a job is, 0 to 1; for the run that the host gave to this plugin.
    pub async fn progress(&self, id: &str, fraction: f64) -> Result<()> {
        self.0.call("jobs.progress", &(id, fraction)).await
    }

    /// The limits of the queue.
    pub async fn limits(&self) -> Result<JobLimits> {
        self.0.call("jobs.limits", &()).await
    }
}
