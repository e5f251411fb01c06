//! Those who wait for a change of a job, by its id; waiting costs a few hundred bytes and no connection.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// All who wait in this process.
#[derive(Default)]
pub(crate) struct Watches {
    by_id: Mutex<HashMap<String, watch::Sender<i64>>>,
}

/// One who waits, until dropped.
pub(crate) struct Watch<'w> {
    watches: &'w Watches,
    id: String,
    receiver: Option<watch::Receiver<i64>>,
}

impl Watches {
    /// Begins to wait for news of a job of which `revision` is known.
    pub fn enter(&self, id: &str, revision: i64) -> Watch<'_> {
        let mut by_id = self.lock();
        let sender = by_id.entry(id.to_owned()).or_insert_with(|| watch::Sender::new(revision));
        Watch { watches: self, id: id.to_owned(), receiver: Some(sender.subscribe()) }
    }

    /// Tells those who wait for a job what its revision is now; the same again is no news.
    pub fn tell(&self, id: &str, revision: i64) {
        if let Some(sender) = self.lock().get(id) {
            sender.send_if_modified(|known| std::mem::replace(known, revision) != revision);
        }
    }

    /// The jobs that somebody waits for.
    pub fn ids(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<i64>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch<'_> {
    /// Waits for news since the last call.
    pub async fn news(&mut self) {
        if let Some(receiver) = &mut self.receiver {
            // The sender lives as long as a receiver does.
            drop(receiver.changed().await);
        }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.receiver = None;
        let mut by_id = self.watches.lock();
        if by_id.get(&self.id).is_some_and(|sender| sender.receiver_count() == 0) {
            by_id.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn news_wakes_those_who_wait_for_that_job_once() {
        let watches = Watches::default();
        let (mut one, mut other) = (watches.enter("a", 1), watches.enter("b", 1));
        watches.tell("a", 1);
        assert_eq!(one.news().now_or_never(), None);
        watches.tell("a", 2);
        assert_eq!(one.news().now_or_never(), Some(()));
        assert_eq!(one.news().now_or_never(), None);
        assert_eq!(other.news().now_or_never(), None);
    }

    #[test]
    fn nothing_is_kept_of_those_who_left() {
        let watches = Watches::default();
        let (one, other) = (watches.enter("a", 1), watches.enter("a", 1));
        drop(one);
        assert_eq!(watches.ids(), ["a"]);
        drop(other);
        assert_eq!(watches.ids(), Vec::<String>::new());
    }
}
