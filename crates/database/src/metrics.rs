//! Counters and sizes at one moment, for the host's metrics.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters since the start and sizes at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// The pool of small queries.
    pub short: PoolMetrics,
    /// The pool of downloads.
    pub long: PoolMetrics,
    /// Queries begun.
    pub queries: u64,
    /// Queries that ended with an error, time limits included.
    pub queries_failed: u64,
    /// Queries whose consumer went away before the end.
    pub queries_abandoned: u64,
    /// Rows handed to consumers.
    pub rows: u64,
    /// Bytes of row batches handed to consumers.
    pub bytes: u64,
}

/// Sizes and use of one pool at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolMetrics {
    /// How many connections there may be.
    pub size_max: u32,
    /// How many there are.
    pub open: u32,
    /// How many of them are on loan.
    pub in_use: u32,
    /// How many requests wait for one.
    pub waiting: u32,
    /// How many were made since the start.
    pub opened: u64,
}

/// The counters behind [`Metrics`].
#[derive(Default)]
pub(crate) struct Counters {
    pub queries: AtomicU64,
    pub queries_failed: AtomicU64,
    pub queries_abandoned: AtomicU64,
    pub rows: AtomicU64,
    pub bytes: AtomicU64,
}

impl Counters {
    /// Adds to one of the counters.
    pub fn add(counter: &AtomicU64, amount: u64) {
        counter.fetch_add(amount, Ordering::Relaxed);
    }

    /// The counters at this moment, beside the state of the pools.
    pub fn snapshot(&self, short: PoolMetrics, long: PoolMetrics) -> Metrics {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Metrics {
            short,
            long,
            queries: read(&self.queries),
            queries_failed: read(&self.queries_failed),
            queries_abandoned: read(&self.queries_abandoned),
            rows: read(&self.rows),
            bytes: read(&self.bytes),
        }
    }
}
