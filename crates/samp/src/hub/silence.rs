//! Pages that have gone without a word: a closed tab does not always say so.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::registered::Registered;
use super::shared::Shared;

/// A page that wants to be told things asks for them again and again. Browsers let hidden pages ask once a minute at least.
const LISTENER_MAX: Duration = Duration::from_secs(600);
/// A page that only sends may be silent while its reader is away.
const SENDER_MAX: Duration = Duration::from_secs(24 * 3600);
const STEP: Duration = Duration::from_secs(30);

/// Disconnects silent pages, until the hub ends.
pub(super) async fn watch(hub: Weak<Shared>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(STEP) => {}
            () = stop.cancelled() => return,
        }
        let Some(hub) = hub.upgrade() else { return };
        disconnect_silent(&hub);
    }
}

fn disconnect_silent(hub: &Arc<Shared>) {
    let silent: Vec<String> = hub
        .lock()
        .clients
        .values()
        .filter(|client| is_silent(client))
        .map(|client| client.id.clone())
        .collect();
    silent.iter().for_each(|id| hub.disconnect(id, "nothing was heard of the page for long"));
}

fn is_silent(client: &Registered) -> bool {
    let limit = if client.outbox.is_some() { LISTENER_MAX } else { SENDER_MAX };
    client.is_page() && client.heard.elapsed() > limit
}
