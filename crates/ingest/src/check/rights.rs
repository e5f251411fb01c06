//! Whether the role of queries may read what is published.

use conf_file::Problem;
use tokio_postgres::{Client, Error};

use super::Findings;
use super::columns_of;
use super::places::Where;
use crate::row::quoted;

/// Whether there is such a role; what it may not read is told.
pub(super) async fn check(
    client: &Client,
    at: &Where<'_>,
    role: &str,
    found: &mut Findings,
) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";
    let exists: bool = client.query_one(sql, &[&role]).await?.get(0);
    let mut tell = |message: String, hint: String| {
        found.problems.push(Problem::new(at.place("database_table"), message).hint(hint));
    };
    if !exists {
        let message =
            format!("PostgreSQL has no role `{role}`, under which queries of `{}` would run", at.shown());
        tell(message, format!("CREATE ROLE {}, or correct `query_role` in host.toml", quoted(role)));
        return Ok(false);
    }
    let sql = "SELECT has_schema_privilege($1::text, $2::text, 'USAGE'), has_table_privilege($1, $3::text, 'SELECT')";
    let (schema, table) = (quoted(&at.relation().schema), at.sql());
    let row = client.query_one(sql, &[&role, &at.relation().schema, &table]).await?;
    let (may_enter, may_read): (bool, bool) = (row.get(0), row.get(1));
    if !may_enter {
        let message = format!("role `{role}` may not use the schema of `{}`", at.shown());
        tell(message, format!("GRANT USAGE ON SCHEMA {schema} TO {}", quoted(role)));
    }
    if !may_read && !may_read_columns(client, at, role).await? {
        let message = format!("role `{role}` may not read `{}`", at.shown());
        tell(message, format!("GRANT SELECT ON {table} TO {}", quoted(role)));
    }
    Ok(true)
}

/// Whether the role may read each published column and the index, though not the whole table.
async fn may_read_columns(client: &Client, at: &Where<'_>, role: &str) -> Result<bool, Error> {
    let published = columns_of(at.table, at.part).map(|column| column.pg_name.as_str()).chain(at.healpix());
    let published: Vec<&str> = published.collect();
    let sql = "SELECT coalesce(bool_and(has_column_privilege($1::text, attrelid, attnum, 'SELECT')), false) \
               FROM pg_attribute WHERE attrelid = $2::text::regclass AND attnum > 0 AND attname = ANY($3::text[])";
    Ok(client.query_one(sql, &[&role, &at.sql(), &published]).await?.get(0))
}
