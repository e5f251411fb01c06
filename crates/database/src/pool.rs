//! One pool of connections, with bounded waiting.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bb8::{PooledConnection, QueueStrategy};
use futures_util::future::Either;
use tokio::{
    runtime::Handle,
    time::{Instant, timeout_at},
};

use crate::{
    Config, DbError, PoolMetrics,
    connect::{Connector, Failures},
    lease::Lease,
};

/// One pool of connections.
pub(crate) struct SessionPool {
    pool: bb8::Pool<Connector>,
    name: &'static str,
    size_max: u32,
    wait_timeout: Duration,
    waiting: AtomicU32,
    failures: Arc<Failures>,
    runtime: Handle,
}

impl SessionPool {
    /// A pool without a connection yet, of at most `size_max`. `name` is for messages.
    pub fn new(
        name: &'static str,
        size_max: u32,
        config: &Config,
        connector: Connector,
        failures: Arc<Failures>,
        runtime: Handle,
    ) -> Self {
        let size_max = size_max.max(1);
        let pool = bb8::Pool::builder()
            .max_size(size_max)
            .min_idle(0)
            // A test before each use would be a round trip; a broken connection is found by its first use.
            .test_on_check_out(false)
            // Whoever waits learns of a failed attempt at once and decides.
            .retry_connection(false)
            .connection_timeout(config.wait_timeout + Duration::from_secs(1))
            .idle_timeout(config.idle_timeout)
            .max_lifetime(config.lifetime)
            // The backend used last has the warmest caches.
            .queue_strategy(QueueStrategy::Lifo)
            .build_unchecked(connector);
        let (wait_timeout, waiting) = (config.wait_timeout, AtomicU32::new(0));
        Self { pool, name, size_max, wait_timeout, waiting, failures, runtime }
    }

    /// Lends a connection: [`DbError::Unavailable`] as soon as none can be made, [`DbError::Busy`] where none is
    /// given back in time.
    pub async fn get(&self) -> Result<Lease, DbError> {
        if let Some(error) = self.failures.recent().filter(|_| self.is_empty()) {
            return Err(error);
        }
        let _waiting = Waiting::enter(&self.waiting);
        let deadline = Instant::now() + self.wait_timeout;
        loop {
            match timeout_at(deadline, self.take()).await {
                Ok(Ok(session)) if session.client.is_closed() => drop(session),
                Ok(Ok(session)) => return Ok(Lease::new(session, self.runtime.clone())),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Err(self.too_late()),
            }
        }
    }

    /// Sizes and use at this moment.
    pub fn metrics(&self) -> PoolMetrics {
        let state = self.pool.state();
        PoolMetrics {
            size_max: self.size_max,
            open: state.connections,
            in_use: state.connections.saturating_sub(state.idle_connections),
            waiting: self.waiting.load(Ordering::Relaxed),
            opened: state.statistics.connections_created,
        }
    }

    /// Whether all connections that there may be are on loan.
    pub fn is_exhausted(&self) -> bool {
        self.metrics().in_use >= self.size_max
    }

    /// Waits for a connection, and for the news that none can be made.
    async fn take(&self) -> Result<PooledConnection<'static, Connector>, DbError> {
        let mut failures = self.failures.subscribe();
        let mut got = std::pin::pin!(self.pool.get_owned());
        loop {
            let failed = std::pin::pin!(failures.changed());
            match futures_util::future::select(got.as_mut(), failed).await {
                Either::Left((Ok(session), _)) => return Ok(session),
                Either::Left((Err(_), _)) => return Err(self.too_late()),
                Either::Right(_) if self.is_empty() => return Err(self.too_late()),
                Either::Right(_) => {}
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.pool.state().connections == 0
    }

    fn too_late(&self) -> DbError {
        match self.failures.last() {
            Some(error) if self.is_empty() => error,
            _ => DbError::busy(format!(
                "all {} connections of the {} pool are in use for {:?}",
                self.size_max, self.name, self.wait_timeout
            )),
        }
    }
}

/// Counts one who waits, until dropped.
struct Waiting<'p>(&'p AtomicU32);

impl<'p> Waiting<'p> {
    fn enter(counter: &'p AtomicU32) -> Self {
        counter.fetch_add(1, Ordering::Relaxed);
        Self(counter)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
