//! Making a job, and changing it while it is PENDING.

use plugin_api::{Answer, JobChange, JobRecord, JobRequest, Result};
use uws::{Creation, Instant};

use super::{At, files};
use crate::{Received, from_dali};

impl At<'_> {
    /// Makes a job. What its parameters say is looked at when it runs; only a contradiction is an error here.
    pub(super) async fn create(&self, creation: Creation, received: Received) -> Result<Answer> {
        let parameters = self.merged(Vec::new(), &received)?;
        let jobs = self.host.jobs();
        let request = JobRequest {
            parameters,
            owner: self.caller.owner().to_owned(),
            run_id: creation.run_id.unwrap_or_default(),
            duration_limit_secs: creation.duration_secs.unwrap_or_default(),
            destruction: creation.destruction.map(|instant| instant.to_string()),
            files: Vec::new(),
        };
        let record = jobs.create(&request).await?;
        let id = record.id.clone();
        if let Err(error) = self.keep_files(record, received).await {
            if let Err(left) = jobs.delete(self.caller, &id).await {
                tracing::warn!("a job whose files could not be kept stays: {}", left.for_log());
            }
            return Err(error);
        }
        if creation.run {
            jobs.run(self.caller, &id).await?;
        }
        Ok(self.see(&id))
    }

    /// Changes the parameters of a job that does not run yet; the host refuses it in any other phase.
    pub(super) async fn set_parameters(&self, id: &str, received: Received) -> Result<Answer> {
        let jobs = self.host.jobs();
        let record = jobs.get(self.caller, id).await?;
        let parameters = self.merged(record.request.parameters.clone(), &received)?;
        let run_id = dali::run_id(&received.params).map_err(|error| from_dali(&error))?.map(str::to_owned);
        let change = JobChange { parameters: Some(parameters), run_id, ..JobChange::default() };
        let record = jobs.change(self.caller, id, &change).await?;
        self.keep_files(record, received).await?;
        Ok(self.see(id))
    }

    pub(super) async fn set_duration(&self, id: &str, secs: u64) -> Result<Answer> {
        let change = JobChange { duration_limit_secs: Some(secs), ..JobChange::default() };
        Ok(self.see(&self.host.jobs().change(self.caller, id, &change).await?.id))
    }

    pub(super) async fn set_destruction(&self, id: &str, instant: Instant) -> Result<Answer> {
        let change = JobChange { destruction: Some(instant.to_string()), ..JobChange::default() };
        Ok(self.see(&self.host.jobs().change(self.caller, id, &change).await?.id))
    }

    fn merged(&self, known: Vec<(String, String)>, received: &Received) -> Result<Vec<(String, String)>> {
        let merged = self.tree.rules.merged(known, &received.params, self.tree.limits.params);
        merged.map_err(|error| from_dali(&error))
    }

    async fn keep_files(&self, record: JobRecord, received: Received) -> Result<()> {
        if received.files.is_empty() {
            return Ok(());
        }
        let bytes_max = self.tree.limits.files_bytes_max;
        let kept = files::Kept::plan(&record, &received.files, bytes_max)?;
        kept.put(self.host, &received.files).await?;
        let change = JobChange { files: Some(kept.files), ..JobChange::default() };
        self.host.jobs().change(self.caller, &record.id, &change).await?;
        for key in &kept.replaced {
            self.host.store().delete(key).await?;
        }
        Ok(())
    }
}
