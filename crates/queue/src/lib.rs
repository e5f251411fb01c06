//! The host's queue of jobs in PostgreSQL, and the store of their results.
//!
//! A job is a row. A host that has room claims a queued one: the claim is a lease on the database's clock with a number,
//! the fence, that grows with each claim. A result counts only through one statement that still finds the fence of its
//! claim, so a host that was away too long changes nothing. A lease that nobody renews ends, and the job is queued
//! again, at most [`ATTEMPTS_MAX`] times in all.
//!
//! Files of a run lie below the job's id and the fence, so that those of a lost run are known and removed.

mod board;
mod calls;
mod error;
mod hosts;
mod id;
mod job;
mod queue;
mod refusals;
mod run;
mod runner;
mod schema;
mod settings;
mod sql;
mod store;
mod sweep;
mod upkeep;
mod watches;

pub use error::{OpenError, QueueError};
pub use job::{Account, Caller, Change, Failure, Filter, Job, NewJob, Outcome, Used};
pub use queue::{Counts, Queue};
pub use run::{BoxFuture, Claim, Work};
pub use runner::Serving;
pub use settings::Settings;
pub use sql::ATTEMPTS_MAX;
pub use store::{Content, PutError, Store, StoreError};
pub use uws::Phase;
