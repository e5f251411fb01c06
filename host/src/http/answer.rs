//! One request from the filter to the answer: identifier, refusals, handler, compression, headers, account.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use tracing::{Instrument, Span, error, error_span};
use warp::Reply;
use warp::reply;

use super::compress::{self, Compressed};
use super::cors;
use super::encoding::{self, Accepted, Coding};
use super::exchange::Exchange;
use super::inbound::{Inbound, upload_failed};
use super::message::{Body, BodyStream, Handler, Request, Response};
use super::outgoing::{Outgoing, panic_message};
use super::request_id::{RequestId, RequestIds};
use crate::config::Server;
use crate::observe::HttpMetrics;

/// What all requests of a server share.
pub struct Core<H> {
    /// Who answers.
    pub handler: Arc<H>,
    /// The settings of the server.
    pub server: Server,
    /// Where requests are counted.
    pub metrics: Arc<HttpMetrics>,
    /// Where identifiers come from.
    pub ids: RequestIds,
}

/// What the request says about the form of its answer.
struct Wishes {
    head_only: bool,
    multiplexed: bool,
    accepted: Accepted,
    origin: Option<HeaderValue>,
}

/// Who answers, for people who look at a log far away.
const SERVER: HeaderValue = HeaderValue::from_static(concat!("armilla/", env!("CARGO_PKG_VERSION")));
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers one request.
pub async fn answer<H: Handler>(core: Arc<Core<H>>, mut inbound: Inbound) -> reply::Response {
    let id = core.ids.choose(inbound.headers.get(&X_REQUEST_ID));
    // At the level of errors, so that whatever is logged at all carries the identifier.
    let span = error_span!("request", %id);
    let client = inbound.client(&core.server);
    let exchange = Exchange::begin(core.metrics.clone(), span.clone(), &inbound, client.address.ip());
    let wishes = Wishes {
        head_only: inbound.method == Method::HEAD,
        multiplexed: inbound.arrival.multiplexed,
        accepted: Accepted::of(&inbound.headers),
        origin: cors::allowed(&core.server.web_origins, &inbound.headers),
    };
    let response = match inbound.refusal(&core.server).await {
        Some(refusal) => refusal,
        None => {
            let request = inbound.into_request(id.clone(), client, &core.server);
            handle(&core, request).instrument(span.clone()).await
        }
    };
    finish(&core.server, response, wishes, &id, span, exchange)
}

/// Calls the handler. Its panic, and a body that it could not read, become the answer.
async fn handle<H: Handler>(core: &Core<H>, request: Request) -> Response {
    let verdict = request.body.verdict();
    let id = request.id.clone();
    let handler = core.handler.clone();
    let called = AssertUnwindSafe(async move { handler.handle(request).await }).catch_unwind();
    let response = called.await.unwrap_or_else(|panic| {
        error!("answering: {}", panic_message(&*panic));
        let text = format!("Internal error. The log knows more under the request id {id} .\n");
        Response::text(StatusCode::INTERNAL_SERVER_ERROR, text)
    });
    match verdict.get(core.server.body_limit).map(upload_failed) {
        Some(refusal) if refusal.status != response.status => {
            Response { instance: response.instance, ..refusal }
        }
        _ => response,
    }
}

/// Gives the response its final form and hands it to warp.
fn finish(
    server: &Server,
    mut response: Response,
    wishes: Wishes,
    id: &RequestId,
    span: Span,
    mut exchange: Exchange,
) -> reply::Response {
    encode(server, &mut response, wishes.accepted);
    let Response { status, mut headers, body, instance } = response;
    cors::permit(&server.web_origins, wishes.origin, &mut headers);
    headers.insert(header::SERVER, SERVER);
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(X_REQUEST_ID, id);
    }
    exchange.answered(status, instance);
    let length = length_of(&body, &headers);
    if let (Some(length), true) = (length, may_have_body(status)) {
        headers.insert(header::CONTENT_LENGTH, length.into());
        exchange.promised(length);
    }
    let body = if wishes.head_only || !may_have_body(status) { Body::Empty } else { body };
    let mut reply = match body {
        Body::Empty => {
            exchange.done();
            reply::Response::default()
        }
        // With HTTP/1 the connection itself shows whether the client reads; with HTTP/2 only the body does.
        Body::Full(bytes) if !wishes.multiplexed => {
            exchange.sent(bytes.len());
            exchange.done();
            reply::Response::new(bytes.into())
        }
        Body::Full(bytes) => {
            let stream = Box::pin(stream::iter([Ok(bytes)]));
            reply::stream(Outgoing::new(stream, span, exchange)).into_response()
        }
        Body::Stream { stream, .. } => reply::stream(Outgoing::new(stream, span, exchange)).into_response(),
    };
    *reply.status_mut() = status;
    *reply.headers_mut() = headers;
    reply
}

/// Statuses whose answers end with the head (RFC 9110 §6.4.1).
fn may_have_body(status: StatusCode) -> bool {
    !status.is_informational() && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// The length of a body; for an unknown one what the handler says in a header.
fn length_of(body: &Body, headers: &HeaderMap) -> Option<u64> {
    match body {
        Body::Empty => Some(0),
        Body::Full(bytes) => Some(bytes.len() as u64),
        Body::Stream { length: Some(length), .. } => Some(*length),
        Body::Stream { length: None, .. } => headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok(),
    }
}

/// Compresses the body where that is decided.
fn encode(server: &Server, response: &mut Response, accepted: Accepted) {
    let length = length_of(&response.body, &response.headers);
    let decision = encoding::decide(server.compression, accepted, response.status, &response.headers, length);
    if decision.varies {
        response.headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if response.headers.get(header::CONTENT_ENCODING).is_some_and(|value| value == "identity") {
        response.headers.remove(header::CONTENT_ENCODING);
    }
    let Some(coding) = decision.coding else { return };
    let body = std::mem::replace(&mut response.body, Body::Empty);
    let (body, coded) = match body {
        Body::Empty => (Body::Empty, false),
        Body::Full(bytes) => encode_whole(bytes, coding),
        Body::Stream { stream, .. } => encode_stream(stream, coding),
    };
    response.body = body;
    if coded {
        response.headers.remove(header::CONTENT_LENGTH);
        response.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        weaken_etag(&mut response.headers);
    }
}

fn encode_whole(bytes: Bytes, coding: Coding) -> (Body, bool) {
    match compress::whole(&bytes, coding) {
        Ok(coded) if coded.len() < bytes.len() => (Body::Full(coded), true),
        _ => (Body::Full(bytes), false),
    }
}

fn encode_stream(source: BodyStream, coding: Coding) -> (Body, bool) {
    let stream: BodyStream = match Compressed::new(source, coding) {
        Ok(stream) => Box::pin(stream),
        Err(broken) => Box::pin(stream::iter([Err(broken)])),
    };
    (Body::Stream { stream, length: None }, true)
}

/// A strong tag names one sequence of bytes, which the coded body is not (RFC 9110 §8.8.3).
fn weaken_etag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(header::ETAG) else { return };
    if !tag.as_bytes().starts_with(b"W/") {
        let weak = [b"W/", tag.as_bytes()].concat();
        if let Ok(weak) = HeaderValue::from_bytes(&weak) {
            headers.insert(header::ETAG, weak);
        }
    }
}
