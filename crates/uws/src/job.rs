//! A job as its documents show it.

use crate::{Child, Phase};

/// A job. Instants are written as [`crate::Instant`] writes them, the same in every document.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The id, the last segment of its URL.
    pub id: String,
    /// The client's own id of the run.
    pub run_id: Option<String>,
    /// The user who owns it; none for the anonymous.
    pub owner: Option<String>,
    /// Where it is.
    pub phase: Phase,
    /// When it will be done, as far as one can tell.
    pub quote: Option<String>,
    /// When it was made.
    pub created: String,
    /// When it began to run.
    pub started: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// How long it may run in seconds; 0 is without limit. More than 2,147,483,647 is written as that.
    pub duration_secs: u64,
    /// When it is destroyed.
    pub destruction: Option<String>,
    /// What was asked.
    pub parameters: Vec<Parameter>,
    /// What came out; empty unless it can be fetched.
    pub results: Vec<ResultReference>,
    /// Why it has no results.
    pub error: Option<ErrorSummary>,
    /// What else there is to say.
    pub info: JobInfo,
}

/// A parameter of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value; none is a file that came with the job and is a resource of its own.
    pub value: Option<String>,
}

/// A result of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultReference {
    /// Its id, the last segment of its URL.
    pub id: String,
    /// Its media type, where known.
    pub content_type: Option<String>,
    /// Its size, where known.
    pub bytes: Option<u64>,
}

/// Why a job has no results; there is always a document with the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorSummary {
    /// The whole text.
    pub message: String,
    /// Whether the same job may succeed at another time.
    pub transient: bool,
}

/// What a job tells beyond the standard, in `jobInfo`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobInfo {
    /// How far it is, 0 to 1, where known.
    pub progress: Option<f64>,
    /// Rows of the result, where known.
    pub rows: Option<u64>,
    /// Bytes of all results together, where known.
    pub bytes: Option<u64>,
    /// What it will cost, while it waits to be started.
    pub estimate: Option<JobEstimate>,
    /// What is allowed in its parameters but probably not meant.
    pub warnings: Vec<String>,
}

/// What a job would cost, as far as the service can tell before it runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobEstimate {
    /// Rows of the result.
    pub rows: Option<u64>,
    /// Effort, in units of the service.
    pub cost: Option<f64>,
    /// How it would be done, for people.
    pub plan: String,
}

impl Job {
    /// The text of a child that is plain text, trimmed and possibly empty; `None` for the others.
    pub fn text(&self, child: &Child) -> Option<String> {
        let text = |text: &Option<String>| Some(text.clone().unwrap_or_default());
        match child {
            Child::Phase => Some(self.phase.word().to_owned()),
            Child::ExecutionDuration => Some(self.duration_text()),
            Child::Destruction => text(&self.destruction),
            Child::Quote => text(&self.quote),
            Child::Owner => text(&self.owner),
            _ => None,
        }
    }

    /// The execution duration within `xs:int`.
    pub(crate) fn duration_text(&self) -> String {
        self.duration_secs.min(i32::MAX as u64).to_string()
    }
}

impl ErrorSummary {
    /// The first line, which is all that most clients show.
    pub fn line(&self) -> &str {
        self.message.trim().lines().next().unwrap_or_default()
    }
}
