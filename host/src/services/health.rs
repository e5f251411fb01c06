//! How the host and its database are, for `/healthz` and VOSI availability.

use std::sync::Arc;

use plugin_api::{Error, Health, Result};

use super::Shared;

/// The state as plugins read it.
pub async fn report(shared: Arc<Shared>) -> Result<String> {
    let health = check(&shared).await;
    serde_json::to_string(&health).map_err(|error| Error::internal(format!("health cannot be JSON: {error}")))
}

/// The state now; each of the two logins is tried at most once a second.
pub async fn check(shared: &Shared) -> Health {
    let (queries, state) = futures_util::future::join(shared.database.health(), shared.state.health()).await;
    for reason in [&queries.reason, &state.reason].into_iter().flatten() {
        tracing::debug!("database: {reason}");
    }
    let available = queries.available && state.available;
    let note = if available { "accepting queries" } else { "the database does not answer" };
    Health { available, up_since: Some(shared.up_since.clone()), notes: vec![note.to_owned()] }
}
