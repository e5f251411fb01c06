//! Jobs of plugins: the queue as plugins know it, and the instances that do its work.

mod account;
mod calls;
mod open;
mod record;
mod store;
mod work;

pub use calls::call;
pub use open::open;
pub use store::{delete, get, put};
pub use work::Instances;

use std::sync::Arc;

use plugin_api::{Error, ErrorKind, Result};
use queue::{Queue, QueueError};

/// The queue, where the host has one.
#[derive(Clone, Default)]
pub struct Jobs(pub Option<Arc<Queue>>);

impl Jobs {
    fn queue(&self) -> Result<&Arc<Queue>> {
        self.0.as_ref().ok_or_else(|| {
            let message = "this host offers no asynchronous jobs: it has no database that it may write to";
            Error::new(ErrorKind::NotOffered, message)
        })
    }
}

/// When some of many jobs that wait may have begun.
const QUEUE_RETRY_SECS: u32 = 30;

/// An error of the queue with the status that fits it.
fn error(error: QueueError) -> Error {
    let kind = match &error {
        QueueError::NotFound { .. } => ErrorKind::NotFound,
        QueueError::Phase { .. } | QueueError::TooMany { .. } => ErrorKind::Forbidden,
        QueueError::ResultsFull { .. } => ErrorKind::Forbidden,
        QueueError::TooManyQueued { .. } => {
            return Error::new(ErrorKind::Unavailable, error.to_string()).with_retry_after(QUEUE_RETRY_SECS);
        }
        QueueError::Instant { .. } => ErrorKind::BadRequest,
        QueueError::Database(failure) => return crate::services::database_error(failure),
        QueueError::Random(_) => return Error::internal(error.to_string()),
    };
    Error::new(kind, error.to_string())
}
