//! Cleaning: jobs past their time, files of jobs that are gone, files of runs that do not count.

use postgres_types::Type;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::sql::{self, GONE};
use crate::{Queue, QueueError, StoreError, hosts, id, job::has_files_of_run};

/// How many jobs are asked for at once.
const ASKED_AT_ONCE: usize = 1000;

/// Why files cannot be cleaned now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SweepError {
    #[error(transparent)]
    Queue(#[from] QueueError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Database(#[from] tokio_postgres::Error),
}

impl Queue {
    /// Cleans now and then until stopped; the first time everything is looked at, later what has changed of late.
    pub(crate) async fn sweep_until(&self, stopped: CancellationToken) {
        let mut tick = interval(self.settings.sweep());
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut everything = true;
        loop {
            tokio::select! {
                () = stopped.cancelled() => return,
                _ = tick.tick() => {}
            }
            match self.sweep(everything).await {
                Ok(()) => everything = false,
                Err(error) => tracing::warn!("old jobs and files cannot be cleaned: {error}"),
            }
        }
    }

    async fn sweep(&self, everything: bool) -> Result<(), SweepError> {
        for row in self.rows(&sql::DELETE_EXPIRED, &[]).await? {
            let id: &str = row.try_get(0)?;
            tracing::info!(job = id, "job is past its time and removed");
            self.board.changed(id, 0, GONE);
            self.store.remove(id).await?;
        }
        self.rows(hosts::LEAVE, &[(&"", Type::TEXT)]).await?;
        // Files are listed before jobs are asked for: a job is made before its files, so none is taken for gone.
        let names = self.store.names(None).await?;
        let ids: Vec<String> = names.into_iter().filter(|name| id::is_id(name)).collect();
        for ids in ids.chunks(ASKED_AT_ONCE) {
            self.remove_orphans(ids).await?;
            self.remove_lost_runs(ids, everything).await?;
        }
        Ok(())
    }

    async fn remove_orphans(&self, ids: &[String]) -> Result<(), SweepError> {
        let rows = self.rows(sql::STATES, &[(&ids, Type::TEXT_ARRAY)]).await?;
        let mut known = Vec::with_capacity(rows.len());
        for row in &rows {
            known.push(row.try_get::<_, &str>(0)?);
        }
        known.sort_unstable();
        for id in ids.iter().filter(|id| known.binary_search(&id.as_str()).is_err()) {
            tracing::info!(job = id, "files of a job that is gone are removed");
            self.store.remove(id).await?;
        }
        Ok(())
    }

    async fn remove_lost_runs(&self, ids: &[String], everything: bool) -> Result<(), SweepError> {
        let rows = self.rows(sql::STALE, &[(&ids, Type::TEXT_ARRAY), (&everything, Type::BOOL)]).await?;
        for row in &rows {
            let (id, phase, fence): (&str, &str, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let counts = has_files_of_run(phase);
            for name in self.store.names(Some(id)).await? {
                // A greater number is of a claim after the question.
                let is_lost = name.parse::<i64>().is_ok_and(|run| run < fence || (run == fence && !counts));
                if is_lost {
                    tracing::info!(job = id, run = name, "files of a lost run are removed");
                    self.store.remove(&format!("{id}/{name}")).await?;
                }
            }
        }
        Ok(())
    }
}
