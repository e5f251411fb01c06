//! The one warp filter that takes every request, as a service for hyper.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap};
use hyper::service::Service;
use hyper::{Method, Request, Version};
use hyper_util::service::TowerToHyperService;
use warp::path::FullPath;
use warp::{Filter, reply};

use super::answer::{Core, answer};
use super::connection::Connection;
use super::inbound::{Arrival, Inbound};
use super::message::Handler;
use super::upload::Chunks;

/// Serves the requests of one connection.
#[derive(Clone)]
pub struct ConnectionService<S> {
    filter: S,
    connection: Arc<Connection>,
}

impl<S> ConnectionService<S> {
    /// The requests of `connection` go to `filter`.
    pub fn new(filter: S, connection: Arc<Connection>) -> Self {
        Self { filter, connection }
    }
}

impl<S: Service<Request<Incoming>>> Service<Request<Incoming>> for ConnectionService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let multiplexed = request.version() >= Version::HTTP_2;
        let arrival = Arrival { connection: self.connection.clone(), multiplexed };
        request.extensions_mut().insert(arrival);
        self.filter.call(request)
    }
}

/// The filter: method, path, query, headers, connection and body of any request.
pub fn service<H: Handler>(
    core: Arc<Core<H>>,
) -> impl Service<
    Request<Incoming>,
    Response = reply::Response,
    Error = Infallible,
    Future = impl Future<Output = Result<reply::Response, Infallible>> + Send + 'static,
> + Clone
+ Send {
    let query = warp::query::raw().or_else(async |_| Ok::<_, warp::Rejection>((String::new(),)));
    let filter = warp::method()
        .and(warp::path::full())
        .and(query)
        .and(warp::header::headers_cloned())
        .and(warp::filters::ext::get::<Arrival>())
        .and(warp::body::stream())
        .and_then(move |method, path: FullPath, query, headers, arrival, body| {
            let inbound = inbound(method, path, query, headers, arrival, body);
            let core = core.clone();
            async move { Ok::<_, Infallible>(answer(core, inbound).await) }
        });
    TowerToHyperService::new(warp::service(filter))
}

fn inbound<B: Buf>(
    method: Method,
    path: FullPath,
    query: String,
    headers: HeaderMap,
    arrival: Arrival,
    body: impl Stream<Item = Result<B, warp::Error>> + Send + Sync + 'static,
) -> Inbound {
    // Without either header there is no body in HTTP/1 (RFC 9112 §6.3).
    let may_have_body = arrival.multiplexed
        || headers.contains_key(header::CONTENT_LENGTH)
        || headers.contains_key(header::TRANSFER_ENCODING);
    let chunks = may_have_body.then(|| boxed(body));
    Inbound { method, path: path.as_str().to_owned(), query, headers, arrival, chunks }
}

fn boxed<B: Buf>(body: impl Stream<Item = Result<B, warp::Error>> + Send + Sync + 'static) -> Chunks {
    Box::pin(body.map(|chunk| chunk.ok().map(bytes_of)))
}

/// The bytes of a chunk, without a copy where it is one piece already.
fn bytes_of(mut chunk: impl Buf) -> Bytes {
    chunk.copy_to_bytes(chunk.remaining())
}
