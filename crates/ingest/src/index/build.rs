//! The B-trees over the filled column, made while others read and write.

use tokio_postgres::Client;

use super::column::locked;
use super::error::IndexError;
use super::target::{Leaf, Target};
use super::{Heard, IndexRequest};
use crate::row::quoted;

/// Makes the B-tree of each stored table that has none, and that of a partitioned table; how many were made.
///
/// What a run that was killed has left unfinished is dropped first.
pub(super) async fn build(
    client: &Client,
    target: &Target,
    leaves: &[Leaf],
    request: &IndexRequest,
    heard: Heard<'_>,
) -> Result<usize, IndexError> {
    let column = quoted(&request.column);
    let mut built = 0;
    for leaf in leaves {
        if ready(client, leaf.oid, &request.column).await? {
            continue;
        }
        let stage = format!("{}: index", leaf.name.shown());
        heard(&stage, 0, 1);
        client.batch_execute(&format!("CREATE INDEX CONCURRENTLY ON {} ({column})", leaf.name.sql())).await?;
        heard(&stage, 1, 1);
        built += 1;
    }
    if target.partitioned && !ready(client, target.oid, &request.column).await? {
        // It takes the indexes of the partitions in, which are all there, and so is a matter of a moment.
        let sql = format!("CREATE INDEX ON {} ({column})", target.name.sql());
        locked(client, target, &sql, "the index of the whole", request.patience).await?;
        built += 1;
    }
    Ok(built)
}

/// Whether a table has a B-tree that begins with the column; unfinished ones of the column alone are dropped.
async fn ready(client: &Client, table: u32, column: &str) -> Result<bool, IndexError> {
    let sql = "SELECT n.nspname::text, c.relname::text, i.indisvalid AND i.indisready, i.indnkeyatts = 1, \
                 c.relkind = 'i' \
               FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
               JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam \
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] \
               WHERE i.indrelid = $1 AND a.attname = $2::text AND m.amname = 'btree' AND i.indpred IS NULL";
    let mut ready = false;
    for row in client.query(sql, &[&table, &column]).await? {
        let (schema, name): (String, String) = (row.get(0), row.get(1));
        let (valid, alone, stored): (bool, bool, bool) = (row.get(2), row.get(3), row.get(4));
        if valid {
            ready = true;
        } else if alone && stored {
            let index = format!("{}.{}", quoted(&schema), quoted(&name));
            client.batch_execute(&format!("DROP INDEX CONCURRENTLY {index}")).await?;
        }
    }
    Ok(ready)
}
