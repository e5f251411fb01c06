//! The places for open connections: when all are taken, those that have been idle longest give way.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::connection::Connection;

/// All places of a server.
#[derive(Debug)]
pub struct Slots {
    max: usize,
    taken: AtomicUsize,
    open: Mutex<Open>,
}

/// A taken place; free again when dropped.
#[derive(Debug)]
pub struct Slot {
    slots: Arc<Slots>,
    number: u64,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    leaving: usize,
    connections: HashMap<u64, Place>,
}

#[derive(Debug)]
struct Place {
    connection: Arc<Connection>,
    /// Whether it was told to go already.
    leaving: bool,
}

/// How many idle connections give way at once, so that a flood does not pay for a search with each connection.
const BATCH: usize = 32;

impl Slots {
    /// Places for this many connections.
    pub fn new(max: usize) -> Arc<Self> {
        Arc::new(Self { max, taken: AtomicUsize::new(0), open: Mutex::default() })
    }

    /// A place for a connection. When all are taken, idle connections are told to go and it is let in ahead of their
    /// going; `None` if none is idle.
    pub fn take(self: &Arc<Self>, connection: &Arc<Connection>) -> Option<Slot> {
        let mut open = self.lock();
        if open.connections.len() >= self.max {
            // Each place beyond the maximum is lent by one that is leaving. Those are gone within a turn of the
            // runtime; the bound is for a runtime that has no turn to give.
            let lent = open.connections.len() - self.max;
            if open.leaving <= lent {
                open.evict();
            }
            if open.leaving <= lent || lent >= 4 * BATCH {
                return None;
            }
        }
        let number = open.next;
        open.next += 1;
        open.connections.insert(number, Place { connection: connection.clone(), leaving: false });
        self.taken.store(open.connections.len(), Relaxed);
        Some(Slot { slots: self.clone(), number })
    }

    /// How many places are taken.
    pub fn taken(&self) -> usize {
        self.taken.load(Relaxed)
    }

    /// Whether more places are taken than there are, in advance of those that are leaving.
    pub fn is_over(&self) -> bool {
        self.taken() > self.max
    }

    /// How many places there are.
    pub fn max(&self) -> usize {
        self.max
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Tells the connections that have been idle longest to go.
    fn evict(&mut self) {
        let mut idle: Vec<(u64, u64)> = self
            .connections
            .iter()
            .filter(|(_, place)| !place.leaving)
            .filter_map(|(number, place)| Some((place.connection.idle_since_ms()?, *number)))
            .collect();
        let count = idle.len().min(BATCH);
        if count < idle.len() {
            idle.select_nth_unstable(count);
        }
        for (_, number) in &idle[..count] {
            if let Some(place) = self.connections.get_mut(number) {
                place.leaving = true;
                place.connection.evicted.notify_one();
                self.leaving += 1;
            }
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.slots.lock();
        if open.connections.remove(&self.number).is_some_and(|place| place.leaving) {
            open.leaving -= 1;
        }
        self.slots.taken.store(open.connections.len(), Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::super::connection::Clock;
    use super::*;

    fn connection() -> Arc<Connection> {
        Arc::new(Connection::new(([127, 0, 0, 1], 9).into(), Clock::new(), false))
    }

    fn told_to_go(connection: &Connection) -> bool {
        let mut waiting = std::pin::pin!(connection.evicted.notified());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        waiting.as_mut().poll(&mut context).is_ready()
    }

    #[test]
    fn an_idle_connection_gives_way() {
        let slots = Slots::new(1);
        let (first, second) = (connection(), connection());
        let _slot = slots.take(&first).unwrap();
        assert!(slots.take(&second).is_some());
        assert!(told_to_go(&first));
        assert!(!told_to_go(&second));
    }

    #[test]
    fn busy_connections_keep_their_places() {
        let slots = Slots::new(1);
        let first = connection();
        let busy = first.begin(false);
        let slot = slots.take(&first);
        assert!(slots.take(&connection()).is_none());
        drop(busy);
        drop(slot);
        assert_eq!(slots.taken(), 0);
        assert!(slots.take(&connection()).is_some());
    }

    #[test]
    fn the_longest_idle_go_first() {
        let slots = Slots::new(2 * BATCH);
        let old: Vec<_> = (0..BATCH).map(|_| connection()).collect();
        let new: Vec<_> = (0..BATCH).map(|_| connection()).collect();
        std::thread::sleep(std::time::Duration::from_millis(5));
        new.iter().for_each(|connection| drop(connection.begin(false)));
        let _taken: Vec<_> =
            old.iter().chain(&new).map(|connection| slots.take(connection).unwrap()).collect();
        assert!(slots.take(&connection()).is_some());
        assert!(old.iter().all(|connection| told_to_go(connection)));
        assert!(!new.iter().any(|connection| told_to_go(connection)));
    }
}
