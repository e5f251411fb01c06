//! The queue at the start: opened where the database lets us, counted from then on.

use std::sync::Arc;

use database::DbError;
use queue::{OpenError, Queue, Settings};

use super::Jobs;
use crate::cli::Failure;
use crate::observe::{Metrics, Sample};

/// Opens the queue. A database that may not be written to, e.g. a standby, is told in the log; jobs are then not offered.
pub async fn open(
    database: &database::Config,
    settings: Settings,
    metrics: &Metrics,
) -> Result<Jobs, Failure> {
    match Queue::open(database, settings).await {
        Ok(queue) => {
            let queue = Arc::new(queue);
            watch(metrics, &queue);
            Ok(Jobs(Some(queue)))
        }
        Err(OpenError::Database(DbError::Permission { message, .. })) => {
            tracing::warn!(
                "there are no asynchronous jobs, since the database lets us keep none: {message}. If it is no standby, \
                 let the login of [database] make tables: GRANT CREATE ON DATABASE … TO …"
            );
            Ok(Jobs::default())
        }
        Err(OpenError::Database(error)) => Err(crate::app::unusable(&error.for_log())),
        Err(error @ OpenError::NotShared { .. }) => Err(Failure::machine(
            error.to_string(),
            "if both hosts see the same folder, set `[jobs] shared = true` in both; else name an object store, \
             `[jobs] store`, or another database",
        )),
        Err(error) => Err(Failure::machine(
            error.to_string(),
            "`[jobs] store` in host.toml says where results are kept",
        )),
    }
}

fn watch(metrics: &Metrics, queue: &Arc<Queue>) {
    let jobs = queue.clone();
    metrics.gauges(
        "jobs",
        "Jobs: queued at all hosts, running here, claimed and recovered here since the start",
        move || {
            let counts = jobs.counts();
            let states = [
                ("queued", counts.queued),
                ("running", counts.running),
                ("claimed", counts.claimed),
                ("recovered", counts.recovered),
            ];
            let sample = |(state, count): (&str, u64)| Sample {
                labels: vec![("state".to_owned(), state.to_owned())],
                value: count as f64,
            };
            states.into_iter().map(sample).collect()
        },
    );
}
