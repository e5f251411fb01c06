//! What was found out a short while ago, shared between requests.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::bounded::Bounded;

/// A cache whose entries end by themselves, of bounded size.
pub(crate) struct Recent<K, V>(Mutex<Bounded<K, Kept<V>>>);

struct Kept<V> {
    value: V,
    until: Instant,
}

impl<K: Hash + Eq, V: Clone> Recent<K, V> {
    /// An empty cache of at most `max` entries.
    pub fn new(max: usize) -> Self {
        Self(Mutex::new(Bounded::new(max)))
    }

    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let held = self.held();
        let kept = held.get(key)?;
        (Instant::now() < kept.until).then(|| kept.value.clone())
    }

    pub fn insert(&self, key: K, value: V, lasts: Duration) {
        let kept = Kept { value, until: Instant::now() + lasts };
        self.held().insert(key, kept);
    }

    pub fn remove(&self, key: &K) {
        self.held().remove(key);
    }

    pub fn clear(&self) {
        self.held().clear();
    }

    fn held(&self) -> MutexGuard<'_, Bounded<K, Kept<V>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_end_by_themselves_or_all_at_once() {
        let recent = Recent::new(10);
        recent.insert("a", 1, Duration::from_secs(60));
        recent.insert("b", 2, Duration::ZERO);
        assert_eq!((recent.get(&"a"), recent.get(&"b")), (Some(1), None));
        recent.insert("c", 3, Duration::from_secs(60));
        recent.remove(&"a");
        assert_eq!((recent.get(&"a"), recent.get(&"c")), (None, Some(3)));
        recent.clear();
        assert_eq!(recent.get(&"c"), None);
    }
}
