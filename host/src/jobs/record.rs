//! Jobs of the queue in the form that plugins know, and back.

use plugin_api::{Error, ErrorKind, JobError, JobOutcome, JobRecord, JobRequest, Result};
use queue::{Account, Failure, Job, NewJob, Outcome};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the queue makes a job from.
pub fn new_job(request: &JobRequest, account: Account) -> Result<NewJob> {
    Ok(NewJob {
        run_id: request.run_id.clone(),
        parameters: text(&request.parameters)?,
        files: text(&request.files)?,
        duration_secs: Some(request.duration_limit_secs).filter(|&secs| secs > 0),
        destruction: request.destruction.clone(),
        account,
    })
}

/// What came out, as the queue keeps it.
pub fn outcome(outcome: &JobOutcome) -> Result<Outcome> {
    let sizes = outcome.results.iter().filter_map(|result| result.bytes);
    Ok(Outcome { text: text(outcome)?, bytes: sizes.fold(0, u64::saturating_add) })
}

/// A job as a plugin reads it.
pub fn of(job: Job) -> Result<JobRecord> {
    let request = request(&job)?;
    Ok(JobRecord {
        request,
        phase: job.phase.word().to_owned(),
        revision: job.revision.cast_unsigned(),
        created: job.created,
        started: job.started,
        ended: job.ended,
        quote: job.quote,
        progress: job.progress,
        outcome: job.outcome.as_deref().map(value).transpose()?.unwrap_or_default(),
        error: job.failure.map(error).transpose()?,
        prefix: format!("{}/", job.id),
        id: job.id,
    })
}

/// What was asked, with the limits that hold.
pub fn request(job: &Job) -> Result<JobRequest> {
    Ok(JobRequest {
        parameters: value(&job.parameters)?,
        owner: job.owner.clone(),
        run_id: job.run_id.clone(),
        duration_limit_secs: job.duration_secs.cast_unsigned(),
        destruction: Some(job.destruction.clone()),
        files: value(&job.files)?,
    })
}

/// Why a plugin's run gave nothing, as the job's owner reads it.
pub fn failure(error: &Error) -> Failure {
    let transient =
        matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Timeout | ErrorKind::Cancelled);
    // What cannot be written down is left out: the message is what counts.
    let detail = error.fault().and_then(|fault| text(fault).ok());
    Failure { message: error.for_client().to_owned(), transient, detail }
}

fn error(failure: Failure) -> Result<JobError> {
    let fault = failure.detail.as_deref().map(value).transpose()?;
    Ok(JobError { message: failure.message, transient: failure.transient, fault })
}

/// A value as the queue keeps it.
pub fn text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal(format!("a job cannot be JSON: {error}")))
}

fn value<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::internal(format!("unreadable job: {error}")))
}
