//! One request at the door: who asks, and what his answer has to carry.

use std::sync::Arc;

use hyper::header::HeaderValue;
use identity::Caller;
use plugin_api::Principal;

use super::challenges::Asked;

/// A request whose sender is known, or known to be anonymous.
#[derive(Debug, Default)]
pub struct Visit {
    pub(super) caller: Option<Arc<Caller>>,
    pub(super) asked: Asked,
    /// A cookie for the answer: a new one, or the end of a stale one.
    pub(super) cookie: Option<HeaderValue>,
}

impl Visit {
    /// The caller as plugins know him.
    pub fn principal(&self) -> Principal {
        match &self.caller {
            Some(caller) => Principal::known(caller.user.clone(), caller.groups.clone()),
            None => Principal::anonymous(),
        }
    }

    /// Whether his credentials are for an instance: tokens may be for some only.
    pub(super) fn is_for(&self, instance: &str) -> bool {
        let instances = self.caller.as_ref().and_then(|caller| caller.instances.as_ref());
        instances.is_none_or(|names| names.iter().any(|name| name == instance))
    }
}
