//! SQL that makes and fills the tables behind TAP_SCHEMA.

use std::fmt::Write;

use super::PG_SCHEMA;
use super::layout::{ColumnSpec, Kind, OWNER_COLUMNS, SCHEMAS, TABLES, TableSpec};
use super::rows::{Rows, Value, rows};
use crate::Scope;

/// The table that notes when the rows of a view were last used.
const USES: &str = "tap_uses";

/// How long rows are kept that nobody uses.
const KEPT_DAYS: u32 = 30;

/// Statements that make the schema and its stored tables where they are missing, and columns that are missing in
/// tables of an earlier version.
pub fn create_sql() -> String {
    let tables: Vec<String> = TABLES.iter().map(|spec| create_table(spec)).collect();
    format!(
        "CREATE SCHEMA IF NOT EXISTS {PG_SCHEMA};\n{}CREATE TABLE IF NOT EXISTS {PG_SCHEMA}.{USES} (\n    \
         set_hash text NOT NULL,\n    instance text NOT NULL,\n    last_used timestamptz NOT NULL,\n    \
         PRIMARY KEY (set_hash, instance)\n);\n",
        tables.concat()
    )
}

/// Statements that let a role read the stored tables.
pub fn grant_sql(role: &str) -> String {
    let role = role.replace('"', "\"\"");
    let tables: Vec<String> = TABLES.iter().map(|spec| format!("{PG_SCHEMA}.{}", spec.stored)).collect();
    format!(
        "GRANT USAGE ON SCHEMA {PG_SCHEMA} TO \"{role}\";\nGRANT SELECT ON {} TO \"{role}\";\n",
        tables.join(", ")
    )
}

/// One transaction that stores the rows of the scope and notes their use; rows that are there already stay as they are,
/// so that several hosts may run it at once.
///
/// Texts are quoted for any setting of the connection.
pub fn store_sql(scope: &Scope) -> String {
    let mut sql = String::from("BEGIN;\nSET LOCAL standard_conforming_strings = on;\n");
    // The note comes first: it waits for a pruning that is taking the same rows away.
    sql.push_str(&format!("INSERT INTO {PG_SCHEMA}.{USES} (set_hash, instance, last_used) VALUES ("));
    literal(&mut sql, &Value::Text(scope.hash().to_owned()));
    sql.push_str(", ");
    literal(&mut sql, &Value::Text(scope.instance().to_owned()));
    sql.push_str(", now())\nON CONFLICT (set_hash, instance) DO UPDATE SET last_used = now();\n");
    for stored in rows(scope).iter().filter(|stored| !stored.rows.is_empty()) {
        insert(&mut sql, stored);
    }
    sql.push_str("COMMIT;\n");
    sql
}

/// Statements that remove the rows of which no host has noted a use for 30 days. Rows without any note, which
/// an earlier version stored, count as used now.
pub fn prune_sql() -> String {
    let old = format!(
        "DELETE FROM {PG_SCHEMA}.{USES} WHERE last_used < now() - interval '{KEPT_DAYS} days' \
         RETURNING set_hash, instance"
    );
    let deleted = TABLES.iter().map(|spec| {
        let table = spec.stored;
        format!(
            ",\n{table} AS (DELETE FROM {PG_SCHEMA}.{table} AS stored USING old \
             WHERE (stored.set_hash, stored.instance) = (old.set_hash, old.instance))"
        )
    });
    format!(
        "INSERT INTO {PG_SCHEMA}.{USES} SELECT DISTINCT set_hash, instance, now() FROM {PG_SCHEMA}.{} \
         ON CONFLICT DO NOTHING;\nWITH old AS ({old}){}\nSELECT FROM old;\n",
        SCHEMAS.stored,
        deleted.collect::<String>()
    )
}

fn create_table(spec: &TableSpec) -> String {
    let owner = OWNER_COLUMNS.iter().map(|name| format!("{name} text NOT NULL"));
    let columns = spec.columns.iter().map(|column| {
        let required = if column.required { " NOT NULL" } else { "" };
        format!("\"{}\" {}{required}", column.name, sql_type(column.kind))
    });
    let primary = format!("PRIMARY KEY ({}, {})", OWNER_COLUMNS.join(", "), spec.primary.join(", "));
    let items: Vec<String> = owner.chain(columns).chain([primary]).collect();
    let create = format!(
        "CREATE TABLE IF NOT EXISTS {PG_SCHEMA}.{} (\n    {}\n);\n",
        spec.stored,
        items.join(",\n    ")
    );
    let added = spec.columns.iter().filter(|column| !column.std).map(|column| add_column(spec, column));
    [create].into_iter().chain(added).collect()
}

/// A column that tables of earlier versions lack. Where it is there nothing is locked, which would stop all queries.
fn add_column(spec: &TableSpec, column: &ColumnSpec) -> String {
    let (table, name, sql_type) = (spec.stored, column.name, sql_type(column.kind));
    format!(
        "DO $$ BEGIN\nIF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = '{PG_SCHEMA}' \
         AND table_name = '{table}' AND column_name = '{name}') THEN\n    \
         ALTER TABLE {PG_SCHEMA}.{table} ADD COLUMN \"{name}\" {sql_type};\nEND IF;\nEND $$;\n"
    )
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Long => "bigint",
        Kind::Double => "double precision",
    }
}

fn insert(sql: &mut String, stored: &Rows) {
    let columns: Vec<String> = stored.columns.iter().map(|column| format!("\"{column}\"")).collect();
    sql.push_str("INSERT INTO ");
    for part in [PG_SCHEMA, ".", stored.table, " (", &columns.join(", "), ") VALUES"] {
        sql.push_str(part);
    }
    for (place, row) in stored.rows.iter().enumerate() {
        sql.push_str(if place == 0 { "\n(" } else { ",\n(" });
        for (place, value) in row.iter().enumerate() {
            sql.push_str(if place == 0 { "" } else { ", " });
            literal(sql, value);
        }
        sql.push(')');
    }
    sql.push_str("\nON CONFLICT DO NOTHING;\n");
}

fn literal(sql: &mut String, value: &Value) {
    match value {
        Value::Null => sql.push_str("NULL"),
        // Writing into a String cannot fail.
        Value::Integer(number) => drop(write!(sql, "{number}")),
        // The shortest digits that read back to the same value.
        Value::Double(number) => drop(write!(sql, "{number:?}")),
        Value::Text(text) => {
            sql.push('\'');
            for letter in text.chars() {
                match letter {
                    '\'' => sql.push_str("''"),
                    // PostgreSQL has no zero byte in texts.
                    '\0' => {}
                    letter => sql.push(letter),
                }
            }
            sql.push('\'');
        }
    }
}
