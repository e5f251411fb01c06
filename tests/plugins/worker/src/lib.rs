//! Makes jobs that sleep, query or write for as long as they are told, and tells how they are.

mod run;
mod tour;

use std::sync::Arc;

use plugin_api::{
    Answer, Description, Error, Host, Job, JobOutcome, JobRecord, JobRequest, Plugin, Principal, Request,
    Result, Settings,
};

/// The plugin.
struct Worker {
    host: Host,
}

impl Plugin for Worker {
    fn describe() -> Description {
        Description::new("worker", env!("CARGO_PKG_VERSION"), "Makes jobs that do as they are told")
            .route("POST", "/jobs", "queues a job, ?how=sleep|query|write|fail&millis=N")
            .route("GET", "/tour", "tries every call of jobs and of the store")
            .route("GET DELETE", "/jobs/{id}", "the job's record as JSON")
            .route("POST", "/jobs/{id}/abort", "aborts the job")
            .route("GET", "/jobs/{id}/wait", "the record once the job has another revision than ?revision=N")
            .route("GET", "/jobs/{id}/result", "what came out")
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        Ok(Self { host })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let caller = Principal::anonymous();
        let id = request.path_param("id").unwrap_or_default();
        let jobs = self.host.jobs();
        let record = match (request.route(), request.method()) {
            ("/jobs", _) => return submit(&self.host, request.query()).await,
            ("/tour", _) => return tour::tour(&self.host).await.map(Answer::text),
            ("/jobs/{id}", "DELETE") => return jobs.delete(&caller, id).await.map(|()| Answer::empty(204)),
            ("/jobs/{id}/result", _) => return result(&self.host, id).await,
            ("/jobs/{id}/abort", _) => jobs.abort(&caller, id).await?,
            ("/jobs/{id}/wait", _) => {
                let revision = parameters(request.query()).into_iter().find(|(name, _)| name == "revision");
                let revision = revision.and_then(|(_, text)| text.parse().ok()).unwrap_or_default();
                jobs.wait(&caller, id, revision, 30).await?
            }
            _ => jobs.get(&caller, id).await?,
        };
        json(&record)
    }

    async fn run_job(self: Arc<Self>, job: Job) -> Result<JobOutcome> {
        run::run(&self.host, &job).await
    }
}

async fn submit(host: &Host, query: &str) -> Result<Answer> {
    let request = JobRequest { parameters: parameters(query), ..JobRequest::default() };
    host.jobs().submit(&request).await.map(Answer::text)
}

async fn result(host: &Host, id: &str) -> Result<Answer> {
    let record = host.jobs().get(&Principal::anonymous(), id).await?;
    let result = record.outcome.results.first().ok_or_else(|| Error::not_found("the job has no result"))?;
    Ok(Answer::new(200, &result.content_type, host.store().get(&result.key, None).await?))
}

fn parameters(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn json(record: &JobRecord) -> Result<Answer> {
    let text = serde_json::to_string(record).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Answer::new(200, "application/json", bytes::Bytes::from(text)))
}

plugin_api::export_plugin!(Worker);
