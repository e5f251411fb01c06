//! Requests and responses as a handler sees them, without any type of warp or hyper's server.

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};

use super::linger;
use super::request_id::RequestId;
use super::upload::RequestBody;

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    /// Answers one request. A panic is that request's 500. The future is dropped when the client goes away.
    fn handle(self: Arc<Self>, request: Request) -> impl Future<Output = Response> + Send;
}

/// A request.
#[derive(Debug)]
pub struct Request {
    /// The method; `HEAD` comes as `GET`, the body of the answer is then dropped.
    pub method: Method,
    /// The path, percent-encoded as it came.
    pub path: String,
    /// The query without `?`, percent-encoded as it came; empty without one.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The client, behind proxies that are believed.
    pub remote: SocketAddr,
    /// Whether nobody between the client and the host could read it.
    pub is_encrypted: bool,
    /// The identifier, in every log line of the request already.
    pub id: RequestId,
    /// The body; may be taken or left.
    pub body: RequestBody,
}

/// A response. Length, compression, CORS and the request's identifier are added to it on its way out.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers. `Content-Encoding`, even `identity`, keeps the body from being compressed.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// The plugin instance that answered, for metrics; `None` is the host itself.
    pub instance: Option<Arc<str>>,
}

/// A body of chunks as they are made. Ends with `None`; an error cuts the connection, so that no client takes what
/// came before for the whole.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, Broken>> + Send>>;

/// The body of a response.
pub enum Body {
    /// Nothing.
    Empty,
    /// All of it.
    Full(Bytes),
    /// Chunks.
    Stream {
        /// The chunks.
        stream: BodyStream,
        /// The number of bytes, if known before.
        length: Option<u64>,
    },
}

/// Why a body ended before its end; for the log only.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

impl Request {
    /// A request that says nothing but its method and path.
    #[cfg(test)]
    pub fn bare(method: Method, path: &str, remote: std::net::IpAddr) -> Self {
        Self {
            method,
            path: path.to_owned(),
            query: String::new(),
            headers: HeaderMap::new(),
            remote: SocketAddr::new(remote, 0),
            is_encrypted: false,
            id: super::request_id::RequestIds::new().choose(None),
            body: RequestBody::new(None, Some(0), 0, std::time::Duration::MAX),
        }
    }

    /// Takes what the client still sends, so that it reads why it is refused and not a reset.
    pub async fn refused(self, refusal: Response) -> Response {
        linger::drain(&self.headers, self.body.into_chunks()).await;
        refusal
    }
}

#[cfg(test)]
impl Response {
    /// The text of a body that is known as a whole.
    pub fn body_text(&self) -> String {
        match &self.body {
            Body::Full(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            other => format!("{other:?}"),
        }
    }
}

impl Response {
    /// A response with a status and nothing else.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Body::Empty, instance: None }
    }

    /// A response of one of our own texts.
    pub fn text(status: StatusCode, text: impl Into<String>) -> Self {
        Self::full(status, HeaderValue::from_static("text/plain; charset=utf-8"), text.into())
    }

    /// JSON for a program, or a script of a page.
    pub fn json(status: StatusCode, value: &serde_json::Value) -> Self {
        Self::full(status, HeaderValue::from_static("application/json"), format!("{value}\n"))
    }

    /// A response whose body is known as a whole.
    pub fn full(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        let mut response = Self::new(status).with(header::CONTENT_TYPE, content_type);
        response.body = Body::Full(body.into());
        response
    }

    /// Adds or replaces a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// 404: nothing is served at this path. `served` lists mounts, nearest first.
    pub fn not_found(path: &str, served: &[&str]) -> Self {
        let hint = match served {
            [] => "Nothing but / , /healthz and /metrics is served here.".to_owned(),
            _ => format!("Served here: {} . The list with links is at / .", served.join(" , ")),
        };
        Self::text(StatusCode::NOT_FOUND, format!("There is nothing at {path} .\n{hint}\n"))
    }

    /// 405: the path exists, but not with this method (RFC 9110 §15.5.6).
    pub fn method_not_allowed(method: &Method, allowed: &[Method]) -> Self {
        let names = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        let text = format!("{method} is not possible here; use {names}.\n");
        let response = Self::text(StatusCode::METHOD_NOT_ALLOWED, text);
        match HeaderValue::from_str(&names) {
            Ok(names) => response.with(header::ALLOW, names),
            Err(_) => response,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("Empty"),
            Self::Full(bytes) => write!(out, "Full({} bytes)", bytes.len()),
            Self::Stream { length: Some(length), .. } => write!(out, "Stream({length} bytes)"),
            Self::Stream { length: None, .. } => out.write_str("Stream"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_path_is_told_what_is_served() {
        let response = Response::not_found("/tpa", &["/tap", "/vo/tap/sim-dr1"]);
        assert_eq!(response.status, StatusCode::NOT_FOUND);
        assert_eq!(
            response.body_text(),
            "There is nothing at /tpa .\nServed here: /tap , /vo/tap/sim-dr1 . The list with links is at / .\n"
        );
    }

    #[test]
    fn a_wrong_method_is_told_the_right_ones() {
        let response = Response::method_not_allowed(&Method::PUT, &[Method::GET, Method::POST]);
        assert_eq!(response.headers[header::ALLOW], "GET, POST");
        assert_eq!(response.body_text(), "PUT is not possible here; use GET, POST.\n");
    }
}
