//! The connection's settings, and the turn of one run at a table.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_postgres::Client;

use super::error::IndexError;
use super::target::Target;

/// The key, together with a table's oid, of the advisory lock that keeps two runs apart.
const TURN: i32 = 0x6172_6d69;

/// Rows are found by their place only, however small the planner takes a table to be; a batch that is lost in a crash
/// of the server is done by the next run; and the work of a run that was killed ends soon.
const SETTINGS: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
     SET synchronous_commit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; \
     SET client_connection_check_interval = '1s'";

/// The first version that reads ranges of `ctid` without reading the table.
const VERSION_MIN: i32 = 140_000;

/// Sets the connection up.
pub(super) async fn prepare(client: &Client) -> Result<(), IndexError> {
    let sql = "SELECT current_setting('server_version_num')::int, current_setting('server_version')";
    let row = client.query_one(sql, &[]).await?;
    if row.get::<_, i32>(0) < VERSION_MIN {
        return Err(IndexError::Version { version: row.get(1) });
    }
    Ok(client.batch_execute(SETTINGS).await?)
}

/// Waits until no other run works on the table. One that was killed may go on for a moment in the database.
pub(super) async fn take_turn(
    client: &Client,
    target: &Target,
    patience: Duration,
) -> Result<(), IndexError> {
    let begun = Instant::now();
    let sql = "SELECT pg_try_advisory_lock($1, $2::oid::int8::bit(32)::int4)";
    while !client.query_one(sql, &[&TURN, &target.oid]).await?.get::<_, bool>(0) {
        if begun.elapsed() > patience {
            return Err(IndexError::Running { table: target.name.shown() });
        }
        sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

/// Lets another run begin.
pub(super) async fn end_turn(client: &Client, target: &Target) -> Result<(), IndexError> {
    let sql = "SELECT pg_advisory_unlock($1, $2::oid::int8::bit(32)::int4)";
    client.execute(sql, &[&TURN, &target.oid]).await?;
    Ok(())
}

/// Makes the room of old rows free for new ones. Nobody waits for it: where another vacuum is at work, it is left out.
pub(super) async fn vacuum(client: &Client, table: &str) -> Result<(), IndexError> {
    Ok(client.batch_execute(&format!("VACUUM (SKIP_LOCKED, TRUNCATE off) {table}")).await?)
}

/// Brings the planner's statistics up to date, and makes the room of old rows free if there are any.
pub(super) async fn analyze(client: &Client, target: &Target, changed: bool) -> Result<(), IndexError> {
    let how = if changed { "VACUUM (ANALYZE, TRUNCATE off)" } else { "ANALYZE" };
    Ok(client.batch_execute(&format!("{how} {}", target.name.sql())).await?)
}
