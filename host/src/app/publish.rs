//! Publishing: what is known of the tables goes in, TAP_SCHEMA goes to the database.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use database::{Database, DbError};
use statistics::sql::{self, Stored};

use crate::functions;
use crate::publication::Publication;
use crate::services::Shared;

/// The SQLSTATEs of a table and of a schema that are not there.
const UNDEFINED: [&str; 2] = ["42P01", "3F000"];

/// What the database held when it was last looked at.
#[derive(Default)]
pub struct Known {
    /// Whether the tables of TAP_SCHEMA and the functions are there.
    prepared: AtomicBool,
    statistics: Mutex<Stored>,
}

impl Known {
    /// Takes the statistics of the tables into what is published, and stores what the anonymous find in TAP_SCHEMA unless it
    /// is known to be there.
    ///
    /// Statistics that cannot be read now stay as they were, so that an edit that changes no collection needs no database.
    pub async fn publish(
        &self,
        publication: &mut Publication,
        shared: &Shared,
        query_role: Option<&str>,
    ) -> Result<(), DbError> {
        if publication.is_empty() {
            return Ok(());
        }
        match load(&shared.state).await {
            Ok(stored) => *held(&self.statistics) = stored,
            Err(error) => tracing::warn!(
                "the statistics of the tables stay as they were, since they cannot be read: {}",
                error.for_log()
            ),
        }
        publication.take_statistics(&held(&self.statistics));
        if !self.prepared.load(Ordering::Relaxed) {
            let created = shared.tap_schemas.create(&shared.state, query_role).await?;
            functions::install(&shared.state, query_role).await?;
            self.prepared.store(created, Ordering::Relaxed);
        }
        shared.roles.publish(publication.collections()).await;
        for view in publication.public_views() {
            shared.tap_schemas.ensure(&shared.state, &view).await?;
        }
        Ok(())
    }
}

/// The statistics of all tables; none where nobody has ever counted.
async fn load(database: &Database) -> Result<Stored, DbError> {
    match database.rows(&sql::load_sql()).await {
        Ok(rows) => Ok(sql::read(&rows)),
        Err(DbError::Query { code, .. }) if UNDEFINED.contains(&code.as_str()) => Ok(Stored::new()),
        Err(error) => Err(error),
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
