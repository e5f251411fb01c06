//! Tables of a collection removed from PostgreSQL, all of them or none.

use catalogue::images::PG_TABLE;
use catalogue::tap_schema::PG_SCHEMA;
use thiserror::Error;
use tokio_postgres::{Client, Error as PgError};

use crate::index::words;
use crate::live::{self, LiveKind, LiveTable};
use crate::row::quoted;

/// The database refused a statement, or went away.
#[derive(Debug, Error)]
#[error("the database refused: {}", words(.0))]
pub struct DropError(#[from] PgError);

/// What else hangs on the tables: views and foreign keys, each with the table that it hangs on.
const DEPENDENTS: &str = "\
    WITH doomed AS (SELECT c.oid FROM pg_catalog.pg_class AS c \
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
        JOIN unnest($1::text[], $2::text[]) AS d (schema, name) ON d.schema = n.nspname AND d.name = c.relname) \
    SELECT DISTINCT CASE WHEN v.relkind = 'm' THEN 'materialised view ' ELSE 'view ' END || v.oid::regclass::text \
    FROM pg_catalog.pg_depend AS p JOIN pg_catalog.pg_rewrite AS r ON r.oid = p.objid \
    JOIN pg_catalog.pg_class AS v ON v.oid = r.ev_class \
    WHERE p.classid = 'pg_catalog.pg_rewrite'::regclass AND p.refclassid = 'pg_catalog.pg_class'::regclass \
      AND p.refobjid IN (SELECT oid FROM doomed) AND v.oid NOT IN (SELECT oid FROM doomed) \
    UNION SELECT 'foreign key ' || k.conname || ' of ' || k.conrelid::regclass::text \
    FROM pg_catalog.pg_constraint AS k WHERE k.contype = 'f' \
      AND k.confrelid IN (SELECT oid FROM doomed) AND k.conrelid NOT IN (SELECT oid FROM doomed) \
    ORDER BY 1";

/// What PostgreSQL knows of these tables, each with its schema; those that are not there are left out.
pub async fn find(client: &Client, tables: &[(String, String)]) -> Result<Vec<LiveTable>, DropError> {
    let mut found = Vec::new();
    for (schema, table) in tables {
        found.extend(live::read(client, schema, table).await?);
    }
    Ok(found)
}

/// The views and foreign keys that hang on the tables and are not among them; they would go too, or keep the tables.
pub async fn dependents(client: &Client, tables: &[LiveTable]) -> Result<Vec<String>, DropError> {
    let schemas: Vec<&str> = tables.iter().map(|table| table.schema.as_str()).collect();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let rows = client.query(DEPENDENTS, &[&schemas, &names]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Removes the tables of a collection, their statistics, and its rows in the list of images, in one transaction.
pub async fn remove(client: &Client, collection: &str, tables: &[LiveTable]) -> Result<(), DropError> {
    client.batch_execute("BEGIN").await?;
    let done = match remove_all(client, collection, tables).await {
        Ok(()) => client.batch_execute("COMMIT").await.map_err(DropError),
        Err(error) => Err(error),
    };
    if done.is_err() {
        // The first error is the one to tell; without a connection there is no transaction either.
        let _ = client.batch_execute("ROLLBACK").await;
    }
    done
}

async fn remove_all(client: &Client, collection: &str, tables: &[LiveTable]) -> Result<(), DropError> {
    // Views first, since they hang on tables. One statement of each kind: its tables may refer to each other.
    for (word, kinds) in [
        ("VIEW", &[LiveKind::View][..]),
        ("MATERIALIZED VIEW", &[LiveKind::MaterialisedView]),
        ("FOREIGN TABLE", &[LiveKind::Foreign]),
        ("TABLE", &[LiveKind::Table, LiveKind::Partitioned]),
    ] {
        let doomed = tables.iter().filter(|table| kinds.contains(&table.kind));
        let names: Vec<String> =
            doomed.map(|table| format!("{}.{}", quoted(&table.schema), quoted(&table.name))).collect();
        if !names.is_empty() {
            client.batch_execute(&format!("DROP {word} {}", names.join(", "))).await?;
        }
    }
    if is_kept(client, "table_statistics").await? {
        for table in tables {
            statistics::sql::forget(client, &table.schema, &table.name).await?;
        }
    }
    if is_kept(client, PG_TABLE).await? {
        let sql = format!("DELETE FROM {PG_SCHEMA}.{PG_TABLE} WHERE collection = $1");
        client.execute(&sql, &[&collection]).await?;
    }
    Ok(())
}

/// Whether the host has a table of its own.
async fn is_kept(client: &Client, table: &str) -> Result<bool, DropError> {
    let name = format!("{PG_SCHEMA}.{table}");
    Ok(client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&name]).await?.get(0))
}
