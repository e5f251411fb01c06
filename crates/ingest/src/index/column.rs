//! The column for the index: added with a lock that is asked for briefly and often.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::IndexRequest;
use super::error::IndexError;
use super::target::Target;
use crate::row::quoted;

/// How long a lock is waited for that others queue behind, and how long nobody has to afterwards.
const LOCK_MS: u64 = 150;
const PAUSE: Duration = Duration::from_millis(600);

/// Adds the column if it is not there; whether it was added.
pub(super) async fn add(
    client: &Client,
    target: &Target,
    request: &IndexRequest,
) -> Result<bool, IndexError> {
    if target.has(&request.column) {
        return Ok(false);
    }
    let column = quoted(&request.column);
    let sql = format!("ALTER TABLE {} ADD COLUMN IF NOT EXISTS {column} bigint", target.name.sql());
    locked(client, target, &sql, "the new column", request.patience).await?;
    Ok(true)
}

/// Runs a statement that needs a lock for which others would queue: they wait no longer than it is waited for, and
/// between two attempts not at all.
pub(super) async fn locked(
    client: &Client,
    target: &Target,
    sql: &str,
    what: &'static str,
    patience: Duration,
) -> Result<(), IndexError> {
    let begun = Instant::now();
    let sql = format!("BEGIN; SET LOCAL lock_timeout = {LOCK_MS}; {sql}; COMMIT");
    loop {
        let Err(error) = client.batch_execute(&sql).await else { return Ok(()) };
        client.batch_execute("ROLLBACK").await?;
        if error.code() != Some(&SqlState::LOCK_NOT_AVAILABLE) {
            return Err(error.into());
        }
        if begun.elapsed() > patience {
            let holders = holders(client, target).await?;
            let table = target.name.shown();
            return Err(IndexError::Locked { table, what, secs: patience.as_secs(), holders });
        }
        sleep(PAUSE).await;
    }
}

/// Who holds locks on the table, for a message.
async fn holders(client: &Client, target: &Target) -> Result<String, IndexError> {
    let sql = "SELECT DISTINCT l.pid, coalesce(a.usename::text, ''), \
                 coalesce(extract(epoch FROM now() - a.xact_start)::int8, 0) \
               FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid \
               WHERE l.relation = $1 AND l.granted AND l.pid <> pg_backend_pid() ORDER BY l.pid LIMIT 5";
    let rows = client.query(sql, &[&target.oid]).await?;
    let holder = |row: &tokio_postgres::Row| {
        let (pid, user, secs): (i32, String, i64) = (row.get(0), row.get(1), row.get(2));
        format!("backend {pid} of `{user}`, in a transaction for {secs} s")
    };
    let holders: Vec<String> = rows.iter().map(holder).collect();
    Ok(match holders.is_empty() {
        true => "those that held it are gone now".to_owned(),
        false => format!("it is held by {}", holders.join(", ")),
    })
}
