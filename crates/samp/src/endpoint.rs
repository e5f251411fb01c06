//! A small HTTP server on the loopback interface, for the hub and for clients that are called back.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::Value;
use crate::xml_rpc::{self, Call, DOCUMENT_BYTES_MAX, Fault};

/// How long the head of a request, and how long its body may take.
const READ_LIMIT: Duration = Duration::from_secs(60);
/// Connections at once; calls that wait for a response hold one each.
const CONNECTIONS_MAX: usize = 1024;
/// How long to wait when the system has no more connections.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The body of an answer.
pub(crate) type Body = UnsyncBoxBody<Bytes, std::io::Error>;

/// What answers requests.
pub(crate) trait Service: Send + Sync + 'static {
    /// Answers one. The peer is on this machine.
    fn answer(
        self: Arc<Self>,
        peer: SocketAddr,
        request: Request<Incoming>,
    ) -> impl Future<Output = Response<Body>> + Send;
}

/// Serves until the token is cancelled; then connections end at once.
pub(crate) async fn serve<S: Service>(listener: TcpListener, service: Arc<S>, stop: CancellationToken) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(slot) = slots.clone().acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let (service, stop) = (service.clone(), stop.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = talk(stream, peer, service) => {}
                () = stop.cancelled() => {}
            }
            drop(slot);
        });
    }
}

/// Reads a call from a request.
pub(crate) async fn read_call(request: Request<Incoming>) -> Result<Call, Response<Body>> {
    let body = Limited::new(request.into_body(), DOCUMENT_BYTES_MAX).collect();
    let body = match tokio::time::timeout(READ_LIMIT, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(_)) => return Err(text(StatusCode::PAYLOAD_TOO_LARGE, "the call is cut off or too long")),
        Err(_) => return Err(text(StatusCode::REQUEST_TIMEOUT, "the call did not come in time")),
    };
    xml_rpc::read_call(&body).map_err(|error| text(StatusCode::BAD_REQUEST, &error.to_string()))
}

/// The answer of a method.
pub(crate) fn xml(answer: Result<Value, Fault>) -> Response<Body> {
    let document = match answer {
        Ok(value) => xml_rpc::write_answer(&value),
        Err(fault) => xml_rpc::write_fault(&fault),
    };
    whole(StatusCode::OK, "text/xml", document)
}

/// A sentence for people.
pub(crate) fn text(status: StatusCode, sentence: &str) -> Response<Body> {
    whole(status, "text/plain; charset=utf-8", format!("{sentence}\n").into_bytes())
}

/// An answer with a status and nothing else.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(full(Vec::new()));
    *response.status_mut() = status;
    response
}

fn whole(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(full(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn full(body: Vec<u8>) -> Body {
    Full::new(Bytes::from(body)).map_err(|never: Infallible| match never {}).boxed_unsync()
}

async fn talk<S: Service>(stream: TcpStream, peer: SocketAddr, service: Arc<S>) {
    // A call is one small packet each way; a failure only makes it slower.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request| {
        let service = service.clone();
        async move { Ok::<_, Infallible>(service.answer(peer, request).await) }
    });
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(READ_LIMIT);
    // A connection that breaks concerns nobody else.
    let _ = connection.serve_connection(TokioIo::new(stream), answer).await;
}
