//! The Web Profile: pages in a browser, which find the hub at a known port (SAMP 1.3 §5).

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::Semaphore;

use super::methods::{self, registration};
use super::registered::Profile;
use super::shared::Shared;
use super::translator::{PATH, Translator};
use super::{Applicant, Consent};
use crate::endpoint::{self, Body, Service};
use crate::xml_rpc::{Call, Fault};
use crate::{Metadata, SampError, Value};

/// Pages about which the user is asked at once.
const APPLICANTS_MAX: usize = 8;
/// The most characters of a name that the user is shown.
const NAME_CHARS_MAX: usize = 100;

const ASKS_FOR_LOOPBACK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOWS_LOOPBACK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// The server of the Web Profile.
pub(super) struct Web {
    hub: Arc<Shared>,
    consent: Consent,
    port: u16,
    applicants: Semaphore,
    translator: Translator,
}

impl Service for Web {
    async fn answer(self: Arc<Self>, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
        if !peer.ip().is_loopback() || !is_for_loopback(request.headers()) {
            return endpoint::text(
                StatusCode::FORBIDDEN,
                "the Web Profile of SAMP is for browsers of this machine",
            );
        }
        let head = request.headers().clone();
        let mut response = match *request.method() {
            Method::OPTIONS => preflight(&head),
            Method::POST => match endpoint::read_call(request).await {
                Ok(call) => endpoint::xml(self.call(&call, origin(&head)).await),
                Err(refusal) => refusal,
            },
            Method::GET | Method::HEAD => match request.uri().path().strip_prefix(PATH) {
                Some(key) => self.translator.read(&self.hub, key, request.uri().query()).await,
                None => endpoint::text(StatusCode::NOT_FOUND, "here is a SAMP hub; pages call it by POST"),
            },
            _ => endpoint::text(StatusCode::METHOD_NOT_ALLOWED, "a SAMP hub takes XML-RPC calls by POST"),
        };
        allow_origin(&head, response.headers_mut());
        response
    }
}

impl Web {
    pub(super) fn new(hub: Arc<Shared>, consent: Consent, port: u16) -> Result<Self, SampError> {
        let applicants = Semaphore::new(APPLICANTS_MAX);
        Ok(Self { hub, consent, port, applicants, translator: Translator::new()? })
    }

    async fn call(&self, call: &Call, origin: Option<String>) -> Result<Value, Fault> {
        let method = call.method.strip_prefix("samp.webhub.");
        let method = method.ok_or_else(|| Fault::new(format!("the hub has no method `{}`", call.method)))?;
        if method == "register" {
            return self.register(call.params.first(), origin).await;
        }
        methods::call(&self.hub, &Profile::Web { origin }, method, &call.params).await
    }

    /// Asks the user, and registers a page that is welcome.
    async fn register(&self, identity: Option<&Value>, origin: Option<String>) -> Result<Value, Fault> {
        // Pages of the first days sent their name as a string.
        let name = match identity {
            Some(Value::Text(name)) => name.clone(),
            Some(map) => Metadata::read(map)?.name().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        let name: String =
            name.trim().chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect();
        if name.is_empty() {
            return Err(Fault::new("who registers says its name: a map with `samp.name`"));
        }
        let _turn = self
            .applicants
            .try_acquire()
            .map_err(|_| Fault::new("the user is being asked about other pages"))?;
        let applicant = Applicant { name, origin: origin.clone() };
        if !(self.consent)(applicant).await {
            return Err(Fault::new("the user does not let this page register"));
        }
        let (id, key, reading_key) = self.hub.lock().register(Profile::Web { origin })?;
        let mut map = registration(&id, &key);
        let translator = format!("http://127.0.0.1:{}{PATH}{reading_key}?", self.port);
        map.insert("samp.url-translator".into(), translator.into());
        Ok(Value::Map(map))
    }
}

/// Whether a request was sent to this machine by a name that means nothing else. A page whose own name has become that of
/// this machine (DNS rebinding) is refused.
fn is_for_loopback(head: &HeaderMap) -> bool {
    let Some(host) = head.get(header::HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn origin(head: &HeaderMap) -> Option<String> {
    head.get(header::ORIGIN).map(|origin| String::from_utf8_lossy(origin.as_bytes()).into_owned())
}

/// Lets a page of any origin see the answer: the user decides who may do more than ask.
fn allow_origin(request: &HeaderMap, response: &mut HeaderMap) {
    if let Some(origin) = request.get(header::ORIGIN) {
        response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        response.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
}

/// The answer to a browser that asks what a page may do.
fn preflight(request: &HeaderMap) -> Response<Body> {
    let mut response = endpoint::empty(StatusCode::OK);
    let head = response.headers_mut();
    head.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST, GET, HEAD"));
    head.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Content-Type"));
    if request.get(ASKS_FOR_LOOPBACK).is_some_and(|asked| asked == "true") {
        head.insert(ALLOWS_LOOPBACK, HeaderValue::from_static("true"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_known() {
        let is_good = |host: &'static str| {
            is_for_loopback(&HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]))
        };
        for host in ["127.0.0.1:21012", "localhost:21012", "LocalHost", "[::1]:21012", "[::1]"] {
            assert!(is_good(host), "{host}");
        }
        for host in ["evil.example:21012", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.1", ""] {
            assert!(!is_good(host), "{host}");
        }
        assert!(is_for_loopback(&HeaderMap::new()));
    }
}
