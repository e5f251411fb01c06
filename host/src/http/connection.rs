//! What is known of an open connection: who is at the other end, what it does and since when.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

use tokio::sync::Notify;
use tokio::time::Instant;

/// The state of a connection, written by its input and output and by its requests, read by its watchdog.
///
/// Times are milliseconds of the clock; 0 means never. Each value stands for itself, so relaxed order is enough.
#[derive(Debug)]
pub struct Connection {
    /// The other end.
    pub remote: SocketAddr,
    /// Whether it speaks TLS.
    pub is_encrypted: bool,
    /// When it was accepted.
    pub opened_ms: u64,
    /// Told to close because others need its place.
    pub evicted: Notify,
    clock: Clock,
    requests: AtomicU32,
    offers: AtomicU32,
    quiet_since_ms: AtomicU64,
    head_since_ms: AtomicU64,
    moved_ms: AtomicU64,
    blocked: AtomicBool,
    multiplexed: AtomicBool,
    broken: AtomicBool,
}

/// What a watchdog reads from a connection at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When it was accepted.
    pub opened_ms: u64,
    /// Whether a request is being answered.
    pub busy: bool,
    /// Since when none is; 0 before the first.
    pub quiet_since_ms: u64,
    /// Since when a head is arriving; 0 if none is.
    pub head_since_ms: u64,
    /// When the last byte moved, either way.
    pub moved_ms: u64,
    /// Whether bytes wait to leave.
    pub blocked: bool,
    /// Whether it speaks HTTP/2, where bytes come without a request.
    pub multiplexed: bool,
}

/// Milliseconds since the server began, from 1.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

/// A request that is being answered; dropped when its answer has left.
#[derive(Debug)]
pub struct Busy(Arc<Connection>);

/// A chunk that was handed over and not asked after since, so that the client is the one to move.
#[derive(Debug)]
pub struct Offer(Option<Arc<Connection>>);

impl Clock {
    /// A clock that begins now.
    pub fn new() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds, from 1.
    pub fn now_ms(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1
    }

    /// The instant of a time of this clock.
    pub fn instant(&self, ms: u64) -> Instant {
        self.0 + std::time::Duration::from_millis(ms)
    }
}

impl Connection {
    /// A connection that was accepted now.
    pub fn new(remote: SocketAddr, clock: Clock, is_encrypted: bool) -> Self {
        let now = clock.now_ms();
        Self {
            remote,
            is_encrypted,
            opened_ms: now,
            evicted: Notify::new(),
            clock,
            requests: AtomicU32::new(0),
            offers: AtomicU32::new(0),
            quiet_since_ms: AtomicU64::new(0),
            head_since_ms: AtomicU64::new(0),
            moved_ms: AtomicU64::new(now),
            blocked: AtomicBool::new(false),
            multiplexed: AtomicBool::new(false),
            broken: AtomicBool::new(false),
        }
    }

    /// An answer on it is not whole, so its end must not look orderly.
    pub fn mark_broken(&self) {
        self.broken.store(true, Relaxed);
    }

    /// Whether an answer on it is not whole.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Relaxed)
    }

    /// Bytes arrived.
    pub fn bytes_in(&self) {
        let now = self.clock.now_ms();
        self.moved_ms.store(now, Relaxed);
        if self.requests.load(Relaxed) == 0 && self.head_since_ms.load(Relaxed) == 0 {
            self.head_since_ms.store(now, Relaxed);
        }
    }

    /// Bytes left, or could not.
    pub fn bytes_out(&self, moved: bool) {
        if moved {
            self.moved_ms.store(self.clock.now_ms(), Relaxed);
        }
        if self.blocked.load(Relaxed) == moved {
            self.blocked.store(!moved, Relaxed);
        }
    }

    /// A request begins.
    pub fn begin(self: &Arc<Self>, multiplexed: bool) -> Busy {
        self.requests.fetch_add(1, Relaxed);
        self.head_since_ms.store(0, Relaxed);
        if multiplexed {
            self.multiplexed.store(true, Relaxed);
        }
        Busy(self.clone())
    }

    /// The state now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            opened_ms: self.opened_ms,
            busy: self.requests.load(Relaxed) > 0,
            quiet_since_ms: self.quiet_since_ms.load(Relaxed),
            head_since_ms: self.head_since_ms.load(Relaxed),
            moved_ms: self.moved_ms.load(Relaxed),
            blocked: self.blocked.load(Relaxed) || self.offers.load(Relaxed) > 0,
            multiplexed: self.multiplexed.load(Relaxed),
        }
    }

    /// Since when it does nothing; `None` while it does something.
    pub fn idle_since_ms(&self) -> Option<u64> {
        let now = self.snapshot();
        (!now.busy && !now.blocked).then_some(now.quiet_since_ms.max(now.opened_ms))
    }
}

impl Busy {
    /// The connection of the request.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.quiet_since_ms.store(self.0.clock.now_ms(), Relaxed);
        self.0.requests.fetch_sub(1, Relaxed);
    }
}

impl Offer {
    /// Nothing is offered yet.
    pub fn none() -> Self {
        Self(None)
    }

    /// A chunk was handed over on this connection.
    pub fn made(&mut self, connection: &Arc<Connection>) {
        if self.0.is_none() {
            connection.offers.fetch_add(1, Relaxed);
            self.0 = Some(connection.clone());
        }
    }

    /// The client asks for more.
    pub fn taken(&mut self) {
        if let Some(connection) = self.0.take() {
            connection.offers.fetch_sub(1, Relaxed);
        }
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        self.taken();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Arc<Connection> {
        Arc::new(Connection::new(([127, 0, 0, 1], 9).into(), Clock::new(), false))
    }

    #[test]
    fn a_connection_is_idle_between_requests() {
        let connection = connection();
        assert!(connection.idle_since_ms().is_some());
        let busy = connection.begin(false);
        assert_eq!(connection.idle_since_ms(), None);
        drop(busy);
        assert!(connection.idle_since_ms().is_some());
    }

    #[test]
    fn the_first_byte_after_a_request_begins_a_head() {
        let connection = connection();
        let busy = connection.begin(false);
        connection.bytes_in();
        assert_eq!(connection.snapshot().head_since_ms, 0);
        drop(busy);
        connection.bytes_in();
        assert_ne!(connection.snapshot().head_since_ms, 0);
    }

    #[test]
    fn an_offer_counts_once_until_it_is_taken() {
        let connection = connection();
        let mut offer = Offer::none();
        offer.made(&connection);
        offer.made(&connection);
        assert!(connection.snapshot().blocked);
        offer.taken();
        assert!(!connection.snapshot().blocked);
        offer.made(&connection);
        drop(offer);
        assert!(!connection.snapshot().blocked);
    }

    #[test]
    fn bytes_that_cannot_leave_block_until_they_do() {
        let connection = connection();
        connection.bytes_out(false);
        assert!(connection.snapshot().blocked);
        connection.bytes_out(true);
        assert!(!connection.snapshot().blocked);
    }
}
