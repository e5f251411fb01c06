//! What the host tells of itself: logs and metrics.

mod access_metrics;
mod gauges;
mod http_metrics;
mod labels;
mod logs;
mod metrics;
mod plugin_metrics;

pub use access_metrics::{AccessMetrics, Refusal};
pub use http_metrics::HttpMetrics;
pub use logs::Logs;
pub use metrics::{Metrics, Sample};
