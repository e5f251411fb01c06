//! Queries as jobs: `/async`, and the run of one (TAP 1.1 §2, UWS 1.1).

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dali::{ErrorDocument, Params};
use futures_util::future::{Either, select};
use futures_util::{StreamExt, TryStreamExt};
use plugin_api::{
    Answer, ByteStream, Error, Job, JobError, JobOutcome, JobRequest, JobResult, Request, Result,
};
use service::{JobTree, Limits, Oracle, ParameterRules, Tally, UploadFiles, from_dali};

use crate::foresight::Foresight;
use crate::query::{self, Asked};
use crate::{Tap, error};

/// The parameters of TAP 1.1 §2.7, and those of 1.0 that clients still send.
const RULES: ParameterRules = ParameterRules {
    single: &["REQUEST", "VERSION", "LANG", "QUERY", "RESPONSEFORMAT", "FORMAT", "MAXREC", "RUNID"],
    many: &["UPLOAD"],
};

/// The id of the one result of a query (TAP 1.1 §2.4).
const RESULT: &str = "result";

/// How often the queue hears how far a job is.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// The time of a job that has no limit: ten days.
const UNLIMITED_SECS: u64 = 864_000;

/// How much longer than the job its query may take: it is the host that ends a job in time, and says so.
const GRACE_SECS: u64 = 30;

/// Answers `/async` and everything below it.
pub(crate) async fn answer(tap: &Tap, request: &mut Request) -> Result<Answer> {
    let rest = request.path_param("rest").unwrap_or_default().to_owned();
    let (_, uploads) = tap.limits_for(request.principal()).await?;
    let (limits, foresight) = (query::receive_limits(uploads), Foresight(tap));
    let oracle: Option<&dyn Oracle> = Some(&foresight);
    let tree = JobTree { path: "/async", rules: &RULES, limits: &limits, error_document, oracle };
    tree.answer(&tap.host, request, &rest).await
}

/// Runs a job: the answer to its query goes into the store, and nothing else of it is kept.
pub(crate) async fn run(tap: &Tap, job: Job) -> Result<JobOutcome> {
    let params = params_of(&job.request)?;
    let tally = Arc::new(Tally::default());
    let (of_sync, uploads) = tap.limits_for(&job.principal).await?;
    let asked = Asked {
        params: &params,
        principal: &job.principal,
        limits: &limits(&of_sync, job.time_left_secs),
        uploads,
        files: &UploadFiles::stored(job.request.files.clone()),
        tally: Some(&tally),
    };
    let answer = query::answer(tap, &asked).await?;
    let content_type = answer.header("content-type").unwrap_or_default().to_owned();
    let key = format!("{}{RESULT}", job.result_prefix);
    let bytes = kept(tap, &job.id, &key, answer.into_body(), &tally).await?;
    let result =
        JobResult { id: RESULT.into(), key, content_type, rows: Some(tally.rows()), bytes: Some(bytes) };
    let resources = tally.collections().iter().map(|collection| format!("collection:{collection}"));
    let warnings = tally.warnings().to_vec();
    Ok(JobOutcome { results: vec![result], resources: resources.collect(), warnings })
}

/// The parameters of a job as those of any request.
pub(crate) fn params_of(request: &JobRequest) -> Result<Params> {
    let mut params = Params::new(dali::Limits::default());
    for (name, value) in &request.parameters {
        params.push(name, value.as_str()).map_err(|error| from_dali(&error))?;
    }
    Ok(params)
}

/// The document of an error, the same as that of `/sync`; its status is 200, because it is found (TAP 1.1 §3.3).
fn error_document(error: &JobError) -> Answer {
    Answer::new(200, ErrorDocument::VOTABLE_TYPE, error::body(&error.message, error.fault.as_ref()))
}

/// The limits of a run: nobody waits for its first row, but for all of it.
fn limits(of_sync: &Limits, time_left_secs: u64) -> Limits {
    let secs = match time_left_secs {
        0 => UNLIMITED_SECS,
        secs => secs.saturating_add(GRACE_SECS).min(UNLIMITED_SECS),
    };
    Limits { sync_timeout_secs: secs, stall_timeout_secs: secs, stream_timeout_secs: secs, ..*of_sync }
}

/// Stores a document while it is made and tells the queue how far it is; gives its size in bytes.
async fn kept(tap: &Tap, id: &str, key: &str, document: ByteStream, tally: &Tally) -> Result<u64> {
    let failure: Arc<Mutex<Option<Error>>> = Arc::default();
    let seen = failure.clone();
    // The store knows that a stream broke off, the stream knows why.
    let document = document.inspect_err(move |error| {
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
    });
    let store = tap.host.store();
    let mut stored = pin!(store.put(key, ByteStream::new(document.boxed())));
    loop {
        match select(stored.as_mut(), pin!(tap.host.sleep(PROGRESS_INTERVAL))).await {
            Either::Left((stored, _)) => {
                let failure = failure.lock().unwrap_or_else(PoisonError::into_inner).take();
                return stored.map_err(|error| failure.unwrap_or(error));
            }
            Either::Right(_) => {
                if let Some(fraction) = tally.progress() {
                    tap.host.jobs().progress(id, fraction).await?;
                }
            }
        }
    }
}
