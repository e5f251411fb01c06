//! The account of one request: a log line and the metrics when it ends, however it ends.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use hyper::{Method, StatusCode};
use tracing::{Span, info};

use super::connection::{Busy, Connection};
use super::inbound::Inbound;
use crate::observe::HttpMetrics;

/// A request that is being answered.
#[derive(Debug)]
pub struct Exchange {
    metrics: Arc<HttpMetrics>,
    busy: Busy,
    span: Span,
    remote: IpAddr,
    began: Instant,
    method: Method,
    path: String,
    instance: Option<Arc<str>>,
    status: Option<StatusCode>,
    bytes: u64,
    /// The length that the head of the answer says, where it says one.
    length: Option<u64>,
    multiplexed: bool,
    end: End,
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The answer left whole.
    Done,
    /// The answer broke on our side.
    Broken,
    /// The client went away, or was cut.
    Gone,
}

/// What clients that went away are counted under; nobody receives it (the number is nginx's).
const GONE: u16 = 499;

impl Exchange {
    /// The request `inbound` of the client `remote` begins.
    pub fn begin(metrics: Arc<HttpMetrics>, span: Span, inbound: &Inbound, remote: IpAddr) -> Self {
        metrics.in_flight.inc();
        let began = Instant::now();
        let multiplexed = inbound.arrival.multiplexed;
        let busy = inbound.arrival.connection.begin(multiplexed);
        let (method, path) = (inbound.method.clone(), inbound.path.clone());
        Self {
            metrics,
            busy,
            span,
            remote,
            began,
            method,
            path,
            instance: None,
            status: None,
            bytes: 0,
            length: None,
            multiplexed,
            end: End::Gone,
        }
    }

    /// The connection of the request.
    pub fn connection(&self) -> &Arc<Connection> {
        self.busy.connection()
    }

    /// The head of the answer is decided.
    pub fn answered(&mut self, status: StatusCode, instance: Option<Arc<str>>) {
        self.status = Some(status);
        self.instance = instance;
    }

    /// The body is to have this length: a connection that has taken so much does not ask for its end.
    pub fn promised(&mut self, length: u64) {
        self.length = Some(length);
    }

    /// Bytes of the body were handed to the connection.
    pub fn sent(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// The answer is whole.
    pub fn done(mut self) {
        self.end = End::Done;
    }

    /// The answer broke on our side.
    pub fn broken(mut self) {
        self.end = End::Broken;
        // On a connection of HTTP/2 the stream is reset by itself and others go on.
        if !self.multiplexed {
            self.connection().mark_broken();
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let _entered = self.span.enter();
        let elapsed = self.began.elapsed();
        let status = self.status.map_or(GONE, |status| status.as_u16());
        let end = match self.end {
            End::Done => "answered",
            End::Broken => "broke off",
            End::Gone if self.length == Some(self.bytes) => "answered",
            End::Gone => "client gone",
        };
        info!(
            target: "access",
            remote = %self.remote,
            method = self.method.as_str(),
            path = self.path,
            status,
            bytes = self.bytes,
            ms = (elapsed.as_secs_f64() * 1e4).round() / 10.0,
            instance = self.instance.as_deref().unwrap_or("host"),
            "{end}"
        );
        self.metrics.in_flight.dec();
        self.metrics.request(self.instance.as_ref(), &self.method, status, elapsed, self.bytes);
    }
}
