//! Universal Worker Service 1.1: jobs, phases, the REST tree and its documents.
//!
//! A path below the job list becomes a [`Resource`], a method and parameters on it become an [`Action`], and a [`Job`]
//! becomes the documents of [`documents`]. There is no HTTP and no queue here: whoever has both carries an action out
//! and answers with what [`Action`] says.

mod action;
pub mod documents;
mod error;
mod instant;
mod job;
mod phase;
mod resource;
mod xml;

pub use action::{Action, CONTROL_NAMES, Creation, ListFilter, Wait};
pub use error::UwsError;
pub use instant::Instant;
pub use job::{ErrorSummary, Job, JobEstimate, JobInfo, Parameter, ResultReference};
pub use phase::Phase;
pub use resource::{Child, Resource};
