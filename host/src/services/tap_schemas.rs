//! The rows of TAP_SCHEMA in the database: those of a view are stored when the view is first used, and remembered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use catalogue::{Scope, images, tap_schema};
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
    /// Whether the database refused a write because it is a standby.
    standby: AtomicBool,
    pruned: Mutex<Option<Instant>>,
}

/// A view whose rows are stored, or are being stored for all who wait.
struct Entry {
    since: Instant,
    done: OnceCell<()>,
}

impl TapSchemas {
    /// Makes sure that the rows which describe a view are there; only its first use in a day asks the database. A standby
    /// has what a host on the primary server stored.
    pub async fn ensure(&self, database: &Database, view: &Scope) -> Result<(), DbError> {
        if self.standby.load(Ordering::Relaxed) {
            return Ok(());
        }
        let entry = self.entry(view.key());
        entry.done.get_or_try_init(|| self.store(database, view)).await.map(drop)
    }

    /// Makes the tables, and the list of images, where they are missing, for queries under `query_role` to read; `false` on a standby.
    pub async fn create(&self, database: &Database, query_role: Option<&str>) -> Result<bool, DbError> {
        let granted = |role| format!("{}{}", tap_schema::grant_sql(role), images::grant_sql(role));
        let grants = query_role.map(granted).unwrap_or_default();
        let sql = format!("{}{}{grants}", tap_schema::create_sql(), images::create_sql());
        let created = self.written(database.batch_execute(&sql).await)?;
        self.standby.store(!created, Ordering::Relaxed);
        Ok(created)
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
        if self.written(database.batch_execute(&tap_schema::store_sql(view)).await)?
            && self.is_time_to_prune()
        {
            let pruned = database.batch_execute(&tap_schema::prune_sql()).await;
            // What nobody uses is in nobody's way; the next day tries again.
            pruned.unwrap_or_else(|error| {
                tracing::warn!("old rows of TAP_SCHEMA stay in the database: {}", error.for_log());
            });
        }
        Ok(())
    }

    /// Whether a write was done; a standby refuses it, which is no error.
    fn written(&self, done: Result<(), DbError>) -> Result<bool, DbError> {
        match done {
            Err(DbError::Permission { code, message }) if code == READ_ONLY => {
                self.warn_of_standby(&message);
                Ok(false)
            }
            done => done.map(|()| true),
        }
    }

    /// Once a day.
    fn is_time_to_prune(&self) -> bool {
        let mut pruned = self.pruned.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = pruned.is_none_or(|last| last.elapsed() >= FRESH);
        if is_time {
            *pruned = Some(Instant::now());
        }
        is_time
    }

    fn warn_of_standby(&self, message: &str) {
        if !self.standby.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "TAP_SCHEMA is not stored, since the database is read-only: {message}. Queries of TAP_SCHEMA find what a \
                 host with the same collections stored on the primary server, or no rows"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use catalogue::{Published, Viewer};
    use database::{Config, QuerySpec};
    use futures_util::future::try_join_all;
    use private_postgres::PrivateServer;

    use super::*;

    fn view(title: &str) -> Scope {
        let text = format!(
            "title = '{title}'\ndescription = '{title}'\naccess = 'public'\nschema = 's'\n[[table]]\nname = 'T'\n\
             columns.A.type = 'int'\n"
        );
        let all =
            Published::new(vec![catalogue::parse("one.toml", &text).unwrap()]).scope("tap", None).unwrap();
        all.visible_to(&Viewer::default())
    }

    fn database(server: &PrivateServer, login: &str) -> Database {
        let connection = server.connection_string().replace("user='armilla'", &format!("user='{login}'"));
        Database::open(&Config::new(connection)).unwrap()
    }

    /// How many rows each stored table has of the views.
    async fn counts(database: &Database, views: &[&Scope]) -> Vec<String> {
        let mut counts = Vec::new();
        for view in views {
            let sql = format!(
                "SELECT concat_ws(' ', (SELECT count(*) FROM armilla.tap_columns WHERE set_hash = '{0}'), \
                 (SELECT count(*) FROM armilla.tap_schemas WHERE set_hash = '{0}'), \
                 (SELECT count(*) FROM armilla.tap_uses WHERE set_hash = '{0}'))",
                view.hash()
            );
            let rows = database.rows(&sql).await.unwrap();
            counts.push(rows[0].get::<_, String>(0));
        }
        counts
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn rows_are_stored_once_by_all_who_need_them_and_go_when_nobody_uses_them() {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let database = database(&server, "armilla");
        let (old, new) = (view("Old"), view("New"));
        let hosts = [TapSchemas::default(), TapSchemas::default()];
        hosts[0].create(&database, None).await.unwrap();
        hosts[1].create(&database, None).await.unwrap();
        try_join_all((0..8).map(|number| hosts[number % 2].ensure(&database, &old))).await.unwrap();
        let stored = counts(&database, &[&old]).await;
        assert!(stored[0].ends_with(" 2 1"), "{stored:?}");
        let aged = "UPDATE armilla.tap_uses SET last_used = now() - interval '31 days'";
        database.batch_execute(aged).await.unwrap();
        // This host has pruned today already, the next one has not.
        hosts[0].ensure(&database, &new).await.unwrap();
        assert_eq!(counts(&database, &[&old]).await, stored);
        TapSchemas::default().ensure(&database, &new).await.unwrap();
        assert_eq!(counts(&database, &[&old, &new]).await, ["0 0 0".to_owned(), stored[0].clone()]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_standby_is_no_error_and_a_login_without_rights_is() {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let owner = database(&server, "armilla");
        owner.batch_execute("CREATE ROLE guest LOGIN; CREATE ROLE standby LOGIN").await.unwrap();
        owner.batch_execute("ALTER ROLE standby SET default_transaction_read_only = on").await.unwrap();
        let (schemas, standby) = (TapSchemas::default(), database(&server, "standby"));
        assert!(!schemas.create(&standby, None).await.unwrap());
        schemas.ensure(&standby, &view("A")).await.unwrap();
        assert!(owner.query(QuerySpec::new("SELECT FROM armilla.tap_uses")).await.is_err());
        // The server was promoted.
        assert!(schemas.create(&owner, None).await.unwrap());
        schemas.ensure(&owner, &view("A")).await.unwrap();
        let stored = counts(&owner, &[&view("A")]).await;
        assert!(stored[0].ends_with(" 2 1"), "{stored:?}");
        let refused = TapSchemas::default().create(&database(&server, "guest"), None).await;
        assert!(matches!(refused, Err(DbError::Permission { .. })), "{refused:?}");
    }
}
