//! The new table takes the place of the old one, within the transaction that made it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::Column;
use database::Client;
use progress::Progress;
use tokio::time::sleep;
use tokio_postgres::error::SqlState;

use crate::IngestError;
use crate::old_table::OldTable;
use crate::row::quoted;
use crate::table::NewTable;

/// How long readers that come wait behind this, while it waits for those that are there.
const LOCK_TIMEOUT: &str = "500ms";
/// Between two attempts, readers come through.
const PAUSE: Duration = Duration::from_secs(1);
const WAITING: &str = "s waiting for readers";

/// Renames the new table and gives it what the old one had. The end of the transaction makes it visible.
pub(crate) async fn swap(
    client: &Client,
    table: &NewTable<'_>,
    old: Option<&OldTable>,
    query_role: Option<&str>,
    progress: &Arc<dyn Progress>,
) -> Result<(), IngestError> {
    let target = table.target;
    let name = target.sql();
    let mut statements = Vec::new();
    if let Some(old) = old {
        lock(client, &name, progress).await?;
        let columns: Vec<&str> =
            table.columns.iter().map(|column: &Column| column.pg_name.as_str()).collect();
        statements.extend(old.grants(client, &columns, &table.draft_sql()).await?);
        statements.push(grants::carry_sql(old.oid, &table.draft_sql()));
        statements.push(format!("DROP TABLE {name}"));
        statements.push(rename(table));
        let comment = old.comment.as_deref().map(|comment| comment.replace('\'', "''"));
        statements.extend(
            comment.map(|comment| format!("COMMENT ON TABLE {name} IS E'{}'", comment.replace('\\', "\\\\"))),
        );
        statements.extend(old.owner.as_deref().map(|owner| format!("ALTER TABLE {name} OWNER TO {owner}")));
    } else {
        statements.push(rename(table));
    }
    if let Some(role) = query_role.map(quoted) {
        statements.push(format!("GRANT USAGE ON SCHEMA {} TO {role}", quoted(&target.schema)));
        statements.push(format!("GRANT SELECT ON {name} TO {role}"));
    }
    let doing = format!("putting table {target} in its place");
    client.batch_execute(&statements.join(";")).await.map_err(IngestError::database(doing))?;
    name_index(client, table).await
}

fn rename(table: &NewTable<'_>) -> String {
    format!("ALTER TABLE {} RENAME TO {}", table.draft_sql(), quoted(&table.target.table))
}

/// The index gets the name of the table where that is free.
async fn name_index(client: &Client, table: &NewTable<'_>) -> Result<(), IngestError> {
    if !table.has_cell {
        return Ok(());
    }
    let failed = || IngestError::database("naming the index");
    let (draft, index) = (table.target.sibling(&table.draft_index()), table.index());
    let taken = "SELECT to_regclass($1) IS NOT NULL";
    let taken = client.query_one(taken, &[&table.target.sibling(&index)]).await.map_err(failed())?;
    if taken.try_get(0).map_err(failed())? {
        return Ok(());
    }
    client.batch_execute(&format!("ALTER INDEX {draft} RENAME TO {}", quoted(&index))).await.map_err(failed())
}

/// Waits until nobody reads the old table. New readers wait for a moment at most, since each attempt is short.
async fn lock(client: &Client, name: &str, progress: &Arc<dyn Progress>) -> Result<(), IngestError> {
    let begun = Instant::now();
    let attempt = format!(
        "SAVEPOINT swap; SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"
    );
    let failed = || IngestError::database(format!("locking table {name}"));
    loop {
        match client.batch_execute(&attempt).await {
            Ok(()) => break,
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
                client.batch_execute("ROLLBACK TO SAVEPOINT swap").await.map_err(failed())?;
                progress.report(WAITING, begun.elapsed().as_secs(), 0);
                sleep(PAUSE).await;
            }
            Err(error) => return Err(failed()(error)),
        }
    }
    progress.end(WAITING);
    client.batch_execute("RELEASE SAVEPOINT swap; SET LOCAL lock_timeout = 0").await.map_err(failed())
}
