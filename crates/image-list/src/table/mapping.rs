//! Which columns of the table the list has, in SQL.

use catalogue::Relation;
use catalogue::images::Mapped;
use conf_file::suggestion;
use database::Client;

use super::column_of;
use crate::{ImageListError, Order};

/// A mapping whose columns are there.
pub(super) struct Mapping {
    /// The columns of the list, in the order in which they are read.
    pub(super) columns: Vec<String>,
    expressions: Vec<String>,
    relation: Relation,
}

impl Mapping {
    /// Looks the columns up in the database.
    pub(super) async fn resolve(order: &Order, client: &Client) -> Result<Self, ImageListError> {
        let id = &order.collection.id;
        let Some(table) = &order.images.table else {
            return Err(ImageListError::Internal(format!("collection `{id}` names no table of images")));
        };
        let there = attributes(client, &table.relation).await?;
        let wrong = |what: String, hint: String| ImageListError::Table {
            collection: id.clone(),
            table: format!("{}.{}", table.relation.schema, table.relation.table),
            what,
            hint,
        };
        if there.is_empty() {
            let hint =
                "write `table` in the collection file as PostgreSQL has it, e.g. \"survey_dr1.images\"";
            return Err(wrong("there is no such table".to_owned(), hint.to_owned()));
        }
        let (mut columns, mut expressions) = (Vec::new(), Vec::new());
        for (name, mapped) in &table.columns {
            let found = column_of(mapped).map(|column| find(&there, column));
            expressions.push(match (mapped, found) {
                (Mapped::Constant(text), _) => format!("'{}'::text", text.replace('\'', "''")),
                (_, Some(Some((column, pg_type)))) => expression(name, column, pg_type),
                (mapped, _) => {
                    let column = column_of(mapped).unwrap_or_default();
                    let what = format!("it has no column `{column}`, which `{name}` names");
                    return Err(wrong(
                        what,
                        suggestion(column, "columns", there.iter().map(|(name, _)| name.as_str())),
                    ));
                }
            });
            columns.push(name.clone());
        }
        Ok(Self { columns, expressions, relation: table.relation.clone() })
    }

    /// The query that reads all rows as text.
    pub(super) fn sql(&self) -> String {
        let Relation { schema, table, .. } = &self.relation;
        format!("SELECT {} FROM {}.{}", self.expressions.join(", "), quoted(schema), quoted(table))
    }
}

/// The columns of a table and their types.
async fn attributes(client: &Client, relation: &Relation) -> Result<Vec<(String, String)>, ImageListError> {
    let failed = || ImageListError::database("looking at the table of images");
    let sql = "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, NULL) FROM pg_catalog.pg_attribute a \
        WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    let name = format!("{}.{}", quoted(&relation.schema), quoted(&relation.table));
    let rows = client.query(sql, &[&name]).await.map_err(failed())?;
    let pair = |row: &tokio_postgres::Row| Ok((row.try_get(0)?, row.try_get(1)?));
    rows.iter().map(pair).collect::<Result<_, tokio_postgres::Error>>().map_err(failed())
}

/// A column by its name, else by its name in any case.
fn find<'t>(there: &'t [(String, String)], column: &str) -> Option<(&'t str, &'t str)> {
    let exact = there.iter().find(|(name, _)| name == column);
    let found = exact.or_else(|| there.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)));
    found.map(|(name, pg_type)| (name.as_str(), pg_type.as_str()))
}

/// A column as the text that the list's column is read from.
fn expression(name: &str, column: &str, pg_type: &str) -> String {
    let column = quoted(column);
    let is_instant = pg_type.starts_with("timestamp") || pg_type == "date";
    match name {
        "t_min" | "t_max" if is_instant => format!("(extract(epoch FROM {column}) / 86400 + 40587)::text"),
        "obs_creation_date" | "obs_release_date" => format!("{column}::timestamp::text"),
        _ => format!("{column}::text"),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
