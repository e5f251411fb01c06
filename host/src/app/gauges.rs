//! What is read when somebody asks for the metrics: pools and plugin libraries.

use std::sync::Arc;

use super::pool::Databases;
use crate::observe::{Metrics, Sample};
use crate::plugins::Libraries;

/// The pools as gauges, read when somebody asks for the metrics.
pub fn watch_pools(metrics: &Arc<Metrics>, databases: &Databases) {
    let Databases { queries, state } = databases.clone();
    metrics.gauges("database_connections", "Connections of a pool by state", move || {
        let (queries, state) = (queries.metrics(), state.metrics());
        let pools = [
            ("short", queries.short),
            ("long", queries.long),
            ("state", state.short),
            ("state_loads", state.long),
        ];
        pools.into_iter().flat_map(|(name, pool)| samples(name, &pool)).collect()
    });
}

/// Libraries stay open when a newer one takes their place, at half a MiB each.
pub fn watch_libraries(metrics: &Metrics, libraries: &Arc<Libraries>) {
    // Weak, because metrics may outlive everything, and the libraries' folder goes with its last holder.
    let libraries = Arc::downgrade(libraries);
    metrics.gauges("plugin_libraries", "Plugin libraries opened since the start", move || {
        let opened = libraries.upgrade().map_or(0, |libraries| libraries.opened_count());
        vec![Sample { labels: Vec::new(), value: opened as f64 }]
    });
}

fn samples(pool: &str, metrics: &database::PoolMetrics) -> Vec<Sample> {
    let states = [
        ("open", metrics.open),
        ("in_use", metrics.in_use),
        ("waiting", metrics.waiting),
        ("max", metrics.size_max),
    ];
    let labels =
        |state: &str| vec![("pool".to_owned(), pool.to_owned()), ("state".to_owned(), state.to_owned())];
    states
        .into_iter()
        .map(|(state, count)| Sample { labels: labels(state), value: f64::from(count) })
        .collect()
}
