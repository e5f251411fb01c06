//! The account of one query in the counters.

use std::sync::Arc;

use crate::metrics::Counters;

/// The account of one query; dropped without an end it counts as abandoned.
pub(crate) struct Tally {
    counters: Arc<Counters>,
    ended: bool,
}

impl Tally {
    pub fn begin(counters: &Arc<Counters>) -> Self {
        Counters::add(&counters.queries, 1);
        Self { counters: counters.clone(), ended: false }
    }

    /// Rows were handed on.
    pub fn delivered(&self, rows: u64, bytes: usize) {
        Counters::add(&self.counters.rows, rows);
        Counters::add(&self.counters.bytes, bytes as u64);
    }

    /// The query gave all its rows.
    pub fn finished(mut self) {
        self.ended = true;
    }

    /// The query ended with an error.
    pub fn failed(mut self) {
        self.ended = true;
        Counters::add(&self.counters.queries_failed, 1);
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        if !self.ended {
            Counters::add(&self.counters.queries_abandoned, 1);
        }
    }
}
