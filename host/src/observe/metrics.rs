//! All metrics of the host in one registry of its own, as text for Prometheus.

use std::sync::{Arc, PoisonError, RwLock};

use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

use super::access_metrics::AccessMetrics;
use super::gauges::Gauges;
use super::http_metrics::HttpMetrics;
use super::plugin_metrics::PluginMetrics;

/// The metrics of the host.
#[derive(Debug)]
pub struct Metrics {
    registry: RwLock<Registry>,
    http: Arc<HttpMetrics>,
    access: Arc<AccessMetrics>,
    plugins: Arc<PluginMetrics>,
}

/// One value of a gauge with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Pairs of key and value; keys are our own words.
    pub labels: Vec<(String, String)>,
    /// The value.
    pub value: f64,
}

impl Metrics {
    /// A registry in which all names begin with `armilla_`.
    pub fn new() -> Arc<Self> {
        let mut registry = Registry::with_prefix("armilla");
        let http = HttpMetrics::register(&mut registry);
        let access = Arc::new(AccessMetrics::register(&mut registry));
        let plugins = Arc::new(PluginMetrics::default());
        registry.register_collector(Box::new(plugins.clone()));
        Arc::new(Self { registry: RwLock::new(registry), http, access, plugins })
    }

    /// What the HTTP server counts.
    pub fn http(&self) -> &Arc<HttpMetrics> {
        &self.http
    }

    /// What the door counts.
    pub fn access(&self) -> &Arc<AccessMetrics> {
        &self.access
    }

    /// Adds a gauge that is read when the metrics are asked for, e.g. `database_connections`.
    pub fn gauges(&self, name: &str, help: &str, read: impl Fn() -> Vec<Sample> + Send + Sync + 'static) {
        let mut registry = self.registry.write().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(Box::new(Gauges::new(name, help, read)));
    }

    /// Takes a value from a plugin instance: added if the name ends in `_total`, kept as it is otherwise.
    pub fn plugin(&self, instance: &str, name: &str, labels: &[(&str, &str)], value: f64) {
        self.plugins.take(instance, name, labels, value);
    }

    /// Drops the values of an instance that is gone.
    pub fn forget(&self, instance: &str) {
        self.plugins.forget(instance);
    }

    /// All metrics in the OpenMetrics text format, which Prometheus reads.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let registry = self.registry.read().unwrap_or_else(PoisonError::into_inner);
        // Writing to a string cannot fail, but a collector of somebody else may say so.
        if text::encode(&mut out, &registry).is_err() {
            tracing::warn!("some metrics could not be written");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use hyper::Method;

    use super::*;

    fn lines(metrics: &Metrics, name: &str) -> Vec<String> {
        metrics.text().lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect()
    }

    #[test]
    fn requests_are_counted_by_instance_method_and_class() {
        let metrics = Metrics::new();
        let tap: Arc<str> = "tap".into();
        metrics.http().request(Some(&tap), &Method::GET, 200, Duration::from_millis(3), 100);
        metrics.http().request(Some(&tap), &Method::GET, 206, Duration::from_millis(4), 20);
        metrics.http().request(None, &Method::from_bytes(b"BREW").unwrap(), 404, Duration::ZERO, 0);
        let mut counted = lines(&metrics, "armilla_requests_total");
        counted.sort();
        assert_eq!(
            counted,
            [
                "armilla_requests_total{instance=\"host\",method=\"other\",status=\"4xx\"} 1",
                "armilla_requests_total{instance=\"tap\",method=\"GET\",status=\"2xx\"} 2",
            ]
        );
        assert_eq!(
            lines(&metrics, "armilla_request_seconds_bucket{le=\"0.0025\",instance=\"tap\"}"),
            ["armilla_request_seconds_bucket{le=\"0.0025\",instance=\"tap\"} 0"]
        );
        assert!(
            metrics.text().contains("armilla_response_bytes_total{instance=\"tap\"} 120\n"),
            "{}",
            metrics.text()
        );
    }

    #[test]
    fn no_counter_has_its_suffix_twice() {
        let metrics = Metrics::new();
        metrics.plugin("tap", "rows_total", &[], 1.0);
        assert!(!metrics.text().contains("_total_total"));
        assert_eq!(lines(&metrics, "# TYPE armilla_plugin_rows"), ["# TYPE armilla_plugin_rows counter"]);
    }

    #[test]
    fn a_plugins_counter_adds_and_its_gauge_stays() {
        let metrics = Metrics::new();
        for value in [2.0, 3.0, -1.0, f64::NAN] {
            metrics.plugin("tap", "rows_total", &[("format", "csv")], value);
            metrics.plugin("tap", "queue", &[], value);
        }
        assert_eq!(
            lines(&metrics, "armilla_plugin_rows_total"),
            ["armilla_plugin_rows_total{instance=\"tap\",format=\"csv\"} 5.0"]
        );
        assert_eq!(lines(&metrics, "armilla_plugin_queue"), ["armilla_plugin_queue{instance=\"tap\"} -1.0"]);
    }

    #[test]
    fn what_plugins_invent_is_bounded_and_harmless() {
        let metrics = Metrics::new();
        for number in 0..1000 {
            metrics.plugin("tap", "seen_total", &[("who", &number.to_string())], 1.0);
            metrics.plugin("tap", &format!("name{number}"), &[], 1.0);
        }
        metrics.plugin("tap", "odd-name", &[("Ke y", "a\"b\nc"), ("instance", "other")], 1.0);
        let seen = lines(&metrics, "armilla_plugin_seen_total");
        assert_eq!(seen.len(), 129);
        assert!(
            seen.contains(&"armilla_plugin_seen_total{instance=\"tap\",overflow=\"true\"} 872.0".to_owned())
        );
        assert!(lines(&metrics, "armilla_plugin_name").len() < 256);
    }

    #[test]
    fn odd_names_and_values_become_plain_ones() {
        let metrics = Metrics::new();
        metrics.plugin("tap", "9 odd-name", &[("Ke y", "a\"b\nc"), ("instance", "other")], 1.0);
        assert_eq!(
            lines(&metrics, "armilla_plugin_x9"),
            ["armilla_plugin_x9_odd_name{instance=\"tap\",ke_y=\"a\\\"bc\"} 1.0"]
        );
        metrics.forget("tap");
        assert_eq!(lines(&metrics, "armilla_plugin_"), Vec::<String>::new());
    }

    #[test]
    fn gauges_of_others_are_read_when_asked_for() {
        let metrics = Metrics::new();
        metrics.gauges("database_connections", "Open connections by pool", || {
            vec![Sample { labels: vec![("pool".into(), "short".into())], value: 3.0 }]
        });
        let found = lines(&metrics, "armilla_database_connections");
        assert_eq!(found, ["armilla_database_connections{pool=\"short\"} 3.0"]);
    }
}
