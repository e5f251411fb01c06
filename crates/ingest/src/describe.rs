//! Tables of PostgreSQL as collection files publish them, with what was guessed.

mod error;
mod keys;
mod sample;
mod types;

use catalogue::written::Note;
use catalogue::{
    Collection, Column, Field, Position, Relation, Storage, Table, TableKind, column_names, guess,
};
use tokio_postgres::Client;

pub use error::DescribeError;
pub use keys::{foreign_keys, in_order};

use crate::live::{self, LiveColumn, LiveKind, LiveTable};

/// Names of columns that may hold the HEALPix index.
const HEALPIX_NAMES: [&str; 5] = ["hpx", "healpix", "hpix", "healpix29", "healpix_29"];

/// A table as it can be published.
#[derive(Clone, Debug)]
pub struct Described {
    /// The table; foreign keys are added with [`foreign_keys`], once it is known which tables are published.
    pub table: Table,
    /// What was guessed, and which columns are not published.
    pub notes: Vec<Note>,
    /// What PostgreSQL knows of it.
    pub live: LiveTable,
}

/// Reads a table, or all of a schema, each after those that it refers to.
pub async fn find(
    client: &Client,
    schema: &str,
    table: Option<&str>,
) -> Result<Vec<LiveTable>, DescribeError> {
    let names = live::tables(client, schema).await?;
    if names.is_empty() {
        return Err(DescribeError::schema(schema, &live::schemas(client).await?));
    }
    let mut found = Vec::new();
    match table {
        // Read by its name: a partition is no table of the list, but may be asked for.
        Some(table) => match live::read(client, schema, table).await? {
            Some(live) => found.push(live),
            None => return Err(DescribeError::table(schema, table, &names)),
        },
        None => {
            for name in &names {
                found.extend(live::read(client, schema, name).await?);
            }
        }
    }
    Ok(in_order(found))
}

/// Describes a table from its columns, keys, indexes and comments, and a sample of its rows.
pub async fn describe(client: &Client, live: LiveTable) -> Result<Described, DescribeError> {
    let (mut table, mut notes) = plain(&live);
    sample::refine(client, &live, &mut table.columns, &mut notes).await?;
    let healpix = healpix(client, &live, &table).await?;
    if let Some(healpix) = &healpix {
        table.columns.retain(|column| column.pg_name != *healpix);
    }
    if table.columns.is_empty() {
        return Err(DescribeError::Nothing { table: format!("{}.{}", live.schema, live.name) });
    }
    notes.extend(guess::complete(&mut table, live.identifier()));
    if let Some(position) = &mut table.position
        && let Some(healpix) = healpix
    {
        position.healpix = Some(healpix);
        for place in [position.lon, position.lat] {
            table.columns[place].indexed = true;
        }
    }
    if table.rows.is_some() {
        notes.push(Note { column: None, text: "`rows` is PostgreSQL's estimate".to_owned() });
    }
    Ok(Described { table, notes, live })
}

/// The table as PostgreSQL knows it, without what only rows can tell.
fn plain(live: &LiveTable) -> (Table, Vec<Note>) {
    let names = column_names(live.columns.iter().map(|column| column.name.as_str()));
    let mut notes = Vec::new();
    let mut columns = Vec::new();
    for (column, name) in live.columns.iter().zip(names) {
        let mut note = |text: String| notes.push(Note { column: Some(name.published.clone()), text });
        match types::published(column) {
            Ok(found) => {
                if let Some(text) = found.note {
                    note(text);
                }
                let field = Field {
                    description: column.description.clone(),
                    ..Field::new(name.published, found.value_type)
                };
                columns.push(described(live, column, field, found.pg_type));
            }
            Err(why) => note(why),
        }
    }
    let table = Table {
        name: live.name.clone(),
        kind: match live.kind {
            LiveKind::View | LiveKind::MaterialisedView => TableKind::View,
            LiveKind::Table | LiveKind::Partitioned | LiveKind::Foreign => TableKind::Table,
        },
        title: None,
        description: live.description.clone(),
        utype: None,
        rows: live.rows_estimate,
        relation: Relation { schema: live.schema.clone(), table: live.name.clone(), conditions: Vec::new() },
        parts: Vec::new(),
        columns,
        position: None,
        foreign_keys: Vec::new(),
        cone_search: false,
        storage: match live.kind {
            LiveKind::Partitioned => Storage::Partitioned,
            _ => Storage::Plain,
        },
        statistics: None,
        ..Table::default()
    };
    (table, notes)
}

fn described(live: &LiveTable, column: &LiveColumn, field: Field, pg_type: catalogue::PgType) -> Column {
    Column {
        field,
        pg_name: column.name.clone(),
        pg_type,
        part: 0,
        indexed: live.is_indexed(&column.name),
        principal: false,
        std: false,
        enumeration: None,
    }
}

/// The indexed column whose values are the cells of the positions in a sample of the rows.
async fn healpix(client: &Client, live: &LiveTable, table: &Table) -> Result<Option<String>, DescribeError> {
    // The positions are found as they will be when the table is completed.
    let mut completed = table.clone();
    guess::complete(&mut completed, None);
    let Some(Position { lon, lat, .. }) = completed.position else { return Ok(None) };
    let [lon, lat] = [lon, lat].map(|place| table.columns[place].pg_name.as_str());
    for name in HEALPIX_NAMES {
        let Some(column) = live.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let indexed = live.is_indexed(&column.name) && column.type_name == "bigint";
        if indexed && sample::cells_fit(client, live, lon, lat, &column.name).await? {
            return Ok(Some(column.name.clone()));
        }
    }
    Ok(None)
}

/// The table of a collection that is this table of PostgreSQL.
pub fn published<'c>(collection: &'c Collection, schema: &str, table: &str) -> Option<&'c Table> {
    let is_it = |known: &&Table| known.relation.schema == schema && known.relation.table == table;
    collection.tables.iter().find(is_it)
}

#[cfg(test)]
mod tests;
