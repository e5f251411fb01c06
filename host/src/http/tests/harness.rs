//! A server with a handler whose paths do what the tests need, and a client that speaks bytes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{Address, Server};
use crate::http::{Body, BodyStream, Broken, Drained, Handler, Listener, Request, Response, Serving, Tls};
use crate::observe::Metrics;

/// No step of a test takes this long on a machine that works.
pub const LONG: Duration = Duration::from_secs(20);

/// A server that stops when it is dropped.
pub struct TestServer {
    pub address: SocketAddr,
    pub stop: CancellationToken,
    pub served: JoinHandle<Drained>,
    pub metrics: Arc<Metrics>,
    pub paths: Arc<Paths>,
}

/// The handler of the tests.
#[derive(Default)]
pub struct Paths {
    /// Lets the requests of `/gate` go on.
    pub gate: Notify,
    /// Requests of `/gate` and `/endless` that began.
    pub begun: AtomicUsize,
    /// Those that ended, by answer or by being dropped.
    pub ended: Arc<AtomicUsize>,
}

/// Counts its end.
struct Ends(Arc<AtomicUsize>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

/// The settings of most tests: a small body limit, and patience for a machine that has other things to do.
pub fn settings() -> Server {
    Server {
        address: Address::parse("127.0.0.1:0").unwrap(),
        header_read_timeout: LONG,
        idle_timeout: LONG,
        stall_timeout: LONG,
        drain_timeout: LONG,
        body_limit: 1000,
        ..Server::default()
    }
}

/// The settings of tests that wait for the end of patience.
pub fn hasty() -> Server {
    let soon = Duration::from_millis(300);
    Server { header_read_timeout: soon, idle_timeout: soon, stall_timeout: soon, ..settings() }
}

impl TestServer {
    /// Starts a server.
    pub async fn begin(server: Server) -> Self {
        Self::begin_with(server, None).await
    }

    /// Starts a server that shows a certificate.
    pub async fn begin_with(server: Server, tls: Option<Arc<Tls>>) -> Self {
        let listener = Listener::bind(&server.address).await.unwrap();
        let (address, stop, metrics) = (listener.address(), CancellationToken::new(), Metrics::new());
        let paths = Arc::new(Paths::default());
        let serving = Serving { handler: paths.clone(), server, metrics: metrics.http().clone(), tls };
        let served = tokio::spawn(listener.serve(serving, stop.clone()));
        Self { address, stop, served, metrics, paths }
    }

    /// A new connection.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes on a new connection and reads until the server closes.
    pub async fn exchange(&self, request: &str) -> String {
        let mut socket = self.connect().await;
        socket.write_all(request.as_bytes()).await.unwrap();
        rest(&mut socket).await
    }

    /// `GET` on a connection of its own, with further header lines.
    pub async fn get(&self, path: &str, headers: &str) -> String {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n")).await
    }

    /// Waits until a condition holds.
    pub async fn until(&self, condition: impl Fn(&Paths) -> bool) {
        let wait = async {
            while !condition(&self.paths) {
                tokio::time::sleep(Duration::from_millis(5)).await
            }
        };
        tokio::time::timeout(LONG, wait).await.expect("the condition never held");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// What arrives until the server closes; a reset counts as a close.
pub async fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(LONG, socket.read_to_end(&mut bytes)).await;
    let _ = read.expect("the server never closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What arrives until the end of the given text.
pub async fn up_to(socket: &mut TcpStream, end: &str) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end.as_bytes()) {
        let byte = tokio::time::timeout(LONG, socket.read_u8()).await.expect("nothing arrives");
        bytes.push(byte.expect("closed too early"));
    }
    String::from_utf8(bytes).unwrap()
}

/// The value of a header in an answer as text.
pub fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The status of an answer as text.
pub fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("no answer")
}

/// What follows the head.
pub fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// A table of this many lines.
pub fn table(lines: usize) -> String {
    (0..lines).map(|line| format!("{line},{},abc\n", line * 7919 % 1009)).collect()
}

impl Handler for Paths {
    async fn handle(self: Arc<Self>, request: Request) -> Response {
        let csv = HeaderValue::from_static("text/csv");
        match request.path.as_str() {
            "/hello" => Response::text(StatusCode::OK, "hello\n"),
            "/who" => {
                let who = format!("{} {} {}", request.method, request.query, request.id);
                Response::text(StatusCode::OK, who)
            }
            "/echo" => match request.body.try_collect::<bytes::BytesMut>().await {
                Ok(bytes) => Response::text(StatusCode::OK, format!("{} bytes\n", bytes.len())),
                Err(_) => Response::text(StatusCode::OK, "this hides the cause\n"),
            },
            "/table" => Response::full(StatusCode::OK, csv, table(5000)),
            "/stream" => streamed(csv, vec![Ok(table(3000)), Ok(table(3000))], None),
            "/known" => streamed(csv, vec![Ok("abc".into()), Ok("de".into())], Some(5)),
            "/break" => streamed(csv, vec![Ok("abc".into()), Err("the database is gone")], None),
            "/panic" => panic!("a handler's mistake"),
            "/panic-later" => panics_later(),
            "/gate" => self.gate().await,
            "/endless" => self.endless(),
            _ => Response::not_found(&request.path, &["/hello"]),
        }
    }
}

impl Paths {
    async fn gate(&self) -> Response {
        let _ends = Ends(self.ended.clone());
        self.begun.fetch_add(1, SeqCst);
        self.gate.notified().await;
        Response::text(StatusCode::OK, "through\n")
    }

    fn endless(&self) -> Response {
        let ends = Ends(self.ended.clone());
        self.begun.fetch_add(1, SeqCst);
        let chunk = Bytes::from(vec![b'x'; 64 * 1024]);
        let stream = stream::repeat_with(move || {
            let _ = &ends;
            Ok(chunk.clone())
        });
        with_stream(Response::new(StatusCode::OK), Box::pin(stream), None)
    }
}

fn with_stream(mut response: Response, stream: BodyStream, length: Option<u64>) -> Response {
    response.body = Body::Stream { stream, length };
    response
}

fn streamed(media: HeaderValue, chunks: Vec<Result<String, &'static str>>, length: Option<u64>) -> Response {
    let chunks = chunks.into_iter().map(|chunk| chunk.map(Bytes::from).map_err(|why| Broken(why.into())));
    let response = Response::new(StatusCode::OK).with(HeaderName::from_static("content-type"), media);
    // Each chunk comes in its own turn, as from a database.
    let stream = stream::iter(chunks).then(async |chunk| {
        tokio::task::yield_now().await;
        chunk
    });
    with_stream(response, Box::pin(stream), length)
}

fn panics_later() -> Response {
    let stream = stream::iter(0..2).map(|number| match number {
        0 => Ok(Bytes::from_static(b"abc")),
        _ => panic!("a stream's mistake"),
    });
    with_stream(Response::new(StatusCode::OK), Box::pin(stream), None)
}
