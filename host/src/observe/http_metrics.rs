//! Counts of requests and connections.

use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::labels::Label;

/// What the HTTP server counts.
#[derive(Debug)]
pub struct HttpMetrics {
    /// Requests that are being answered.
    pub in_flight: Gauge,
    /// Connections that were turned away because all places were taken.
    pub connections_refused: Counter,
    connections: Gauge,
    connections_accepted: Counter,
    requests: Family<Labels<3>, Counter>,
    seconds: Family<Labels<1>, Histogram, fn() -> Histogram>,
    bytes: Family<Labels<1>, Counter>,
}

/// Pairs of key and value.
type Labels<const N: usize> = [(&'static str, Label); N];

/// An open connection, counted until it is dropped.
#[derive(Debug)]
pub struct OpenConnection(Gauge);

/// Bounds in seconds: from a cached document to a download.
const BUCKETS: [f64; 15] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0];

impl HttpMetrics {
    /// Registers all; counters get their `_total` from the text format.
    pub fn register(registry: &mut Registry) -> Arc<Self> {
        let metrics = Self {
            in_flight: Gauge::default(),
            connections_refused: Counter::default(),
            connections: Gauge::default(),
            connections_accepted: Counter::default(),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            bytes: Family::default(),
        };
        registry.register(
            "requests",
            "Requests by instance, method and class of status",
            metrics.requests.clone(),
        );
        registry.register("request_seconds", "Time from head to last byte", metrics.seconds.clone());
        registry.register("response_bytes", "Bytes of bodies handed to clients", metrics.bytes.clone());
        registry.register("requests_in_flight", "Requests being answered", metrics.in_flight.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("connections_accepted", "Connections let in", metrics.connections_accepted.clone());
        registry.register(
            "connections_refused",
            "Connections turned away",
            metrics.connections_refused.clone(),
        );
        Arc::new(metrics)
    }

    /// A request ended.
    pub fn request(
        &self,
        instance: Option<&Arc<str>>,
        method: &Method,
        status: u16,
        time: Duration,
        bytes: u64,
    ) {
        let instance = instance.map_or(Label::Word("host"), |name| Label::Name(name.clone()));
        let of_instance = [("instance", instance.clone())];
        self.seconds.get_or_create(&of_instance).observe(time.as_secs_f64());
        self.bytes.get_or_create(&of_instance).inc_by(bytes);
        let labels = [
            ("instance", instance),
            ("method", Label::Word(method_word(method))),
            ("status", Label::Word(class_word(status))),
        ];
        self.requests.get_or_create(&labels).inc();
    }

    /// A connection is let in.
    pub fn connection(&self) -> OpenConnection {
        self.connections_accepted.inc();
        self.connections.inc();
        OpenConnection(self.connections.clone())
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Clients may send any word as a method; only known ones become a label.
fn method_word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class_word(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
