//! Statistics kept in the database: one row for each table of PostgreSQL that somebody has counted.
//!
//! They lie in the host's schema, under the login of the host; the role of queries needs no right on them. A host reads them
//! all in one query when it publishes.

use std::collections::HashMap;

use catalogue::{ColumnStatistics, TableStatistics, tap_schema::PG_SCHEMA};
use tokio_postgres::{Error, GenericClient, Row};

/// The statistics of tables, by schema and table in PostgreSQL.
pub type Stored = HashMap<Key, TableStatistics>;

/// Schema and table in PostgreSQL.
type Key = (String, String);

/// Statements that make the schema and the table where they are missing.
pub fn create_sql() -> String {
    format!(
        "CREATE SCHEMA IF NOT EXISTS {PG_SCHEMA};
CREATE TABLE IF NOT EXISTS {PG_SCHEMA}.table_statistics (
    table_schema text NOT NULL,
    table_name text NOT NULL,
    taken_at timestamptz NOT NULL,
    row_count bigint NOT NULL,
    columns jsonb NOT NULL,
    moc text,
    PRIMARY KEY (table_schema, table_name)
);
"
    )
}

/// Stores the statistics of a table in the place of earlier ones; within the caller's transaction, if there is one. The
/// table of [`create_sql`] must be there.
pub async fn store(
    client: &impl GenericClient,
    schema: &str,
    table: &str,
    statistics: &TableStatistics,
) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO {PG_SCHEMA}.table_statistics (table_schema, table_name, taken_at, row_count, columns, moc) \
         VALUES ($1, $2, now(), $3, $4::text::jsonb, $5) \
         ON CONFLICT (table_schema, table_name) DO UPDATE SET taken_at = excluded.taken_at, \
         row_count = excluded.row_count, columns = excluded.columns, moc = excluded.moc"
    );
    let rows = i64::try_from(statistics.rows).unwrap_or(i64::MAX);
    let columns = serde_json::to_string(&statistics.columns).expect("columns are plain data");
    // PostgreSQL has no zero character in texts, nor does a name of it.
    client.execute(&sql, &[&schema, &table, &rows, &columns, &statistics.moc]).await.map(drop)
}

/// Forgets the statistics of a table, of which there may be none.
pub async fn forget(client: &impl GenericClient, schema: &str, table: &str) -> Result<(), Error> {
    let sql = format!("DELETE FROM {PG_SCHEMA}.table_statistics WHERE table_schema = $1 AND table_name = $2");
    client.execute(&sql, &[&schema, &table]).await.map(drop)
}

/// Whether the statistics of a table are stored.
pub async fn is_stored(client: &impl GenericClient, schema: &str, table: &str) -> Result<bool, Error> {
    let there = format!("SELECT to_regclass('{PG_SCHEMA}.table_statistics') IS NOT NULL");
    if !client.query_one(&there, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(false);
    }
    let sql = format!(
        "SELECT EXISTS (SELECT FROM {PG_SCHEMA}.table_statistics WHERE table_schema = $1 AND table_name = $2)"
    );
    client.query_one(&sql, &[&schema, &table]).await?.try_get(0)
}

/// The query for all statistics; [`read`] understands its rows. It fails with SQLSTATE 42P01 or 3F000 where none were ever
/// stored.
pub fn load_sql() -> String {
    format!(
        "SELECT table_schema, table_name, row_count, columns::text, moc FROM {PG_SCHEMA}.table_statistics"
    )
}

/// The statistics of all tables, from the rows of [`load_sql`]. A row that this version does not understand is left out.
pub fn read(rows: &[Row]) -> Stored {
    rows.iter().filter_map(|row| read_row(row).ok().flatten()).collect()
}

fn read_row(row: &Row) -> Result<Option<(Key, TableStatistics)>, Error> {
    let columns: String = row.try_get(3)?;
    let Ok(columns) = serde_json::from_str::<Vec<ColumnStatistics>>(&columns) else { return Ok(None) };
    let rows: i64 = row.try_get(2)?;
    let statistics = TableStatistics { rows: rows.max(0) as u64, columns, moc: row.try_get(4)? };
    Ok(Some(((row.try_get(0)?, row.try_get(1)?), statistics)))
}

#[cfg(test)]
mod tests;
