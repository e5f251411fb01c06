//! The same question asked many times at once is answered once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

/// Questions under way.
pub(crate) struct Flights<K: Hash + Eq, V>(Mutex<HashMap<K, Arc<OnceCell<V>>>>);

impl<K: Hash + Eq + Clone, V: Clone> Flights<K, V> {
    pub fn new() -> Self {
        Self(Mutex::default())
    }

    /// The answer of `work`, or that of the one who asks the same at this moment. Where he goes away, another one of those
    /// who wait does the work.
    pub async fn join(&self, key: K, work: impl AsyncFnOnce() -> V) -> V {
        let cell = self.held().entry(key.clone()).or_default().clone();
        let seat = Seat { flights: self, key, cell };
        seat.cell.get_or_init(async || work().await).await.clone()
    }

    /// Whether the question is being answered.
    pub fn is_under_way(&self, key: &K) -> bool {
        self.held().contains_key(key)
    }

    fn held(&self) -> MutexGuard<'_, HashMap<K, Arc<OnceCell<V>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits; the last one to leave clears up.
struct Seat<'f, K: Hash + Eq + Clone, V: Clone> {
    flights: &'f Flights<K, V>,
    key: K,
    cell: Arc<OnceCell<V>>,
}

impl<K: Hash + Eq + Clone, V: Clone> Drop for Seat<'_, K, V> {
    fn drop(&mut self) {
        let mut held = self.flights.held();
        // The map and this seat.
        if Arc::strong_count(&self.cell) <= 2 {
            held.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn many_who_ask_the_same_are_answered_once_and_nothing_stays() {
        let (flights, asked) = (Flights::new(), AtomicU32::new(0));
        let ask = || {
            flights.join("a", async || {
                tokio::time::sleep(Duration::from_millis(20)).await;
                asked.fetch_add(1, Ordering::Relaxed) + 1
            })
        };
        assert_eq!(tokio::join!(ask(), ask(), ask()), (1, 1, 1));
        assert!(flights.held().is_empty());
        assert_eq!(ask().await, 2);
    }

    #[tokio::test]
    async fn who_goes_away_leaves_the_work_to_the_next() {
        let flights = Flights::new();
        let gone = flights.join("a", std::future::pending::<u32>);
        let stays = flights.join("a", async || 7);
        let gone = async { tokio::time::timeout(Duration::from_millis(20), gone).await.is_err() };
        assert_eq!(tokio::join!(gone, stays), (true, 7));
        assert!(flights.held().is_empty());
    }
}
