//! References between tables of one schema.

use catalogue::{Collection, ForeignKey, Table};

use super::published;
use crate::live::LiveTable;

/// The tables, each after those that it refers to, as far as they do not refer to each other.
pub fn in_order(mut tables: Vec<LiveTable>) -> Vec<LiveTable> {
    let mut ordered: Vec<LiveTable> = Vec::new();
    while !tables.is_empty() {
        let waits = |table: &LiveTable| {
            let mut targets = table.foreign_keys.iter().map(|key| key.target.as_str());
            targets.any(|target| target != table.name && tables.iter().any(|other| other.name == target))
        };
        let next = tables.iter().position(|table| !waits(table)).unwrap_or(0);
        ordered.push(tables.remove(next));
    }
    ordered
}

/// The references of a table to itself, and to tables that the collection publishes already.
pub fn foreign_keys(live: &LiveTable, table: &Table, collection: Option<&Collection>) -> Vec<ForeignKey> {
    let key = |key: &crate::live::LiveForeignKey| {
        let itself = key.target_schema == live.schema && key.target == live.name;
        let target = match itself {
            true => table,
            false => published(collection?, &key.target_schema, &key.target)?,
        };
        let pair = |(ours, theirs): (&String, &String)| Some((name(table, ours)?, name(target, theirs)?));
        Some(ForeignKey {
            target: target.name.clone(),
            columns: key.columns.iter().zip(&key.target_columns).map(pair).collect::<Option<_>>()?,
            description: key.description.clone(),
        })
    };
    live.foreign_keys.iter().filter_map(key).collect()
}

/// The published name of a column of PostgreSQL.
fn name(table: &Table, pg_name: &str) -> Option<String> {
    let column = table.columns.iter().find(|column| column.pg_name == pg_name)?;
    Some(column.field.name.clone())
}
