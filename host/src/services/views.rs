//! What each kind of caller sees of an instance's catalogue, computed once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use catalogue::Scope;
use plugin_api::{Error, Principal, Result};

/// How many different sets of groups are kept; more than an archive has, few enough for memory.
const KEPT_MAX: usize = 256;

/// The catalogue of an instance, and its views by the groups of callers.
pub struct Views {
    scope: Scope,
    by_groups: RwLock<HashMap<Vec<String>, Arc<View>>>,
}

/// The catalogue as callers of the same groups see it.
pub struct View {
    /// Equal keys see equal catalogues.
    pub key: String,
    scope: Scope,
    json: OnceLock<String>,
}

impl Views {
    /// Views of everything that an instance publishes.
    pub fn new(scope: Scope) -> Self {
        Self { scope, by_groups: RwLock::default() }
    }

    /// What a caller sees.
    pub fn of(&self, principal: &Principal) -> Arc<View> {
        let groups = principal.groups();
        let kept = self.by_groups.read().unwrap_or_else(PoisonError::into_inner).get(groups).cloned();
        kept.unwrap_or_else(|| self.make(groups))
    }

    fn make(&self, groups: &[String]) -> Arc<View> {
        let names: Vec<&str> = groups.iter().map(String::as_str).collect();
        let scope = self.scope.visible_to(&names);
        let view = Arc::new(View { key: scope.key(), scope, json: OnceLock::new() });
        let mut by_groups = self.by_groups.write().unwrap_or_else(PoisonError::into_inner);
        if by_groups.len() >= KEPT_MAX {
            by_groups.clear();
        }
        by_groups.insert(groups.to_vec(), view.clone());
        view
    }
}

impl View {
    /// The catalogue as it crosses to a plugin.
    pub fn json(&self) -> Result<String> {
        if let Some(json) = self.json.get() {
            return Ok(json.clone());
        }
        let json = serde_json::to_string(&self.scope)
            .map_err(|error| Error::internal(format!("a catalogue cannot be JSON: {error}")))?;
        Ok(self.json.get_or_init(|| json).clone())
    }

    /// Whether a collection is part of it.
    pub fn has(&self, collection: &str) -> bool {
        self.scope.schemas().any(|schema| schema.collection.id == collection)
    }
}
