//! What a request asks for: a method on a resource with its parameters.

use dali::{Error, Params};

use crate::{Child, Instant, Phase, Resource, UwsError};

/// Parameters that steer a job and never belong to it, in upper case.
pub const CONTROL_NAMES: &[&str] = &["PHASE", "DESTRUCTION", "EXECUTIONDURATION", "ACTION", "WAIT"];

/// An action on the job list or on a job. What changes something is answered by 303: to the list for a deletion, else
/// to the job (UWS 1.1 §2.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Lists jobs.
    List(ListFilter),
    /// Makes a job of all parameters but [`CONTROL_NAMES`].
    Create(Creation),
    /// Gives the job's document, at once or after a change.
    Show {
        /// The job.
        id: String,
        /// How long to wait for a change; none is at once.
        wait: Option<Wait>,
    },
    /// Gives a part of a job; never [`Child::Whole`].
    Read {
        /// The job.
        id: String,
        /// The part.
        child: Child,
    },
    /// Queues a job.
    Run(String),
    /// Ends a job.
    Abort(String),
    /// Removes a job with all that belongs to it.
    Delete(String),
    /// Sets how long a job may run.
    SetDuration {
        /// The job.
        id: String,
        /// Seconds; 0 is without a limit of the client.
        secs: u64,
    },
    /// Sets when a job is destroyed.
    SetDestruction {
        /// The job.
        id: String,
        /// The moment.
        instant: Instant,
    },
    /// Changes a job by all parameters but [`CONTROL_NAMES`].
    SetParameters(String),
}

/// Which jobs a list holds (UWS 1.1 §2.2.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Only these phases; none is all but ARCHIVED.
    pub phases: Vec<Phase>,
    /// Only jobs made later than this.
    pub after: Option<Instant>,
    /// At most this many, the newest; 1 or more.
    pub last: Option<u64>,
}

/// How a new job is steered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Creation {
    /// Whether it is queued at once.
    pub run: bool,
    /// The client's own id of the run.
    pub run_id: Option<String>,
    /// How long it may run in seconds; 0 is without a limit of the client.
    pub duration_secs: Option<u64>,
    /// When it is destroyed.
    pub destruction: Option<Instant>,
}

/// How long to hold an answer back (UWS 1.1 §2.2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The most seconds; none is as long as the server likes.
    pub secs: Option<u64>,
    /// Wait only while the job is in this phase.
    pub phase: Option<Phase>,
}

impl Wait {
    /// Whether a job in `phase` is worth waiting for.
    pub fn blocks_in(&self, phase: Phase) -> bool {
        phase.is_active() && self.secs != Some(0) && self.phase.is_none_or(|asked| asked == phase)
    }
}

impl Action {
    /// Reads what `method` with `params` asks of a resource. `HEAD` asks what `GET` does.
    pub fn read(method: &str, resource: &Resource, params: &Params) -> Result<Self, UwsError> {
        resource.check(method)?;
        match (resource, method) {
            (Resource::List, "POST") => Ok(Self::Create(creation(params)?)),
            (Resource::List, _) => Ok(Self::List(filter(params)?)),
            (Resource::Job { id, .. }, "DELETE") => Ok(Self::Delete(id.clone())),
            (Resource::Job { id, child }, "POST") => change(id, child, params),
            (Resource::Job { id, child: Child::Whole }, _) => {
                Ok(Self::Show { id: id.clone(), wait: wait(params)? })
            }
            (Resource::Job { id, child }, _) => Ok(Self::Read { id: id.clone(), child: child.clone() }),
        }
    }
}

fn change(id: &str, child: &Child, params: &Params) -> Result<Action, UwsError> {
    let id = id.to_owned();
    match child {
        Child::Phase => match params.required("PHASE")?.trim() {
            word if word.eq_ignore_ascii_case("RUN") => Ok(Action::Run(id)),
            word if word.eq_ignore_ascii_case("ABORT") => Ok(Action::Abort(id)),
            word => Err(Error::invalid("PHASE", word, "RUN or ABORT").into()),
        },
        Child::ExecutionDuration => {
            params.required("EXECUTIONDURATION")?;
            Ok(Action::SetDuration { id, secs: duration(params)?.unwrap_or_default() })
        }
        Child::Destruction => {
            let instant = Instant::read("DESTRUCTION", params.required("DESTRUCTION")?)?;
            Ok(Action::SetDestruction { id, instant })
        }
        Child::Parameters => Ok(Action::SetParameters(id)),
        _ => match params.single("ACTION")? {
            Some(word) if word.trim().eq_ignore_ascii_case("DELETE") => Ok(Action::Delete(id)),
            Some(word) => Err(Error::invalid("ACTION", word, "DELETE").into()),
            None => Err(UwsError::Misplaced(
                "a POST here takes ACTION=DELETE only; send parameters to `parameters` and PHASE to `phase` of the job",
            )),
        },
    }
}

fn creation(params: &Params) -> Result<Creation, UwsError> {
    let run = match params.single("PHASE")? {
        None => false,
        Some(word) if word.trim().eq_ignore_ascii_case("RUN") => true,
        Some(word) => return Err(Error::invalid("PHASE", word, "RUN for a new job").into()),
    };
    let destruction =
        params.single("DESTRUCTION")?.map(|text| Instant::read("DESTRUCTION", text)).transpose()?;
    let run_id = dali::run_id(params)?.map(str::to_owned);
    Ok(Creation { run, run_id, duration_secs: duration(params)?, destruction })
}

fn duration(params: &Params) -> Result<Option<u64>, Error> {
    const NAME: &str = "EXECUTIONDURATION";
    let read = |text: &str| {
        let secs = dali::integer(text).and_then(|secs| u64::try_from(secs).ok());
        secs.ok_or_else(|| Error::invalid(NAME, text, "a whole number of seconds, 0 or more"))
    };
    params.single(NAME)?.map(read).transpose()
}

fn filter(params: &Params) -> Result<ListFilter, Error> {
    let phases = params.all("PHASE").map(|word| Phase::read("PHASE", word)).collect::<Result<_, _>>()?;
    let after = params.single("AFTER")?.map(|text| Instant::read("AFTER", text)).transpose()?;
    let last = params.single("LAST")?.map(|text| {
        let count =
            dali::integer(text).and_then(|count| u64::try_from(count).ok()).filter(|count| *count > 0);
        count.ok_or_else(|| Error::invalid("LAST", text, "a whole number, 1 or more"))
    });
    Ok(ListFilter { phases, after, last: last.transpose()? })
}

fn wait(params: &Params) -> Result<Option<Wait>, Error> {
    let Some(text) = params.single("WAIT")? else { return Ok(None) };
    let secs = match dali::integer(text) {
        Some(-1) => None,
        Some(secs) if secs >= 0 => Some(secs.unsigned_abs()),
        _ => return Err(Error::invalid("WAIT", text, "a whole number of seconds, or -1")),
    };
    let phase = params.single("PHASE")?.map(|word| Phase::read("PHASE", word)).transpose()?;
    Ok(Some(Wait { secs, phase }))
}

#[cfg(test)]
mod tests;
