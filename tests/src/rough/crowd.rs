//! Steady requests in the background while something happens to the host.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinSet;

use crate::client::{Client, Request};
use crate::harness::Host;

/// Clients that ask again and again until they are told to stop.
pub struct Crowd {
    stop: Arc<AtomicBool>,
    clients: JoinSet<BTreeMap<u16, usize>>,
}

impl Crowd {
    /// Starts this many clients, each asking for one path.
    pub fn start(host: &Host, clients: usize, path: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut crowd = Self { stop, clients: JoinSet::new() };
        for _ in 0..clients {
            let (client, stop, path) = (Client::of(host), Arc::clone(&crowd.stop), path.to_owned());
            crowd.clients.spawn(async move {
                let mut statuses = BTreeMap::new();
                while !stop.load(Ordering::Relaxed) {
                    let request = Request::new(reqwest::Method::GET, &path);
                    // 0 stands for an answer that did not come or was cut.
                    let status = client.fetch(request).await.map_or(0, |answer| answer.status);
                    *statuses.entry(status).or_default() += 1;
                }
                statuses
            });
        }
        crowd
    }

    /// Stops all clients: how often each status came.
    pub async fn finish(self) -> BTreeMap<u16, usize> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = BTreeMap::new();
        for statuses in self.clients.join_all().await {
            for (status, count) in statuses {
                *all.entry(status).or_default() += count;
            }
        }
        all
    }
}
