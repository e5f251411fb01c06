//! Tables as PostgreSQL has them: columns, types, indexes, keys, comments.

mod sql;

use catalogue::PgType;
use tokio_postgres::{Client, Error, Row};

/// A table, view or the like of PostgreSQL.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveTable {
    /// The schema, unquoted.
    pub schema: String,
    /// The name, unquoted.
    pub name: String,
    /// What it is.
    pub kind: LiveKind,
    /// Its comment.
    pub description: Option<String>,
    /// How many rows the planner believes it has; `None` before the first ANALYZE, and of views.
    pub rows_estimate: Option<u64>,
    /// What it takes on disk in bytes with its indexes, and with all its partitions; 0 of views.
    pub size_bytes: u64,
    /// The columns in their order.
    pub columns: Vec<LiveColumn>,
    /// The indexes by name.
    pub indexes: Vec<LiveIndex>,
    /// The references to other tables by name.
    pub foreign_keys: Vec<LiveForeignKey>,
}

/// What can be read like a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveKind {
    /// A table of its own, also one that is a partition of another.
    Table,
    /// A table that consists of partitions.
    Partitioned,
    /// A view.
    View,
    /// A view with stored rows.
    MaterialisedView,
    /// A table of another server.
    Foreign,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveColumn {
    /// The name, unquoted.
    pub name: String,
    /// The type as PostgreSQL writes it, e.g. `numeric(10,2)`; of a domain the type below it.
    pub type_name: String,
    /// The type, if its binary form is one that we read.
    pub pg_type: Option<PgType>,
    /// Its comment.
    pub description: Option<String>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// How the order of the rows follows its values, -1 to 1; `None` before the first ANALYZE.
    pub correlation: Option<f32>,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveIndex {
    /// The name, unquoted.
    pub name: String,
    /// `btree`, `gist`, ...
    pub method: String,
    /// The columns that it sorts by, in order; an expression is `None`.
    pub columns: Vec<Option<String>>,
    /// Whether each key is there once.
    pub unique: bool,
    /// Whether it is that of the primary key.
    pub primary: bool,
    /// Whether queries may use it: it was built to its end, and holds all rows.
    pub usable: bool,
}

/// A reference to another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveForeignKey {
    /// The columns here, in order.
    pub columns: Vec<String>,
    /// The schema of the other table.
    pub target_schema: String,
    /// The other table.
    pub target: String,
    /// The columns there, in the same order.
    pub target_columns: Vec<String>,
    /// The comment of the constraint.
    pub description: Option<String>,
}

impl LiveTable {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&LiveColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether searches for values of the column can use an index: it is the first of one.
    pub fn is_indexed(&self, column: &str) -> bool {
        self.indexes.iter().any(|index| index.serves(column))
    }

    /// The column that names a row alone: that of the primary key, or else of a unique index.
    pub fn identifier(&self) -> Option<&str> {
        let alone = |index: &&LiveIndex| index.unique && index.usable && index.columns.len() == 1;
        let primary = self.indexes.iter().filter(alone).find(|index| index.primary);
        let unique = || self.indexes.iter().filter(alone).find(|index| index.columns[0].is_some());
        primary.or_else(unique).and_then(|index| index.columns[0].as_deref())
    }
}

impl LiveIndex {
    /// Whether searches for values of the column can use it.
    pub fn serves(&self, column: &str) -> bool {
        let first = self.columns.first().and_then(Option::as_deref);
        self.usable && self.method == "btree" && first == Some(column)
    }
}

/// Reads what PostgreSQL knows of a table; `None` if there is none of that name, or the login may not see its schema.
pub async fn read(client: &Client, schema: &str, table: &str) -> Result<Option<LiveTable>, Error> {
    let Some(row) = client.query_opt(sql::RELATION, &[&schema, &table]).await? else { return Ok(None) };
    let oid: u32 = row.get(0);
    let columns = client.query(sql::COLUMNS, &[&oid]).await?;
    let indexes = client.query(sql::INDEXES, &[&oid]).await?;
    let foreign_keys = client.query(sql::FOREIGN_KEYS, &[&oid]).await?;
    let rows: Option<f64> = row.get(3);
    Ok(Some(LiveTable {
        schema: schema.to_owned(),
        name: table.to_owned(),
        kind: kind(row.get(1)),
        description: row.get(2),
        // Up to 2^63 as a float; a negative one is not known.
        rows_estimate: rows.filter(|&rows| rows >= 0.0).map(|rows| rows as u64),
        size_bytes: u64::try_from(row.get::<_, i64>(4)).unwrap_or_default(),
        columns: columns.iter().map(column).collect(),
        indexes: indexes.iter().map(index).collect(),
        foreign_keys: foreign_keys.iter().map(foreign_key).collect(),
    }))
}

/// The names of all that can be read like a table in a schema, but for partitions of others; sorted.
pub async fn tables(client: &Client, schema: &str) -> Result<Vec<String>, Error> {
    let rows = client.query(sql::TABLES, &[&schema]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// The names of the schemas that are not PostgreSQL's own; sorted.
pub async fn schemas(client: &Client) -> Result<Vec<String>, Error> {
    let rows = client.query(sql::SCHEMAS, &[]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

fn kind(relkind: &str) -> LiveKind {
    match relkind {
        "p" => LiveKind::Partitioned,
        "v" => LiveKind::View,
        "m" => LiveKind::MaterialisedView,
        "f" => LiveKind::Foreign,
        _ => LiveKind::Table,
    }
}

fn column(row: &Row) -> LiveColumn {
    LiveColumn {
        name: row.get(0),
        pg_type: PgType::of_oid(row.get(1)),
        type_name: row.get(2),
        nullable: !row.get::<_, bool>(3),
        description: row.get(4),
        correlation: row.get(5),
    }
}

fn index(row: &Row) -> LiveIndex {
    LiveIndex {
        name: row.get(0),
        method: row.get(1),
        unique: row.get(2),
        primary: row.get(3),
        usable: row.get(4),
        columns: row.get(5),
    }
}

fn foreign_key(row: &Row) -> LiveForeignKey {
    LiveForeignKey {
        target_schema: row.get(0),
        target: row.get(1),
        columns: row.get(2),
        target_columns: row.get(3),
        description: row.get(4),
    }
}

#[cfg(test)]
mod tests;
