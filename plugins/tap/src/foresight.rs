//! What jobs would cost that are not started yet: asked of the database once for each query, when somebody looks.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use plugin_api::{ErrorKind, JobRecord, Principal};
use service::{Foreseen, Oracle};

use crate::{Tap, jobs, plan};

/// How many jobs are remembered; beyond them all are asked for again.
const KEPT_MAX: usize = 256;

/// What is known already, under the identifiers of jobs, with the parameters that it is for.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<HashMap<String, (Parameters, Foreseen)>>);

type Parameters = Vec<(String, String)>;

/// The jobs of an instance, before they run.
pub(crate) struct Foresight<'t>(pub(crate) &'t Tap);

impl Oracle for Foresight<'_> {
    fn foresee<'f>(&'f self, caller: &'f Principal, record: &'f JobRecord) -> BoxFuture<'f, Foreseen> {
        async move {
            let Self(tap) = self;
            if let Some(known) = tap.foreseen.of(record) {
                return known;
            }
            let foreseen = foreseen(tap, caller, record).await;
            tap.foreseen.keep(record, &foreseen);
            foreseen
        }
        .boxed()
    }
}

impl fmt::Debug for Foresight<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Foresight")
    }
}

impl Kept {
    fn of(&self, record: &JobRecord) -> Option<Foreseen> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (parameters, foreseen) = kept.get(&record.id)?;
        (*parameters == record.request.parameters).then(|| foreseen.clone())
    }

    fn keep(&self, record: &JobRecord, foreseen: &Foreseen) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(record.id.clone(), (record.request.parameters.clone(), foreseen.clone()));
    }
}

/// The plan of the job's query. Of one that cannot run it is told why; what else has no plan has no estimate.
async fn foreseen(tap: &Tap, caller: &Principal, record: &JobRecord) -> Foreseen {
    let report = match jobs::params_of(&record.request) {
        // Nobody has counted its rows yet.
        Ok(params) if params.all("UPLOAD").next().is_some() => return Foreseen::default(),
        Ok(params) => plan::of_job(tap, caller, &params).await,
        Err(error) => Err(error),
    };
    match report {
        Ok(report) => report.foreseen(),
        Err(error) if error.kind() == ErrorKind::BadRequest => {
            let line = error.for_client().lines().next().unwrap_or_default().to_owned();
            Foreseen { warnings: vec![line], ..Foreseen::default() }
        }
        Err(error) => {
            tracing::debug!("a job has no estimate: {}", error.for_log());
            Foreseen::default()
        }
    }
}
