//! The roles of PostgreSQL under which queries run: that of a view is made when the view is first used, and remembered.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use catalogue::{Collection, Scope};
use database::{Database, DbError, Row};
use grants::{Naming, NotMade, Role, Unguarded};
use tokio::sync::OnceCell;

use crate::config;

/// The beginning of all names where the configuration names no role.
const PREFIX: &str = "armilla";
/// The time after which a role in use is looked at again, which changes nothing but the day of its last use.
const FRESH: Duration = Duration::from_secs(86_400);
/// The time after which policies are tried again that could not be made because the table was being read.
const PATIENT: Duration = Duration::from_secs(300);
/// How often at most a role is looked at again because a query was refused.
const DOUBTFUL: Duration = Duration::from_secs(5);

/// Makes roles, and remembers which are there.
pub struct Roles {
    /// Where roles are made; `None`: nowhere, queries run under the role of the configuration.
    place: Option<Place>,
    /// Whether queries have a login of their own, which is not for what plugins read for themselves.
    has_own_login: bool,
    known: Mutex<HashMap<String, Arc<Entry>>>,
    told: AtomicBool,
    /// The tables without policies that the log has told of.
    unguarded: Mutex<HashSet<String>>,
}

struct Place {
    state: Database,
    queries: Database,
    settings: config::Database,
    naming: OnceCell<Naming>,
}

/// The role of a view since it was looked at.
struct Entry {
    since: Instant,
    made: OnceCell<Made>,
}

/// A role as far as it could be made.
struct Made {
    /// Its name; `None` if there is none.
    role: Option<String>,
    /// How long nobody looks at it again.
    fresh: Duration,
}

impl Roles {
    /// Roles in the database of these pools, as the settings want them.
    pub fn new(settings: &config::Database, state: &Database, queries: &Database) -> Self {
        let place = settings.roles.then(|| Place {
            state: state.clone(),
            queries: queries.clone(),
            settings: settings.clone(),
            naming: OnceCell::new(),
        });
        let has_own_login = settings.query_connection.is_some();
        Self {
            place,
            has_own_login,
            known: Mutex::default(),
            told: AtomicBool::new(false),
            unguarded: Mutex::default(),
        }
    }

    /// Whether queries have a login of their own.
    pub fn has_own_login(&self) -> bool {
        self.has_own_login
    }

    /// The role for a query of those who see `seen` of `whole`; `None`: that of all queries.
    pub async fn of(&self, seen: &Scope, whole: &Scope) -> Option<String> {
        let place = self.place.as_ref()?;
        let entry = self.entry(seen.key());
        match entry.made.get_or_try_init(|| self.make(place, seen, whole)).await {
            Ok(made) => made.role.clone(),
            // The query meets the same trouble and tells it.
            Err(_) => None,
        }
    }

    /// Forgets the role of a view, which somebody has dropped.
    pub fn forget(&self, seen: &Scope) {
        self.known().remove(&seen.key());
    }

    /// Forgets the role of a view to which the database has refused something, and tells whether it is worth another
    /// attempt: a table that was made anew has none of its grants.
    pub fn doubt(&self, seen: &Scope) -> bool {
        let (key, mut known) = (seen.key(), self.known());
        let old = known.get(&key).is_some_and(|entry| entry.since.elapsed() > DOUBTFUL);
        if old {
            known.remove(&key);
        }
        old
    }

    /// Makes the roles of what is published, and looks at those of all views again; drops those of ours that nobody has
    /// needed for days.
    pub async fn publish(&self, collections: &[Arc<Collection>]) {
        let Some(place) = &self.place else { return };
        self.known().clear();
        self.told.store(false, Ordering::Relaxed);
        held(&self.unguarded).clear();
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
        if !place.settings.row_security
            && let Err(error) = grants::drop_policies(&place.state, naming).await
        {
            tracing::warn!("policies of row-level security stay that are not wanted: {}", error.for_log());
        }
    }

    async fn make(&self, place: &Place, seen: &Scope, whole: &Scope) -> Result<Made, NotMade> {
        let naming = place.naming().await?;
        let roles = needed(naming, seen, whole);
        for role in &roles {
            match grants::ensure(&place.state, role).await {
                Ok(()) => {}
                Err(error) if error.passes() => return Err(error),
                Err(error) => {
                    self.tell(&error);
                    return Ok(Made { role: None, fresh: FRESH });
                }
            }
        }
        let Some(view) = roles.last() else { return Ok(Made { role: None, fresh: FRESH }) };
        let without = grants::guard(&place.state, view).await?;
        let passes = without.iter().any(|one| one.why.passes());
        without.iter().for_each(|one| self.tell_unguarded(one));
        Ok(Made { role: Some(view.name.clone()), fresh: if passes { PATIENT } else { FRESH } })
    }

    /// Once for each table that is published; queries leave the rows out all the same.
    fn tell_unguarded(&self, without: &Unguarded) {
        let Unguarded { collection, table, why } = without;
        if held(&self.unguarded).insert(format!("{collection}/{table}")) {
            tracing::info!(
                "row filters of table `{table}` of collection `{collection}` are applied by queries and not by row-level \
                 security: {why}"
            );
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
        if let Some(entry) = known.get(&key).filter(|entry| entry.is_fresh()) {
            return entry.clone();
        }
        known.retain(|_, entry| entry.is_fresh());
        let entry = Arc::new(Entry { since: Instant::now(), made: OnceCell::new() });
        known.insert(key, entry.clone());
        entry
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Arc<Entry>>> {
        held(&self.known)
    }
}

impl Entry {
    fn is_fresh(&self) -> bool {
        self.since.elapsed() < self.made.get().map_or(FRESH, |made| made.fresh)
    }
}

impl Place {
    async fn naming(&self) -> Result<&Naming, DbError> {
        self.naming.get_or_try_init(|| naming(&self.queries, &self.settings)).await
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the names have in common, as the login of queries has it.
pub async fn naming(queries: &Database, settings: &config::Database) -> Result<Naming, DbError> {
    let prefix = settings.query_role.as_deref().unwrap_or(PREFIX);
    let row_security = settings.row_security;
    let rows = queries.rows("SELECT current_database()::text, session_user::text").await?;
    let get = |row: &Row, place| row.try_get::<_, String>(place).map_err(DbError::from);
    let read = |row: &Row| {
        Ok(Naming { prefix: prefix.to_owned(), database: get(row, 0)?, login: get(row, 1)?, row_security })
    };
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
