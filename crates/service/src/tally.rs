//! What becomes known of an answer while it is written.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the rows of one answer for whoever keeps it, e.g. as the result of a job. An answer that is counted fails as
/// a whole: what breaks it off is an error of its body, and is never only told in the document.
#[derive(Debug, Default)]
pub struct Tally {
    begun: OnceLock<Begun>,
    rows: AtomicU64,
}

#[derive(Debug)]
struct Begun {
    collections: Vec<String>,
    warnings: Vec<String>,
    rows_max: u64,
}

impl Tally {
    /// The collections that the answer is made from; none before it begins.
    pub fn collections(&self) -> &[String] {
        self.begun.get().map_or(&[], |begun| &begun.collections)
    }

    /// What is allowed in the query but probably not meant; nothing before the answer begins.
    pub fn warnings(&self) -> &[String] {
        self.begun.get().map_or(&[], |begun| &begun.warnings)
    }

    /// Rows so far, and all of them once the body has ended.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// How far the answer is at least, 0 to 1, by its rows against the most that it may have.
    pub fn progress(&self) -> Option<f64> {
        let rows_max = self.begun.get()?.rows_max;
        (rows_max > 0).then(|| (self.rows() as f64 / rows_max as f64).min(1.0))
    }

    pub(crate) fn begin(&self, collections: &[String], warnings: Vec<String>, rows_max: u64) {
        // A second answer with the same tally would be a mistake of ours; the first one counts.
        let _ = self.begun.set(Begun { collections: collections.to_vec(), warnings, rows_max });
    }

    pub(crate) fn add(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_rows_against_the_most_of_them() {
        let tally = Tally::default();
        assert_eq!((tally.progress(), tally.collections().len()), (None, 0));
        tally.begin(&["sim-dr1".into()], vec!["beware".into()], 200);
        tally.add(30);
        tally.add(20);
        assert_eq!((tally.rows(), tally.progress()), (50, Some(0.25)));
        assert_eq!(tally.warnings(), ["beware"]);
        tally.add(500);
        assert_eq!((tally.progress(), tally.collections()), (Some(1.0), ["sim-dr1".to_owned()].as_slice()));
    }

    #[test]
    fn an_answer_without_rows_has_no_progress() {
        let tally = Tally::default();
        tally.begin(&[], Vec::new(), 0);
        assert_eq!(tally.progress(), None);
    }
}
