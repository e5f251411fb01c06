//! The catalogue as a caller sees it, parsed once for all callers who see the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use catalogue::Scope;
use plugin_api::{Error, Host, Principal, Result};

/// How many different views are kept; there are as many as there are sets of groups with different rights.
const KEPT_MAX: usize = 64;

/// A cache of scopes by the host's key of visibility.
#[derive(Debug, Default)]
pub struct Scopes {
    kept: Mutex<HashMap<String, Arc<Scope>>>,
}

impl Scopes {
    /// What `principal` may see at this instance.
    pub fn of(&self, host: &Host, principal: &Principal) -> Result<Arc<Scope>> {
        let key = host.visible(principal)?;
        if let Some(scope) = self.kept().get(&key) {
            return Ok(scope.clone());
        }
        let text = host.collections(principal)?;
        let scope: Scope = serde_json::from_str(&text)
            .map_err(|error| Error::internal(format!("unreadable catalogue from the host: {error}")))?;
        let scope = Arc::new(scope);
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, scope.clone());
        Ok(scope)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Scope>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
