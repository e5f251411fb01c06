//! The roles of PostgreSQL under which queries run: that of a view is made when the view is first used, and remembered.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use catalogue::{Collection, Scope};
use database::{Database, DbError, Row};
use grants::{Naming, NotMade, Role};
use tokio::sync::OnceCell;

use crate::config;

/// The beginning of all names where the configuration names no role.
const PREFIX: &str = "armilla";
/// The time after which a role in use is looked at again, which changes nothing but the day of its last use.
const FRESH: Duration = Duration::from_secs(86_400);

/// Makes roles, and remembers which are there.
pub struct Roles {
    /// Where roles are made; `None`: nowhere, queries run under the role of the configuration.
    place: Option<Place>,
    /// Whether queries have a login of their own, which is not for what plugins read for themselves.
    has_own_login: bool,
    known: Mutex<HashMap<String, Arc<Entry>>>,
    told: AtomicBool,
}

struct Place {
    state: Database,
    queries: Database,
    prefix: String,
    naming: OnceCell<Naming>,
}

/// The role of a view; `None` if it cannot be made.
struct Entry {
    since: Instant,
    role: OnceCell<Option<String>>,
}

impl Roles {
    /// Roles in the database of these pools, as the settings want them.
    pub fn new(settings: &config::Database, state: &Database, queries: &Database) -> Self {
        let place = settings.roles.then(|| Place {
            state: state.clone(),
            queries: queries.clone(),
            prefix: prefix(settings),
            naming: OnceCell::new(),
        });
        let has_own_login = settings.query_connection.is_some();
        Self { place, has_own_login, known: Mutex::default(), told: AtomicBool::new(false) }
    }

    /// Whether queries have a login of their own.
    pub fn has_own_login(&self) -> bool {
        self.has_own_login
    }

    /// The role for a query of those who see `seen` of `whole`; `None`: that of all queries.
    pub async fn of(&self, seen: &Scope, whole: &Scope) -> Option<String> {
        let place = self.place.as_ref()?;
        let entry = self.entry(seen.key());
        match entry.role.get_or_try_init(|| self.make(place, seen, whole)).await {
            Ok(role) => role.clone(),
            // The query meets the same trouble and tells it.
            Err(_) => None,
        }
    }

    /// Forgets the role of a view, which somebody has dropped.
    pub fn forget(&self, seen: &Scope) {
        self.known().remove(&seen.key());
    }

    /// Makes the roles of what is published, and looks at those of all views again; drops those of ours that nobody has
    /// needed for days.
    pub async fn publish(&self, collections: &[Arc<Collection>]) {
        let Some(place) = &self.place else { return };
        self.known().clear();
        self.told.store(false, Ordering::Relaxed);
        let Ok(naming) = place.naming().await else { return };
        let roles = collections.iter().map(|collection| naming.collection(collection));
        for role in [naming.metadata()].into_iter().chain(roles) {
            if let Err(error) = grants::ensure(&place.state, &role).await {
                return self.tell(&error);
            }
        }
        match grants::drop_stale(&place.state, naming).await {
            Ok(dropped) if dropped.is_empty() => {}
            Ok(dropped) => tracing::info!("roles that nobody needs were dropped: {}", dropped.join(", ")),
            Err(error) => tracing::debug!("old roles cannot be looked for: {}", error.for_log()),
        }
    }

    async fn make(&self, place: &Place, seen: &Scope, whole: &Scope) -> Result<Option<String>, NotMade> {
        let naming = place.naming().await?;
        let mut made = Ok(());
        for role in needed(naming, seen, whole) {
            made = grants::ensure(&place.state, &role).await;
            if made.is_err() {
                break;
            }
        }
        match made {
            Ok(()) => Ok(Some(naming.view(seen, whole).name)),
            Err(error) if error.passes() => Err(error),
            Err(error) => {
                self.tell(&error);
                Ok(None)
            }
        }
    }

    /// Once for all that is published.
    fn tell(&self, error: &NotMade) {
        if !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "one layer of protection is missing: queries run under `[database] query_role` and not under a role that \
                 reads only what the caller may see: {error}. `armilla check` prints what to run in the database; \
                 `[database] roles = \"off\"` does without it"
            );
        }
    }

    fn entry(&self, key: String) -> Arc<Entry> {
        let mut known = self.known();
        if let Some(entry) = known.get(&key).filter(|entry| entry.since.elapsed() < FRESH) {
            return entry.clone();
        }
        known.retain(|_, entry| entry.since.elapsed() < FRESH);
        let entry = Arc::new(Entry { since: Instant::now(), role: OnceCell::new() });
        known.insert(key, entry.clone());
        entry
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Arc<Entry>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    async fn naming(&self) -> Result<&Naming, DbError> {
        self.naming.get_or_try_init(|| naming(&self.queries, self.prefix.clone())).await
    }
}

/// The beginning of the names of all roles.
pub fn prefix(settings: &config::Database) -> String {
    settings.query_role.clone().unwrap_or_else(|| PREFIX.to_owned())
}

/// What the names have in common, as the login of queries has it.
pub async fn naming(queries: &Database, prefix: String) -> Result<Naming, DbError> {
    let rows = queries.rows("SELECT current_database()::text, session_user::text").await?;
    let get = |row: &Row, place| row.try_get::<_, String>(place).map_err(DbError::from);
    let read = |row: &Row| Ok(Naming { prefix: prefix.clone(), database: get(row, 0)?, login: get(row, 1)? });
    rows.first().map(read).unwrap_or_else(|| {
        Err(DbError::Internal { message: "the database does not tell its own name".to_owned() })
    })
}

/// The role of a view behind those that it is a member of.
pub fn needed(naming: &Naming, seen: &Scope, whole: &Scope) -> Vec<Role> {
    let view = naming.view(seen, whole);
    let all = whole.published().iter().map(|schema| naming.collection(&schema.collection));
    let mut names = HashSet::new();
    let mut roles: Vec<Role> = [naming.metadata()]
        .into_iter()
        .chain(all)
        .filter(|role| view.member_of.contains(&role.name) && names.insert(role.name.clone()))
        .collect();
    roles.push(view);
    roles
}
