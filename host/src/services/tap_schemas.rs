//! The rows of TAP_SCHEMA in the database: those of a view are stored when the view is first used, and remembered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use catalogue::{Scope, tap_schema};
use database::{Database, DbError};
use tokio::sync::OnceCell;

/// The SQLSTATE of a write on a standby.
const READ_ONLY: &str = "25006";

/// The time after which a view in use is stored again, which changes nothing but the day of its last use.
const FRESH: Duration = Duration::from_secs(86_400);

/// What of TAP_SCHEMA is known to be in the database.
#[derive(Default)]
pub struct TapSchemas {
    stored: Mutex<HashMap<String, Arc<Entry>>>,
    warned: AtomicBool,
}

/// A view whose rows are stored, or are being stored for all who wait.
struct Entry {
    since: Instant,
    done: OnceCell<()>,
}

impl TapSchemas {
    /// Makes sure that the rows which describe a view are there; only its first use in a day asks the database.
    pub async fn ensure(&self, database: &Database, view: &Scope) -> Result<(), DbError> {
        let entry = self.entry(view.key());
        entry.done.get_or_try_init(|| self.store(database, view)).await.map(drop)
    }

    fn entry(&self, key: String) -> Arc<Entry> {
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = stored.get(&key).filter(|known| known.since.elapsed() < FRESH) {
            return known.clone();
        }
        stored.retain(|_, known| known.since.elapsed() < FRESH);
        let entry = Arc::new(Entry { since: Instant::now(), done: OnceCell::new() });
        stored.insert(key, entry.clone());
        entry
    }

    /// Rows that are there already stay, so that several hosts may store them at once.
    async fn store(&self, database: &Database, view: &Scope) -> Result<(), DbError> {
        match database.batch_execute(&tap_schema::store_sql(view)).await {
            Err(DbError::Permission { code, message }) if code == READ_ONLY => {
                self.warn_of_standby(&message);
                Ok(())
            }
            done => done,
        }
    }

    /// Makes the tables where they are missing, for queries under `query_role` to read.
    pub async fn create(&self, database: &Database, query_role: Option<&str>) -> Result<(), DbError> {
        let grants = query_role.map(tap_schema::grant_sql).unwrap_or_default();
        match database.batch_execute(&format!("{}{grants}", tap_schema::create_sql())).await {
            Err(DbError::Permission { code, message }) if code == READ_ONLY => {
                self.warn_of_standby(&message);
                Ok(())
            }
            done => done,
        }
    }

    fn warn_of_standby(&self, message: &str) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "TAP_SCHEMA is not stored, since the database is read-only: {message}. Queries of TAP_SCHEMA find what a \
                 host with the same collections stored on the primary server, or no rows"
            );
        }
    }
}
