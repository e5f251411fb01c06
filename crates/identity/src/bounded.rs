//! A map that forgets what was not touched for long rather than grow beyond a bound.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// A map of at most `max` entries in two halves: when the young half is full, it becomes the old one, and what was in
/// the old one is gone.
pub(crate) struct Bounded<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    half: usize,
}

impl<K: Hash + Eq, V> Bounded<K, V> {
    /// An empty map of at most `max` entries, at least 2.
    pub fn new(max: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), half: (max / 2).max(1) }
    }

    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    pub fn insert(&mut self, key: K, value: V) {
        self.old.remove(&key);
        self.make_room(&key);
        self.young.insert(key, value);
    }

    /// The value of a key, which counts as touched; a new one where there is none.
    pub fn touch(&mut self, key: K, new: impl FnOnce() -> V) -> &mut V {
        let moved = self.old.remove(&key);
        self.make_room(&key);
        self.young.entry(key).or_insert_with(|| moved.unwrap_or_else(new))
    }

    pub fn remove(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }

    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    fn make_room(&mut self, key: &K) {
        if self.young.len() >= self.half && !self.young.contains_key(key) {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_touched_stays_and_the_rest_goes() {
        let mut map = Bounded::new(100);
        for number in 0..10_000 {
            map.insert(number, number);
            *map.touch(0, || 0) += 1;
        }
        assert!(map.young.len() + map.old.len() <= 100);
        assert_eq!((map.get(&0), map.get(&1), map.get(&9_999)), (Some(&10_000), None, Some(&9_999)));
    }

    #[test]
    fn a_key_has_one_value_wherever_it_is() {
        let mut map = Bounded::new(4);
        for number in 0..3 {
            map.insert(number, "first");
        }
        map.insert(0, "second");
        assert_eq!(map.get(&0), Some(&"second"));
        map.remove(&0);
        assert_eq!(map.get(&0), None);
        map.clear();
        assert_eq!(map.get(&2), None);
    }
}
