//! The jobs of a service: the REST tree of UWS 1.1 over the host's queue, for any protocol.

mod change;
mod files;
mod parameters;
mod results;
mod view;

use futures_util::future::BoxFuture;
use plugin_api::{
    Answer, Error, ErrorKind, Host, JobError, JobFilter, JobRecord, Principal, Request, Result,
};
use uws::{Action, Child, JobEstimate, ListFilter, Phase, Resource, UwsError, Wait, documents};

use crate::{ReceiveLimits, Received, Wanted, receive};

pub use parameters::ParameterRules;

/// The longest WAIT that is passed on, in seconds; the host has a shorter one.
const WAIT_SECS_MAX: u64 = 3600;

const TEXT: &str = "text/plain; charset=utf-8";

/// The job list of a service and everything below it.
#[derive(Clone, Copy, Debug)]
pub struct JobTree<'a> {
    /// The path of the list below the instance's address, e.g. `/async`.
    pub path: &'a str,
    /// What the service's parameters are like.
    pub rules: &'a ParameterRules,
    /// How much a request may bring along; the files of a job together as well.
    pub limits: &'a ReceiveLimits,
    /// Makes the document with the whole text of an error.
    pub error_document: fn(&JobError) -> Answer,
    /// Tells what a job would cost, where the service knows.
    pub oracle: Option<&'a dyn Oracle>,
}

/// Tells of a job that is not started yet what it would cost.
pub trait Oracle: std::fmt::Debug + Sync {
    /// What is known for this caller, who may see the job; nothing where it cannot be told.
    fn foresee<'f>(&'f self, caller: &'f Principal, record: &'f JobRecord) -> BoxFuture<'f, Foreseen>;
}

/// What a job would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foreseen {
    /// Its cost.
    pub estimate: Option<JobEstimate>,
    /// What is allowed in its parameters but probably not meant.
    pub warnings: Vec<String>,
}

impl JobTree<'_> {
    /// Answers a request below the list, whose path is `rest`, percent-decoded; empty is the list itself.
    pub async fn answer(&self, host: &Host, request: &mut Request, rest: &str) -> Result<Answer> {
        let checked = Resource::read(rest).and_then(|resource| {
            resource.check(request.method())?;
            Ok(resource)
        });
        let resource = match checked {
            Ok(resource) => resource,
            Err(error) => return refused(&error),
        };
        let received = receive(host, request, self.limits).await?;
        let answer = match Action::read(request.method(), &resource, &received.params) {
            Ok(action) => {
                At { tree: self, host, caller: request.principal() }
                    .perform(action, received, request)
                    .await?
            }
            Err(error) => return refused(&error),
        };
        Ok(answer.with_header("cache-control", "no-store"))
    }
}

/// A tree as one caller reaches it.
struct At<'a> {
    tree: &'a JobTree<'a>,
    host: &'a Host,
    caller: &'a Principal,
}

impl At<'_> {
    async fn perform(&self, action: Action, received: Received, request: &Request) -> Result<Answer> {
        let jobs = self.host.jobs();
        match action {
            Action::List(filter) => self.list(&filter).await,
            Action::Create(creation) => self.create(creation, received).await,
            Action::Show { id, wait } => {
                let record = self.settled(jobs.get(self.caller, &id).await?, wait).await?;
                let foreseen = self.foreseen(&record).await;
                Ok(xml(documents::job(&view::job(record, foreseen), &self.list_url())))
            }
            Action::Read { id, child } => self.read(jobs.get(self.caller, &id).await?, &child, request).await,
            Action::Run(id) => Ok(self.see(&jobs.run(self.caller, &id).await?.id)),
            Action::Abort(id) => Ok(self.see(&jobs.abort(self.caller, &id).await?.id)),
            Action::Delete(id) => {
                jobs.delete(self.caller, &id).await?;
                Ok(Answer::empty(303).with_header("location", &self.list_url()))
            }
            Action::SetDuration { id, secs } => self.set_duration(&id, secs).await,
            Action::SetDestruction { id, instant } => self.set_destruction(&id, instant).await,
            Action::SetParameters(id) => self.set_parameters(&id, received).await,
        }
    }

    async fn list(&self, filter: &ListFilter) -> Result<Answer> {
        let filter = JobFilter {
            phases: filter.phases.iter().map(|phase| phase.word().to_owned()).collect(),
            after: filter.after.map(|instant| instant.to_string()),
            last: filter.last,
        };
        let records = self.host.jobs().list(self.caller, &filter).await?;
        let jobs: Vec<uws::Job> =
            records.into_iter().map(|record| view::job(record, Foreseen::default())).collect();
        Ok(xml(documents::jobs(&jobs, &self.list_url())))
    }

    /// The job at once, or after its next change.
    async fn settled(&self, record: JobRecord, wait: Option<Wait>) -> Result<JobRecord> {
        match wait {
            Some(wait) if wait.blocks_in(view::phase(&record)) => {
                let secs = wait.secs.unwrap_or(WAIT_SECS_MAX).min(WAIT_SECS_MAX);
                self.host.jobs().wait(self.caller, &record.id, record.revision, secs).await
            }
            _ => Ok(record),
        }
    }

    /// What a job would cost that waits to be started.
    async fn foreseen(&self, record: &JobRecord) -> Foreseen {
        match self.tree.oracle {
            Some(oracle) if view::phase(record) == Phase::Pending => {
                oracle.foresee(self.caller, record).await
            }
            _ => Foreseen::default(),
        }
    }

    async fn read(&self, record: JobRecord, child: &Child, request: &Request) -> Result<Answer> {
        match child {
            Child::Parameter(name) => files::answer(self.host, &record, name).await,
            Child::Result(id) => {
                results::answer(self.host, self.caller, &record, id, &Wanted::of(request)).await
            }
            Child::Error => self.error(record),
            _ => self.document(&view::job(record, Foreseen::default()), child),
        }
    }

    fn document(&self, job: &uws::Job, child: &Child) -> Result<Answer> {
        match child {
            Child::Parameters => Ok(xml(documents::parameters(job, &self.list_url()))),
            Child::Results => Ok(xml(documents::results(job, &self.list_url()))),
            _ => Ok(Answer::new(200, TEXT, bytes::Bytes::from(job.text(child).unwrap_or_default()))),
        }
    }

    fn error(&self, record: JobRecord) -> Result<Answer> {
        let phase = view::phase(&record);
        match record.error.filter(|_| view::has_failed(phase)) {
            Some(error) => Ok((self.tree.error_document)(&error)),
            None => Err(Error::not_found(format!("the job has no error; it is {phase}"))),
        }
    }

    /// The redirection to a job.
    fn see(&self, id: &str) -> Answer {
        Answer::empty(303).with_header("location", &format!("{}/{id}", self.list_url()))
    }

    /// The absolute URL of the list, without a slash at the end.
    fn list_url(&self) -> String {
        format!("{}{}", self.host.base_url(), self.tree.path)
    }
}

fn xml(document: Vec<u8>) -> Answer {
    Answer::new(200, documents::CONTENT_TYPE, bytes::Bytes::from(document))
}

/// The answer to a request that names no resource, or asks of it what it does not do.
fn refused(error: &UwsError) -> Result<Answer> {
    if let Some(allowed) = error.allowed() {
        let text = bytes::Bytes::from(format!("{error}\n"));
        return Ok(Answer::new(error.status(), TEXT, text).with_header("allow", &allowed.join(", ")));
    }
    let kind = match error.status() {
        404 => ErrorKind::NotFound,
        413 => ErrorKind::TooLarge,
        _ => ErrorKind::BadRequest,
    };
    Err(Error::new(kind, error.to_string()))
}
