//! One request at the door: who asks, and what his answer has to carry.

use std::sync::Arc;

use hyper::header::HeaderValue;
use identity::Caller;
use plugin_api::Principal;

use super::asker::Asker;
use super::challenges::Asked;
use crate::http::Request;

/// A request whose sender is known, or known to be anonymous.
#[derive(Default)]
pub struct Visit {
    pub(super) caller: Option<Arc<Caller>>,
    pub(super) asked: Asked,
    /// A cookie for the answer: a new one, or the end of a stale one.
    pub(super) cookie: Option<HeaderValue>,
    /// The session by which he is known.
    pub(super) session: Option<String>,
    /// He comes by a signed address, and need not learn whose it is.
    pub(super) is_by_address: bool,
    /// The answer tells of sessions, and is for nobody to keep.
    pub(super) is_about_sessions: bool,
}

impl Visit {
    /// The caller as plugins know him.
    pub fn principal(&self) -> Principal {
        match &self.caller {
            Some(caller) => Principal::known(caller.user.clone(), caller.groups.clone()),
            None => Principal::anonymous(),
        }
    }

    /// On whose account his request is answered.
    pub fn asker(&self, request: &Request) -> Asker {
        let only_groups = self.caller.as_ref().and_then(|caller| caller.only_groups.as_deref());
        Asker { only_groups: only_groups.map(Arc::from), ..Asker::of(request, self.principal()) }
    }

    /// The name of the caller; `None` for the anonymous.
    pub fn user(&self) -> Option<&str> {
        self.caller.as_ref().map(|caller| caller.user.as_str())
    }

    /// Whether his credentials are for an instance: tokens may be for some only.
    pub(super) fn is_for(&self, instance: &str) -> bool {
        let instances = self.caller.as_ref().and_then(|caller| caller.instances.as_ref());
        instances.is_none_or(|names| names.iter().any(|name| name == instance))
    }
}
