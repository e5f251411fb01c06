//! The trait that an author implements.

use std::future::Future;
use std::sync::Arc;

use crate::{Answer, Description, Error, Host, Job, JobOutcome, Request, Result, Settings};

/// A plugin: what it is, how an instance is made, how it answers. Life cycle: load, check version, describe,
/// configure, serve, drain, drop. Panics anywhere in it are that request's 500.
pub trait Plugin: Send + Sync + Sized + 'static {
    /// What the plugin is; the same at every call.
    fn describe() -> Description;

    /// Makes an instance from its settings. An error keeps the whole new set of plugins from being used.
    fn configure(host: Host, settings: Settings) -> Result<Self>;

    /// Answers a request whose route the description declares. An error becomes a plain-text answer with its status.
    fn answer(self: Arc<Self>, request: Request) -> impl Future<Output = Result<Answer>> + Send + 'static;

    /// Runs a job that this instance submitted. The default has none.
    fn run_job(self: Arc<Self>, job: Job) -> impl Future<Output = Result<JobOutcome>> + Send + 'static {
        async move { Err(Error::internal(format!("this plugin runs no jobs, but got job {}", job.id))) }
    }

    /// Called once when no new request will come; requests in flight go on.
    fn drain(self: Arc<Self>) -> impl Future<Output = ()> + Send + 'static {
        async {}
    }
}
