//! The life of one connection: from its first byte, through its requests, to its end.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tracing::debug;
use warp::reply;

use super::connection::{Clock, Connection};
use super::plain_http;
use super::service::ConnectionService;
use super::slots::Slots;
use super::tls::Tls;
use super::watchdog::{Patience, Verdict};
use super::wire::Wire;

/// What serves requests: the filter of this module's parent.
pub trait Filter:
    Clone
    + Send
    + 'static
    + Service<Request<Incoming>, Response = reply::Response, Error = Infallible, Future: Send + 'static>
{
}

impl<S> Filter for S where
    S: Clone
        + Send
        + 'static
        + Service<Request<Incoming>, Response = reply::Response, Error = Infallible, Future: Send + 'static>
{
}

/// How a connection is told to end.
#[derive(Clone, Debug)]
pub struct Ends {
    /// Finish what is under way and begin nothing.
    pub stop: CancellationToken,
    /// End at once.
    pub cut: CancellationToken,
}

/// The rules of a conversation.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The clock of the server.
    pub clock: Clock,
    /// How long to wait for what.
    pub patience: Patience,
    /// How it is told to end.
    pub ends: Ends,
    /// How many others there are.
    pub slots: Arc<Slots>,
}

/// Streams at once on one connection of HTTP/2.
const STREAMS_MAX: u32 = 128;
/// Bytes of all headers of a request of HTTP/2; long queries in a URL must fit.
const HEADERS_MAX: u32 = 128 * 1024;
/// Time that a connection has to leave in peace.
const FAREWELL: Duration = Duration::from_secs(2);

impl Talk {
    /// Serves a connection until either side ends it.
    pub async fn run<S: Filter>(
        self,
        stream: TcpStream,
        connection: Arc<Connection>,
        filter: S,
        tls: Option<Arc<Tls>>,
    ) {
        // Thousands of clients may connect and say nothing; they get no buffers until they do.
        if !self.first_byte(&stream, &connection).await {
            return;
        }
        let Some(tls) = tls else {
            let wire = Wire::new(stream, connection.clone());
            return Box::pin(self.converse(wire, connection, filter)).await;
        };
        if plain_http::is_spoken(&stream).await {
            return plain_http::tell(stream).await;
        }
        let wire = Wire::new(stream, connection.clone());
        if let Some(stream) = Box::pin(self.shake_hands(&tls, wire, &connection)).await {
            Box::pin(self.converse(stream, connection, filter)).await;
        }
    }

    /// The start of TLS, in the time for the head of the first request; `None` if it comes to nothing.
    async fn shake_hands(&self, tls: &Tls, wire: Wire, connection: &Connection) -> Option<TlsStream<Wire>> {
        tokio::select! {
            shaken = tls.acceptor().accept(wire) => {
                shaken.inspect_err(|error| debug!(remote = %connection.remote, "no TLS: {error}")).ok()
            }
            () = sleep_until(self.head_deadline(connection)) => None,
            () = connection.evicted.notified() => None,
            () = self.ends.stop.cancelled() => None,
        }
    }

    /// When the head of the first request must be there.
    fn head_deadline(&self, connection: &Connection) -> Instant {
        self.clock.instant(connection.opened_ms.saturating_add(self.patience.head_ms))
    }

    /// Waits for the first byte; `false` if the connection is to end without one.
    async fn first_byte(&self, stream: &TcpStream, connection: &Connection) -> bool {
        tokio::select! {
            readable = stream.readable() => readable.is_ok(),
            () = sleep_until(self.head_deadline(connection)) => false,
            () = connection.evicted.notified() => false,
            () = self.ends.stop.cancelled() => false,
        }
    }

    async fn converse<S: Filter, W>(self, wire: W, connection: Arc<Connection>, filter: S)
    where
        W: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let builder = builder();
        let io = TokioIo::new(wire);
        let service = ConnectionService::new(filter, connection.clone());
        let mut talk = pin!(builder.serve_connection(io, service));
        let mut timer = pin!(sleep_until(Instant::now()));
        let mut leaving = false;
        loop {
            tokio::select! {
                ended = talk.as_mut() => {
                    if let Err(error) = ended {
                        debug!(remote = %connection.remote, "connection ended: {error}");
                    }
                    return;
                }
                () = timer.as_mut() => match self.judge(&connection, timer.as_mut(), leaving) {
                    Next::Go => {}
                    Next::Leave => {
                        leaving = true;
                        talk.as_mut().graceful_shutdown();
                    }
                    Next::Cut => return connection.mark_broken(),
                },
                () = connection.evicted.notified(), if !leaving => {
                    leaving = true;
                    talk.as_mut().graceful_shutdown();
                    timer.as_mut().reset(Instant::now() + FAREWELL);
                }
                () = self.ends.stop.cancelled(), if !leaving => {
                    leaving = true;
                    talk.as_mut().graceful_shutdown();
                    timer.as_mut().reset(Instant::now() + FAREWELL);
                }
                () = self.ends.cut.cancelled() => return connection.mark_broken(),
            }
        }
    }

    /// Looks at the connection when its timer fires, and sets the timer anew.
    fn judge(&self, connection: &Connection, timer: Pin<&mut Sleep>, leaving: bool) -> Next {
        let now_ms = self.clock.now_ms();
        let patience = self.patience.when_open(self.slots.taken(), self.slots.max());
        let next = match patience.judge(&connection.snapshot(), now_ms) {
            Verdict::Wait(_) if leaving && connection.idle_since_ms().is_some() => Next::Cut,
            Verdict::Retire if leaving => Next::Cut,
            Verdict::Wait(until_ms) => {
                timer.reset(self.clock.instant(until_ms));
                return Next::Go;
            }
            Verdict::Retire => Next::Leave,
            Verdict::Cut(why) => {
                debug!(remote = %connection.remote, "connection cut: {why}");
                Next::Cut
            }
        };
        timer.reset(Instant::now() + FAREWELL);
        next
    }
}

/// What to do with a connection now.
enum Next {
    Go,
    Leave,
    Cut,
}

/// HTTP/1.1, or HTTP/2 where the client begins with its preface.
fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // Time-outs are the watchdog's: hyper's own timer would be set anew with each request.
    builder.http1().header_read_timeout(None);
    builder.http2().max_concurrent_streams(STREAMS_MAX).max_header_list_size(HEADERS_MAX);
    builder
}
