//! Handing a resource over: the address that a user gets for another program, and what it opens.

use std::sync::Arc;

use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use identity::{Caller, Source};
use jiff::{SignedDuration, Timestamp};

use super::asker::Asker;
use super::audit::Record;
use super::gate::Gate;
use super::signed_address::{self, Holder, TTL_SECS};
use super::visit::Visit;
use crate::http::{Request, Response};
use crate::observe::Refusal;

/// An address that nobody has signed, whose time is over, which was changed, or whose user is gone.
const CLOSED: &str =
    "this signed address opens nothing, or opens it no longer; ask its owner for a new one\n";
/// What else than reading somebody wants to do by such an address.
const ONLY_READS: &str = "a signed address is for GET and HEAD only; log in for everything else\n";

impl Gate {
    /// The address of a resource of an instance for another program, as JSON with the moment when it ends; for the
    /// anonymous the plain one, which does not end.
    pub fn hand_over(
        &self,
        visit: &Visit,
        by: &Asker,
        instance: &str,
        (path, query): (&str, &str),
    ) -> Response {
        let plain = || if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let Some(caller) = &visit.caller else {
            return told(&format!("{}{}", self.base_url, plain()), None);
        };
        let holder = Holder { user: caller.user.clone(), only_groups: caller.only_groups.clone() };
        let ends = Timestamp::now().checked_add(SignedDuration::from_secs(TTL_SECS.cast_signed()));
        match (signed_address::signed(&self.signer, holder, path, query), ends) {
            (Ok(address), Ok(ends)) => {
                let instance = Some(instance);
                let record = Record {
                    event: "handover",
                    outcome: "signed",
                    instance,
                    what: Some(path),
                    ..Record::default()
                };
                self.audit.record(by, &record);
                let ends = ends.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                told(&format!("{}{address}", self.base_url), Some(&ends))
            }
            (Err(error), _) => {
                tracing::error!("an address cannot be signed: {}", error.for_log());
                Response::text(StatusCode::INTERNAL_SERVER_ERROR, "internal error\n")
            }
            (_, Err(error)) => {
                tracing::error!("an address cannot be signed: {error}");
                Response::text(StatusCode::INTERNAL_SERVER_ERROR, "internal error\n")
            }
        }
    }

    /// As whom a request comes that has the signature of an address: as the user who handed it over, with the groups
    /// that he has now.
    pub(super) async fn opened(&self, signature: &str, request: &Request) -> Result<Arc<Caller>, Response> {
        if request.method != Method::GET {
            self.metrics.refused(Refusal::Wrong);
            return Err(Response::text(StatusCode::FORBIDDEN, ONLY_READS));
        }
        let closed = || {
            self.metrics.refused(Refusal::Wrong);
            Response::text(StatusCode::FORBIDDEN, CLOSED)
        };
        let holder = signed_address::holder(&self.signer, signature, &request.path, &request.query);
        let Holder { user, only_groups } = holder.ok_or_else(closed)?;
        let groups = self.identities.groups_of(&user).await.map_err(|refused| self.refusal(&refused))?;
        let mut groups = groups.ok_or_else(closed)?;
        groups.retain(|group| only_groups.as_ref().is_none_or(|only| only.contains(group)));
        Ok(Arc::new(Caller { user, groups, source: Source::Local, only_groups, instances: None }))
    }
}

fn told(url: &str, expires: Option<&str>) -> Response {
    let response = Response::json(StatusCode::OK, &serde_json::json!({ "url": url, "expires": expires }));
    response.with(hyper::header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
