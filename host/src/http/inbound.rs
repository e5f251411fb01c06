//! A request as warp's filter hands it over, made into what a handler sees.

use std::sync::Arc;

use hyper::header::{self, HeaderMap};
use hyper::{Method, StatusCode};

use super::connection::Connection;
use super::cors;
use super::forwarded::{self, Client};
use super::linger;
use super::message::{Request, Response};
use super::request_id::RequestId;
use super::upload::{Chunks, RequestBody, UploadError};
use crate::config::Server;

/// What came in.
pub struct Inbound {
    /// The method.
    pub method: Method,
    /// The path, percent-encoded.
    pub path: String,
    /// The query without `?`; empty without one.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// Where it came in.
    pub arrival: Arrival,
    /// The body, if there may be one.
    pub chunks: Option<Chunks>,
}

/// Where a request came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The connection.
    pub connection: Arc<Connection>,
    /// Whether it speaks HTTP/2.
    pub multiplexed: bool,
}

/// The methods that handlers may see; the rest has no use here, and `TRACE` and `CONNECT` do harm.
const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

impl Inbound {
    /// Answers what no handler needs to see: wrong methods, preflights, announced bodies that are too large.
    pub async fn refusal(&mut self, server: &Server) -> Option<Response> {
        if !METHODS.contains(&self.method) {
            return Some(Response::method_not_allowed(&self.method, &METHODS));
        }
        if let Some(response) = cors::preflight(&server.web_origins, &self.method, &self.headers) {
            return Some(response);
        }
        if self.length().is_some_and(|length| length > server.body_limit) {
            linger::drain(&self.headers, self.chunks.take()).await;
            return Some(upload_failed(UploadError::TooLarge { limit: server.body_limit }));
        }
        None
    }

    /// Who sent it.
    pub fn client(&self, server: &Server) -> Client {
        forwarded::client(&server.trusted_proxies, &self.arrival.connection, &self.headers)
    }

    /// The request of `client` for the handler.
    pub fn into_request(self, id: RequestId, client: Client, server: &Server) -> Request {
        let length = self.length();
        Request {
            method: if self.method == Method::HEAD { Method::GET } else { self.method },
            path: self.path,
            query: self.query,
            headers: self.headers,
            remote: client.address,
            is_encrypted: client.is_encrypted,
            id,
            body: RequestBody::new(self.chunks, length, server.body_limit, server.stall_timeout),
        }
    }

    /// The announced length of the body.
    fn length(&self) -> Option<u64> {
        self.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }
}

/// What a client is told whose body was refused.
pub fn upload_failed(error: UploadError) -> Response {
    match error {
        UploadError::TooLarge { limit } => {
            let text = format!("The request body is larger than {limit} bytes, which is the limit here.\n");
            Response::text(StatusCode::PAYLOAD_TOO_LARGE, text)
        }
        UploadError::Stalled => {
            Response::text(StatusCode::REQUEST_TIMEOUT, "The request body stopped arriving; send it again.\n")
        }
        UploadError::BrokenOff => Response::text(StatusCode::BAD_REQUEST, "The request body broke off.\n"),
    }
}
