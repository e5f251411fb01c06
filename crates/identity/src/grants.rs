//! What sessions and tokens let their bearers do, remembered for a moment.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::recent::Recent;
use crate::{Caller, Source, User};

/// What the database said a moment ago. Another host's changes are heard at once where the connection can listen, and
/// hold after these seconds in any case.
pub(crate) struct Grants {
    /// By the hash of a session or a token; `None` is one that is not there.
    by_hash: Recent<String, Option<Arc<Grant>>>,
    /// Outside users as they were last seen.
    outsiders: Recent<String, Option<Arc<Caller>>>,
    /// Users of the table; `None` is one who is not there.
    users: Recent<String, Option<Arc<User>>>,
}

/// What a session or a token is good for.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub user: String,
    /// What tells the user's password of then; with another one the grant has ended.
    pub mark: String,
    /// The groups that it is for; `None` is all.
    pub groups: Option<Vec<String>>,
    /// The instances that it is for; `None` is all.
    pub instances: Option<Vec<String>>,
    /// When it ends.
    pub until: Instant,
    /// When the value of a session has served for long enough.
    pub renewal: Option<Instant>,
}

const LASTS: Duration = Duration::from_secs(3);
const MAX: usize = 20_000;

impl Grants {
    pub fn new() -> Self {
        Self { by_hash: Recent::new(MAX), outsiders: Recent::new(MAX), users: Recent::new(MAX) }
    }

    pub fn get(&self, hash: &str) -> Option<Option<Arc<Grant>>> {
        self.by_hash.get(hash)
    }

    pub fn remember(&self, hash: String, grant: Option<Arc<Grant>>) {
        self.by_hash.insert(hash, grant, LASTS);
    }

    pub fn user(&self, name: &str) -> Option<Option<Arc<User>>> {
        self.users.get(name)
    }

    pub fn remember_user(&self, name: &str, user: Option<Arc<User>>) {
        self.users.insert(name.to_owned(), user, LASTS);
    }

    pub fn outsider(&self, name: &str) -> Option<Option<Arc<Caller>>> {
        self.outsiders.get(name)
    }

    pub fn remember_outsider(&self, name: &str, caller: Option<Arc<Caller>>) {
        self.outsiders.insert(name.to_owned(), caller, LASTS);
    }

    /// Forgets all, since something has ended somewhere.
    pub fn forget(&self) {
        self.by_hash.clear();
        self.outsiders.clear();
        self.users.clear();
    }
}

impl Grant {
    /// Who bears it, if it still holds for the user as he is now.
    pub fn caller(&self, user: &User) -> Option<Arc<Caller>> {
        if user.disabled || user.mark != self.mark || Instant::now() >= self.until {
            return None;
        }
        if self.groups.is_none() && self.instances.is_none() {
            return Some(user.caller.clone());
        }
        let mut caller = Caller::clone(&user.caller);
        if let Some(groups) = &self.groups {
            let granted: BTreeSet<&String> = groups.iter().collect();
            caller.groups.retain(|group| granted.contains(group));
            caller.only_groups = Some(groups.clone());
        }
        caller.instances.clone_from(&self.instances);
        debug_assert_eq!(caller.source, Source::Local);
        Some(Arc::new(caller))
    }
}
