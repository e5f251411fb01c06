//! A job as it is told, and what is said to make, change and find one.

use tokio_postgres::Row;
use uws::Phase;

/// Who asks, and through which service.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The instance; jobs of others do not exist for it.
    pub instance: &'a str,
    /// The user; empty for the anonymous.
    pub owner: &'a str,
    /// The groups to which he is limited here, and so are the jobs that he makes; `None` is all that he has. Those of his
    /// jobs that may do more do not exist for him.
    pub only_groups: Option<&'a [String]>,
}

/// What a job is made from.
#[derive(Clone, Debug, Default)]
pub struct NewJob {
    /// The client's own id of the run; empty for none.
    pub run_id: String,
    /// The parameters, a text that the queue does not read.
    pub parameters: String,
    /// The files that came with them, a text that the queue does not read.
    pub files: String,
    /// Seconds that it may run; `None` is the default, 0 the most there is.
    pub duration_secs: Option<u64>,
    /// When it is to be destroyed; `None` is the default.
    pub destruction: Option<String>,
    /// What it counts for.
    pub account: Account,
}

/// Whose quota a job counts for, and what that allows at the time; `None` is no limit beside those of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The user, or what stands for those who are not known; empty: the owner's name, or nothing for the anonymous.
    pub name: String,
    /// Its jobs that run at once, on all hosts.
    pub running_max: Option<i64>,
    /// Its jobs that are QUEUED.
    pub queued_max: Option<i64>,
    /// Bytes of the results of its jobs; with as many or more no job is made.
    pub result_bytes_max: Option<i64>,
}

/// What an account has of what its quota limits, on all hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Jobs that run.
    pub running: i64,
    /// Jobs that are QUEUED.
    pub queued: i64,
    /// Bytes of the results of its jobs.
    pub result_bytes: i64,
}

/// What came out of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// A text that the queue does not read.
    pub text: String,
    /// The bytes of its results in the store.
    pub bytes: u64,
}

/// A change; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Only while PENDING.
    pub run_id: Option<String>,
    /// Only while PENDING.
    pub parameters: Option<String>,
    /// Only while PENDING.
    pub files: Option<String>,
    /// Only before the job runs; 0 is the most there is.
    pub duration_secs: Option<u64>,
    /// In any phase; cut to what is allowed.
    pub destruction: Option<String>,
}

/// Which jobs of a caller to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these phases; empty is all.
    pub phases: Vec<String>,
    /// Only jobs made later than this instant.
    pub after: Option<String>,
    /// At most this many, the newest.
    pub last: Option<u64>,
}

/// A job. Instants are UTC, `YYYY-MM-DDThh:mm:ss.sssZ`.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Letters and digits, not to be guessed.
    pub id: String,
    /// The instance that runs it.
    pub instance: String,
    /// The user; empty for the anonymous.
    pub owner: String,
    /// The groups beyond which it may not use those of its owner; `None` is all that he has when it runs.
    pub only_groups: Option<Vec<String>>,
    /// The client's own id of the run; empty for none.
    pub run_id: String,
    /// As they were given.
    pub parameters: String,
    /// As they were given.
    pub files: String,
    /// Where it is in its life.
    pub phase: Phase,
    /// Grows with each change of the phase.
    pub revision: i64,
    /// The most seconds that it may run.
    pub duration_secs: i64,
    /// When it was made.
    pub created: String,
    /// When it first began to run.
    pub started: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// When it is destroyed.
    pub destruction: String,
    /// When it is done at the latest, as far as one can tell.
    pub quote: Option<String>,
    /// How far it is, 0 to 1.
    pub progress: Option<f64>,
    /// What came out, a text that the queue does not read.
    pub outcome: Option<String>,
    /// Why nothing did.
    pub failure: Option<Failure>,
    /// The number of the last claim; 0 before the first.
    pub fence: i64,
}

/// Why a job has no result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// What the client may read.
    pub message: String,
    /// Whether the same job may succeed at another time.
    pub transient: bool,
    /// More about it, a text that the queue does not read.
    pub detail: Option<String>,
}

/// Whether files of the last run count, or may come to count, in the phase of that word.
pub(crate) fn has_files_of_run(word: &str) -> bool {
    [Phase::Executing.word(), Phase::Completed.word()].contains(&word)
}

impl Job {
    /// Whether it exists for a caller: his own that may do no more than he may, and those of the anonymous.
    pub(crate) fn is_for(&self, caller: Caller<'_>) -> bool {
        let is_within = |most: &[String]| {
            self.only_groups.as_ref().is_some_and(|groups| groups.iter().all(|group| most.contains(group)))
        };
        self.owner.is_empty() || (self.owner == caller.owner && caller.only_groups.is_none_or(is_within))
    }

    /// Reads the columns of [`crate::sql::columns`].
    pub(crate) fn of(row: &Row) -> Result<Self, tokio_postgres::Error> {
        let message: Option<String> = row.try_get("error")?;
        let transient: bool = row.try_get("error_transient")?;
        let detail: Option<String> = row.try_get("error_detail")?;
        Ok(Self {
            id: row.try_get("id")?,
            instance: row.try_get("instance")?,
            owner: row.try_get("owner")?,
            only_groups: row.try_get("only_groups")?,
            run_id: row.try_get("run_id")?,
            parameters: row.try_get("parameters")?,
            files: row.try_get("files")?,
            // A row holds no other word.
            phase: row.try_get::<_, &str>("phase")?.parse().unwrap_or(Phase::Error),
            revision: row.try_get("revision")?,
            duration_secs: row.try_get("duration_secs")?,
            created: row.try_get("created")?,
            started: row.try_get("started")?,
            ended: row.try_get("ended")?,
            destruction: row.try_get("destruction")?,
            quote: row.try_get("quote")?,
            progress: row.try_get("progress")?,
            outcome: row.try_get("outcome")?,
            failure: message.map(|message| Failure { message, transient, detail }),
            fence: row.try_get("fence")?,
        })
    }
}
