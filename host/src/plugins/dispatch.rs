//! Which plugin set serves, and the way of a request to its instance and back.

use std::sync::Arc;

use arc_swap::ArcSwap;
use hyper::Method;
use plugin_api::{Answer, ErrorKind};

use super::crossing::{request_for, response_of};
use super::routes::Found;
use super::set::PluginSet;
use crate::http::{Request, Response};

/// Sends requests to the current plugin set.
pub struct Dispatch {
    current: ArcSwap<PluginSet>,
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

    /// Answers a request whose path an instance has claimed; gives any other back.
    pub async fn answer(&self, request: Request) -> Result<Response, Box<Request>> {
        let set = self.current();
        let (target, params) = match set.routes.find(request.method.as_str(), &request.path) {
            Found::Route(target, params) => (target, params),
            Found::OtherMethods(names) => {
                let allowed: Vec<Method> = names.iter().filter_map(|name| name.parse().ok()).collect();
                return Ok(Response::method_not_allowed(&request.method, &allowed));
            }
            Found::Nothing => return Err(Box::new(request)),
        };
        let running = &set.instances[target.instance];
        let request = request_for(request, running, &target.route, params);
        let answer = running.instance.answer(request, &running.services).await.unwrap_or_else(|error| {
            if error.kind() == ErrorKind::Internal {
                tracing::error!("instance `{}` failed: {}", running.name, error.for_log());
            }
            Answer::from_error(&error)
        });
        let instance = running.name.clone();
        Ok(response_of(answer, instance, set))
    }
}
