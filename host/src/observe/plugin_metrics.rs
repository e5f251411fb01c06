//! Metrics that plugins send, with names and labels made at run time and bounded in number.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::exemplar::Exemplar;

/// All metrics of all plugin instances.
#[derive(Debug, Default)]
pub struct PluginMetrics {
    families: Mutex<BTreeMap<String, Family>>,
}

/// The samples of one name.
#[derive(Debug, Default)]
struct Family {
    samples: BTreeMap<Labels, f64>,
}

/// Sorted label pairs; `instance` first.
type Labels = Vec<(String, String)>;

/// Names in all.
const NAMES_MAX: usize = 256;
/// Label sets of one name; what comes after them is added up under `overflow="true"`.
const SAMPLES_MAX: usize = 128;
/// Characters of a name or a label's value.
const TEXT_MAX: usize = 64;

impl PluginMetrics {
    /// Takes a value. A name that ends in `_total` is a counter, to which `value` is added; any other is a gauge, which
    /// becomes `value`. What is no number, or would take a counter back, is dropped.
    pub fn take(&self, instance: &str, name: &str, labels: &[(&str, &str)], value: f64) {
        let counter = name.ends_with("_total");
        let name = word(name);
        if !value.is_finite() || (counter && value < 0.0) {
            return;
        }
        let mut families = self.lock();
        if families.len() >= NAMES_MAX && !families.contains_key(&name) {
            return;
        }
        let samples = &mut families.entry(name).or_default().samples;
        let mut labels = label_set(instance, labels);
        if samples.len() >= SAMPLES_MAX && !samples.contains_key(&labels) {
            labels = label_set(instance, &[("overflow", "true")]);
        }
        let sample = samples.entry(labels).or_default();
        *sample = if counter { *sample + value } else { value };
    }

    /// Drops what an instance sent that is gone.
    pub fn forget(&self, instance: &str) {
        let of_instance = |labels: &Labels| labels.first().is_some_and(|(_, name)| name == instance);
        self.lock().retain(|_, family| {
            family.samples.retain(|labels, _| !of_instance(labels));
            !family.samples.is_empty()
        });
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Family>> {
        self.families.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Collector for PluginMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        for (name, family) in &*self.lock() {
            let counter = name.strip_suffix("_total");
            let kind = if counter.is_some() { MetricType::Counter } else { MetricType::Gauge };
            let name = format!("plugin_{}", counter.unwrap_or(name));
            let mut encoder = encoder.encode_descriptor(&name, "Sent by a plugin", None, kind)?;
            for (labels, value) in &family.samples {
                let mut sample = encoder.encode_family(labels)?;
                match counter {
                    Some(_) => {
                        sample.encode_counter::<Labels, f64, f64>(value, None::<&Exemplar<Labels, f64>>)?
                    }
                    None => sample.encode_gauge(value)?,
                }
            }
        }
        Ok(())
    }
}

/// The labels of a sample; a label of the plugin's cannot take the place of the instance's name.
fn label_set(instance: &str, labels: &[(&str, &str)]) -> Labels {
    let mut set = vec![("instance".to_owned(), instance.to_owned())];
    for (key, value) in labels {
        let key = word(key);
        if !set.iter().any(|(known, _)| *known == key) {
            set.push((key, value.chars().filter(|letter| !letter.is_control()).take(TEXT_MAX).collect()));
        }
    }
    set[1..].sort();
    set
}

/// A name that the text format allows: letters, digits and `_`, not beginning with a digit.
fn word(text: &str) -> String {
    let allowed =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let word: String = text.chars().take(TEXT_MAX).map(allowed).collect();
    if word.starts_with(|first: char| first.is_ascii_alphabetic()) { word } else { format!("x{word}") }
}
