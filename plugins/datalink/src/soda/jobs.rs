//! Cutouts as jobs: `/async`, where each combination of values has a result of its own (SODA 1.0 §3.2).

use std::collections::BTreeSet;

use bytes::Bytes;
use dali::Params;
use plugin_api::{Answer, ByteStream, Error, Job, JobError, JobOutcome, JobResult, Request};
use service::{JobTree, ParameterRules, ReceiveLimits};

use super::answer::{Data, data};
use super::params::Filters;
use crate::error::{Fault, Result, usage};
use crate::{DataLink, file};

const RULES: ParameterRules = ParameterRules {
    single: &["MASK", "RUNID", "RESPONSEFORMAT"],
    many: &["ID", "POS", "CIRCLE", "POLYGON", "BAND", "TIME", "POL"],
};

const TEXT: &str = "text/plain; charset=utf-8";

/// Answers `/async` and everything below it.
pub(crate) async fn async_tree(datalink: &DataLink, request: &mut Request) -> plugin_api::Result<Answer> {
    let rest = request.path_param("rest").unwrap_or_default().to_owned();
    let limits = ReceiveLimits::default();
    let tree = JobTree { path: "/async", rules: &RULES, limits: &limits, error_document, oracle: None };
    tree.answer(&datalink.host, request, &rest).await
}

/// The text of an error; its status is 200, because it is found.
fn error_document(error: &JobError) -> Answer {
    Answer::new(200, TEXT, Bytes::from(format!("{}\n", error.message)))
}

/// Runs a job: the cutouts go into the store one after the other.
pub(crate) async fn run(datalink: &DataLink, job: Job) -> plugin_api::Result<JobOutcome> {
    results(datalink, &job).await.map_err(|fault| {
        let text = fault.labelled();
        let error = fault.into_error();
        Error::new(error.kind(), text).with_log(error.for_log())
    })
}

async fn results(datalink: &DataLink, job: &Job) -> Result<JobOutcome> {
    let mut params = Params::new(dali::Limits::default());
    job.request.parameters.iter().try_for_each(|(name, value)| params.push(name, value.as_str()))?;
    let most = datalink.config.job_results_max;
    let ids: Vec<&str> = params.all("ID").collect();
    if ids.is_empty() {
        params.required("ID")?;
    }
    if ids.len() > most {
        return Err(usage(format!("the job names {} images; it may name {most}", ids.len())));
    }
    let combinations = Filters::combinations(&params, most)?;
    let count = ids.len() * combinations.len();
    let mut outcome = JobOutcome::default();
    let mut resources = BTreeSet::new();
    for id in ids {
        for filters in &combinations {
            let number = outcome.results.len() + 1;
            let name = format!("cutout_{number}");
            let result = match one(datalink, job, id, filters, &mut resources).await {
                Ok(sent) => kept(datalink, job, name, sent).await?,
                Err(Fault::Other(error)) if error.kind() == plugin_api::ErrorKind::Internal => {
                    return Err(error.into());
                }
                // What one combination lacks is its own matter, and its result says so.
                Err(fault) => {
                    let text = Bytes::from(fault.labelled() + "\n");
                    kept(datalink, job, name, (TEXT.to_owned(), text.into())).await?
                }
            };
            outcome.results.push(result);
            datalink.host.jobs().progress(&job.id, number as f64 / count as f64).await?;
        }
    }
    outcome.resources = resources.into_iter().collect();
    Ok(outcome)
}

/// The media type and the bytes of one result.
async fn one(
    datalink: &DataLink,
    job: &Job,
    id: &str,
    filters: &Filters,
    resources: &mut BTreeSet<String>,
) -> Result<(String, ByteStream)> {
    let image = datalink.image(&job.principal, id).await?;
    let sent = match data(datalink, &image, filters).await? {
        Data::Nothing => return Err(usage("the image has no pixels there")),
        Data::Cut(body) => (file::FITS.to_owned(), body),
        Data::Whole => {
            let opened = file::open(datalink, &image).await?;
            (file::content_type(&image).to_owned(), opened.stream(&datalink.host, 0..opened.length()))
        }
    };
    resources.insert(DataLink::resource(&image.collection));
    Ok(sent)
}

async fn kept(
    datalink: &DataLink,
    job: &Job,
    id: String,
    (content_type, body): (String, ByteStream),
) -> Result<JobResult> {
    let key = format!("{}{id}", job.result_prefix);
    let bytes = datalink.host.store().put(&key, body).await?;
    Ok(JobResult { id, key, content_type, rows: None, bytes: Some(bytes) })
}
