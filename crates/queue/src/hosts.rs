//! The hosts that share the queue: each says now and then that it lives.

use std::time::Duration;

use database::Line;
use postgres_types::Type;
use tokio::time::{Instant, sleep};

use crate::queue::Value;
use crate::{OpenError, Store};

/// How long a start waits for the sign that another host is dead: its connection outlives it by a moment.
const PATIENCE: Duration = Duration::from_secs(5);

/// Seconds after its last sign for which a host counts as alive, if its connection does.
const FRESH_SECS: f64 = 10.0;

const ENTER: &str = "INSERT INTO armilla.hosts (id, machine, backend, seen, in_folder, shared, instances) \
     VALUES ($1, $2, pg_backend_pid(), clock_timestamp(), $3, $4, '{}')";

const OTHERS: &str = "SELECT machine FROM armilla.hosts WHERE id <> $1 AND in_folder AND NOT (shared AND $2) \
     AND seen > clock_timestamp() - make_interval(secs => $3) \
     AND EXISTS (SELECT FROM pg_stat_activity WHERE pid = backend) LIMIT 1";

/// A sign of life. The row is made anew where the tables were emptied.
pub(crate) const SIGN: &str = "INSERT INTO armilla.hosts (id, machine, backend, seen, in_folder, shared, instances) \
     VALUES ($1, $2, pg_backend_pid(), clock_timestamp(), $3, $4, $5) ON CONFLICT (id) DO UPDATE \
     SET backend = excluded.backend, seen = excluded.seen, instances = excluded.instances";

/// Takes the host off that ends, and those that have long been silent.
pub(crate) const LEAVE: &str =
    "DELETE FROM armilla.hosts WHERE id = $1 OR seen < clock_timestamp() - interval '1 hour'";

/// Enters this host. Results in a folder that is not shared need a database of their own.
pub(crate) async fn enter(line: &Line, host: &str, store: &Store, shared: bool) -> Result<(), OpenError> {
    let client = line.client().await?;
    let in_folder = store.is_folder();
    let values: &[Value<'_>] =
        &[(&host, Type::TEXT), (&machine(), Type::TEXT), (&in_folder, Type::BOOL), (&shared, Type::BOOL)];
    client.query_typed(ENTER, values).await?;
    if !in_folder {
        return Ok(());
    }
    let deadline = Instant::now() + PATIENCE;
    loop {
        let values: &[Value<'_>] = &[(&host, Type::TEXT), (&shared, Type::BOOL), (&FRESH_SECS, Type::FLOAT8)];
        let others = client.query_typed(OTHERS, values).await?;
        let Some(other) = others.first() else { return Ok(()) };
        if Instant::now() > deadline {
            client.query_typed(LEAVE, &[(&host, Type::TEXT)]).await?;
            return Err(OpenError::NotShared { host: other.try_get(0)? });
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// The name of this machine, for messages.
pub(crate) fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => "unknown".to_owned(),
        name => name.to_owned(),
    }
}
