//! What plugins give to callers, for the record: rows, counted and recorded when their reading ends, and files.

use std::sync::Arc;

use plugin_api::{Error, Query, Result};

use super::Shared;
use crate::access::{Asker, Record};

/// A reading that is under way.
pub struct Reading {
    shared: Arc<Shared>,
    instance: String,
    asker: Asker,
    collections: Vec<String>,
    rows: Option<u64>,
    outcome: &'static str,
}

impl Reading {
    /// A query of an instance begins.
    pub fn begin(shared: Arc<Shared>, instance: &str, query: &Query) -> Self {
        let asker = Asker { principal: query.principal.clone(), ..Asker::current() };
        let collections = query.collections.clone();
        Self { shared, instance: instance.to_owned(), asker, collections, rows: None, outcome: "broken off" }
    }

    /// All rows were given; `overflow`: there would have been more.
    pub fn ended(&mut self, rows: u64, overflow: bool) {
        self.shared.metrics.plugin(&self.instance, "query_rows_total", &[], rows as f64);
        self.rows = Some(rows);
        self.outcome = if overflow { "cut" } else { "whole" };
    }

    /// The caller may not.
    pub fn refused(&mut self) {
        self.outcome = "refused";
    }

    /// The database gave no rows, or no more of them.
    pub fn failed(&mut self) {
        self.outcome = "failed";
    }
}

/// Answers `access.given`, JSON in and out: records something that no query read, of which the sending begins.
pub fn given(shared: &Shared, instance: &str, arguments: &str) -> Result<String> {
    let (collection, what): (String, String) = serde_json::from_str(arguments)
        .map_err(|error| Error::internal(format!("unreadable record of a file: {error}")))?;
    let record = Record {
        event: "file",
        instance: Some(instance),
        collections: &[collection],
        what: Some(&what),
        outcome: "begun",
        ..Record::default()
    };
    shared.audit.record(&Asker::current(), &record);
    Ok("null".to_owned())
}

impl Drop for Reading {
    fn drop(&mut self) {
        // What describes the service itself is nobody's data.
        if self.collections.is_empty() {
            return;
        }
        let record = Record {
            event: "read",
            instance: Some(&self.instance),
            collections: &self.collections,
            rows: self.rows,
            outcome: self.outcome,
            ..Record::default()
        };
        self.shared.audit.record(&self.asker, &record);
    }
}
