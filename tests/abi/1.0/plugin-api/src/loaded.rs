//! A plugin as a host sees it: describe, configure, answer, in plain Rust.

use std::sync::Arc;

use abi_stable::std_types::RResult;

use crate::abi::{AbiError, AbiModuleRef, AbiPluginBox};
use crate::host::{HostGuard, HostServices};
use crate::{Answer, Description, Error, Job, JobOutcome, Request, Result, Settings};

/// A loaded plugin library.
#[derive(Clone, Copy)]
pub struct PluginModule(AbiModuleRef);

impl PluginModule {
    /// Wraps the root module of a library whose version and layout have been checked.
    pub fn new(module: AbiModuleRef) -> Self {
        Self(module)
    }

    /// What the plugin says of itself.
    pub fn describe(&self) -> Result<Description> {
        let text = ours(self.0.describe()())?;
        serde_json::from_str(&text)
            .map_err(|error| Error::internal(format!("unreadable description: {error}")))
    }

    /// Makes an instance that uses `services`.
    pub fn configure(&self, services: Arc<dyn HostServices>, settings: &Settings) -> Result<PluginInstance> {
        let settings =
            serde_json::to_string(settings).map_err(|error| Error::internal(format!("settings: {error}")))?;
        let plugin = ours(self.0.configure()(HostGuard::new(services).into_abi(), settings.into()))?;
        Ok(PluginInstance(plugin))
    }
}

/// A configured instance.
pub struct PluginInstance(AbiPluginBox);

impl PluginInstance {
    /// Answers a request. `around` runs each poll of the request's body in the host's runtime.
    pub async fn answer(&self, request: Request, services: &Arc<dyn HostServices>) -> Result<Answer> {
        let runtime = services.clone();
        let (head, body) = request.into_abi(Some(Arc::new(move |work| runtime.in_runtime(work))));
        ours(self.0.answer(head, body).await).map(Answer::from_abi)
    }

    /// Runs a job.
    pub async fn run_job(&self, job: &Job) -> Result<JobOutcome> {
        let job = serde_json::to_string(job).map_err(|error| Error::internal(format!("job: {error}")))?;
        let outcome = ours(self.0.run_job(job.into()).await)?;
        serde_json::from_str(&outcome)
            .map_err(|error| Error::internal(format!("unreadable outcome: {error}")))
    }

    /// Tells the instance that no new request will come.
    pub async fn drain(&self) -> Result<()> {
        ours(self.0.drain().await)
    }
}

fn ours<T>(result: RResult<T, AbiError>) -> Result<T> {
    result.into_result().map_err(Error::from)
}
