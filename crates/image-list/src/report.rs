//! What was done to the list of images.

use std::collections::BTreeMap;
use std::time::Duration;

/// What was done; with a dry run, what would be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Images that are new in the list.
    pub added: u64,
    /// Images whose row is another one now.
    pub changed: u64,
    /// Images that are as they were.
    pub unchanged: u64,
    /// Rows whose image is gone, or cannot be read any more.
    pub removed: u64,
    /// What is left out, and why.
    pub skipped: Vec<(String, String)>,
    /// Images in the list without a footprint, and why.
    pub no_footprint: Vec<(String, String)>,
    /// Filters of headers that the enumeration does not have, and how many images have them.
    pub unknown_filters: BTreeMap<String, u64>,
    /// How long it took.
    pub took: Duration,
}

impl Report {
    /// A line with the numbers.
    pub fn summary(&self) -> String {
        let Self { added, changed, unchanged, removed, .. } = self;
        format!(
            "{added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {} skipped",
            self.skipped.len()
        )
    }

    /// Keeps what is told of an image.
    pub(crate) fn note(&mut self, file: &str, no_footprint: Option<String>, unknown_filter: Option<String>) {
        self.no_footprint.extend(no_footprint.map(|why| (file.to_owned(), why)));
        if let Some(filter) = unknown_filter {
            *self.unknown_filters.entry(filter).or_default() += 1;
        }
    }
}
