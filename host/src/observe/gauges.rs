//! Gauges that are read from somebody else when the metrics are asked for, e.g. the state of a pool.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use super::metrics::Sample;

/// A gauge, or a family of them, behind a function.
pub struct Gauges {
    name: String,
    help: String,
    read: Box<dyn Fn() -> Vec<Sample> + Send + Sync>,
}

impl Gauges {
    /// A gauge whose samples `read` gives.
    pub fn new(name: &str, help: &str, read: impl Fn() -> Vec<Sample> + Send + Sync + 'static) -> Self {
        Self { name: name.into(), help: help.into(), read: Box::new(read) }
    }
}

impl fmt::Debug for Gauges {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Gauges({})", self.name)
    }
}

impl Collector for Gauges {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut encoder = encoder.encode_descriptor(&self.name, &self.help, None, MetricType::Gauge)?;
        for sample in (self.read)() {
            encoder.encode_family(&sample.labels)?.encode_gauge(&sample.value)?;
        }
        Ok(())
    }
}
