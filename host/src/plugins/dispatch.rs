//! Which plugin set serves, and the way of a request to its instance and back.

use std::sync::Arc;

use arc_swap::ArcSwap;
use hyper::Method;
use plugin_api::{Answer, ErrorKind};

use super::crossing::{request_for, response_of};
use super::routes::{Match, Target};
use super::set::{PluginSet, Running};
use crate::access::Asker;
use crate::http::{Builtin, Request, Response};

/// Sends requests to the current plugin set.
pub struct Dispatch {
    current: ArcSwap<PluginSet>,
}

/// What stands at the path of a request.
pub enum Found {
    /// A route of an instance.
    Route(Way),
    /// The path is there, but for these methods only.
    OtherMethods(Vec<Method>),
    /// No instance has claimed the path.
    Nothing,
}

/// The way to a route of an instance; it holds the set that it leads through.
pub struct Way {
    set: Arc<PluginSet>,
    target: Target,
    params: Vec<(String, String)>,
}

impl Dispatch {
    /// Requests go to `set` until another takes its place.
    pub fn new(set: Arc<PluginSet>) -> Self {
        Self { current: ArcSwap::new(set) }
    }

    /// The set that new requests go to.
    pub fn current(&self) -> Arc<PluginSet> {
        self.current.load_full()
    }

    /// Puts another set in its place, in one step; requests under way go on with theirs.
    pub fn swap(&self, set: Arc<PluginSet>) -> Arc<PluginSet> {
        self.current.swap(set)
    }

    /// The way of a request, if an instance has claimed its path.
    pub fn find(&self, request: &Request) -> Found {
        self.find_at(request.method.as_str(), &request.path)
    }

    /// The mount of the instance whose resources a request wants to hand over, if it is such a request.
    pub fn hands_over(&self, request: &Request) -> Option<String> {
        let mount = request.path.strip_suffix("/handover").filter(|_| request.method == Method::POST)?;
        let set = self.current();
        let mut publishing = set.instances.iter().filter(|running| running.description.uses_collections);
        publishing.find(|running| running.mount.trim_end_matches('/') == mount)?;
        Some(mount.to_owned())
    }

    /// As [`Self::find`], of a method and a path.
    pub fn find_at(&self, method: &str, path: &str) -> Found {
        if matches!(Builtin::at(path), Some(Builtin::Health | Builtin::Metrics)) {
            // Not even for an instance at the root that takes every path: others watch the host by them.
            return Found::Nothing;
        }
        let set = self.current();
        match set.routes.find(method, path) {
            Match::Route(target, params) => {
                let target = target.clone();
                Found::Route(Way { set, target, params })
            }
            Match::OtherMethods(names) => {
                Found::OtherMethods(names.iter().filter_map(|name| name.parse().ok()).collect())
            }
            Match::Nothing => Found::Nothing,
        }
    }
}

impl Way {
    /// The name of the instance.
    pub fn instance(&self) -> &str {
        &self.running().name
    }

    /// The path below which the instance is served, without a slash at its end.
    pub fn mount(&self) -> &str {
        self.running().mount.trim_end_matches('/')
    }

    /// Whether the anonymous are refused here.
    pub fn wants_log_in(&self) -> bool {
        self.running().wants_log_in && !self.target.open
    }

    /// Whether it leads to the capabilities of a service (VOSI 1.1 §2.1).
    pub fn is_capabilities(&self) -> bool {
        self.target.route.ends_with("/capabilities")
    }

    /// Has the instance answer.
    pub async fn answer(self, request: Request, asker: Asker) -> Response {
        let Self { set, target, params } = self;
        let running = &set.instances[target.instance];
        let request = request_for(request, running, &target.route, params, asker.principal.clone());
        let answered = asker.during(running.instance.answer(request, &running.services)).await;
        let answer = answered.unwrap_or_else(|error| {
            if error.kind() == ErrorKind::Internal {
                tracing::error!("instance `{}` failed: {}", running.name, error.for_log());
            }
            Answer::from_error(&error)
        });
        let instance = running.name.clone();
        response_of(answer, instance, set)
    }

    fn running(&self) -> &Running {
        &self.set.instances[self.target.instance]
    }
}
