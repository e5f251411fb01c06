//! Statistics of tables that are already in the database, views and foreign tables too: each is read once, as a stream.

use std::pin::pin;

use catalogue::{Column, PgBase, Position, Relation, Table, TableStatistics};
use futures_util::TryStreamExt;
use pg_rows::{COPY_HEADER, COPY_TRAILER};
use statistics::sql::{self, Stored};
use statistics::{Observer, StatisticsError};
use tokio_postgres::Client;

use crate::live;
use crate::row::quoted;

/// How many rows are read between two reports of progress.
const REPORT_ROWS: u64 = 10_000;

/// One relation of a published table: what is read of it.
#[derive(Clone, Debug)]
pub struct Source {
    relation: Relation,
    columns: Vec<Column>,
    position: Option<Position>,
    /// The column with the nested HEALPix index of order 29, which saves computing it.
    healpix: Option<String>,
}

/// Why a relation cannot be counted; for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CountError {
    /// The database refuses or goes away.
    #[error("{}", told(.0))]
    Database(#[from] tokio_postgres::Error),
    /// The rows are not those that were asked for.
    #[error(transparent)]
    Rows(#[from] StatisticsError),
}

/// The relations of a table: its core, then its parts, each with the published columns that it holds.
pub fn sources(table: &Table) -> Vec<Source> {
    let held = |part: usize| {
        let columns = table.columns.iter().enumerate().filter(move |(_, column)| column.part == part);
        columns.map(|(place, column)| (place, column.clone())).unzip::<_, _, Vec<usize>, Vec<Column>>()
    };
    let (places, columns) = held(0);
    let position = table.position.as_ref().and_then(|position| {
        let place = |of: usize| places.iter().position(|&place| place == of);
        Some(Position { lon: place(position.lon)?, lat: place(position.lat)?, ..position.clone() })
    });
    let healpix = table.position.as_ref().and_then(|position| position.healpix.clone());
    let core = Source { relation: table.relation.clone(), columns, position, healpix };
    let parts = table.parts.iter().enumerate().map(|(place, part)| Source {
        relation: part.relation.clone(),
        columns: held(place + 1).1,
        position: None,
        healpix: None,
    });
    [core].into_iter().chain(parts).collect()
}

/// What is stored of all tables, by schema and table; makes the place for it where it is missing.
pub async fn stored(client: &Client) -> Result<Stored, CountError> {
    client.batch_execute(&sql::create_sql()).await?;
    Ok(sql::read(&client.query(&sql::load_sql(), &[]).await?))
}

impl Source {
    /// The relation as PostgreSQL calls it.
    pub fn name(&self) -> String {
        format!("{}.{}", self.relation.schema, self.relation.table)
    }

    /// Schema and table, as statistics are stored by them.
    pub fn key(&self) -> (String, String) {
        (self.relation.schema.clone(), self.relation.table.clone())
    }

    /// About how many rows it has; 0 where nobody knows.
    pub async fn rows_estimated(&self, client: &Client) -> Result<u64, CountError> {
        let live = live::read(client, &self.relation.schema, &self.relation.table).await?;
        Ok(live.and_then(|live| live.rows_estimate).unwrap_or(0))
    }

    /// Reads all rows once and stores what they are. `heard` is told from time to time how many rows were read.
    pub async fn count(&self, client: &Client, heard: &dyn Fn(u64)) -> Result<TableStatistics, CountError> {
        let counted = self.observe(client, heard).await?;
        client.batch_execute(&sql::create_sql()).await?;
        sql::store(client, &self.relation.schema, &self.relation.table, &counted).await?;
        Ok(counted)
    }

    async fn observe(&self, client: &Client, heard: &dyn Fn(u64)) -> Result<TableStatistics, CountError> {
        let mut observer = match &self.healpix {
            Some(_) => Observer::new(&self.columns, None).with_cell_at(self.columns.len()),
            None => Observer::new(&self.columns, self.position.as_ref()),
        };
        let mut messages = pin!(client.copy_out(&self.copy_sql()).await?);
        let mut read: u64 = 0;
        // The server sends one message for each row (PostgreSQL manual, "COPY Operations"); the header precedes the first.
        while let Some(message) = messages.try_next().await? {
            let rows = message.strip_prefix(COPY_HEADER).unwrap_or(&message);
            if rows != COPY_TRAILER {
                observer.observe(rows)?;
                read += 1;
            }
            if read.is_multiple_of(REPORT_ROWS) {
                heard(read);
            }
        }
        heard(read);
        Ok(observer.finish())
    }

    /// Columns are cast to their declared types, which a view may not have; of a type without extremes only whether there is
    /// a value is sent.
    fn copy_sql(&self) -> String {
        let columns = self.columns.iter().map(|column| {
            let name = quoted(&column.pg_name);
            match column.pg_type.base {
                PgBase::Text | PgBase::Bytea | PgBase::Bool => {
                    format!("CASE WHEN {name} IS NOT NULL THEN true END")
                }
                _ => format!("{name}::{}", column.pg_type.sql_name()),
            }
        });
        let healpix = self.healpix.iter().map(|name| format!("{}::bigint", quoted(name)));
        let columns: Vec<String> = columns.chain(healpix).collect();
        let (schema, table) = (quoted(&self.relation.schema), quoted(&self.relation.table));
        format!("COPY (SELECT {} FROM {schema}.{table}) TO STDOUT (FORMAT binary)", columns.join(", "))
    }
}

/// The server's own words, where it has any.
fn told(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(error) => format!("the database says: {}", error.message()),
        None => format!("the database cannot be used: {error}"),
    }
}

#[cfg(test)]
mod tests;
