//! What a sample of the rows tells: lengths of arrays, texts beyond ASCII, cells of positions.

use catalogue::written::Note;
use catalogue::{Arraysize, Column, Datatype};
use sky::{Healpix, SkyPosition};
use tokio_postgres::{Client, Error};

use crate::live::LiveTable;
use crate::row::quoted;

/// How many rows are looked at.
const ROWS: usize = 1000;

/// Gives arrays their length where all have the same, and texts beyond ASCII their type.
pub(super) async fn refine(
    client: &Client,
    live: &LiveTable,
    columns: &mut [Column],
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    let is_open = |column: &&mut Column| column.pg_type.array && !column.field.value_type.is_text();
    let mut note = |column: &Column, text: &str| {
        notes.push(Note { column: Some(column.field.name.clone()), text: text.to_owned() });
    };
    for column in columns.iter_mut().filter(is_open) {
        if let Some(length) = array_length(client, live, &column.pg_name).await? {
            column.field.value_type.arraysize = Some(Arraysize::exactly(length));
            note(column, "the length, from a sample of rows");
        }
    }
    let is_text = |column: &&mut Column| {
        column.field.value_type.is_text() && column.field.value_type.xtype.is_none() && !column.pg_type.array
    };
    for column in columns.iter_mut().filter(is_text) {
        if is_beyond_ascii(client, live, &column.pg_name).await? {
            column.field.value_type.datatype = Datatype::UnicodeChar;
            note(column, "texts beyond ASCII, from a sample of rows");
        }
    }
    Ok(())
}

/// Whether the values of the column are the cells of the positions, and there are some.
pub(super) async fn cells_fit(
    client: &Client,
    live: &LiveTable,
    lon: &str,
    lat: &str,
    healpix: &str,
) -> Result<bool, Error> {
    let [lon, lat, healpix] = [lon, lat, healpix].map(quoted);
    let sql = format!(
        "SELECT {lon}::float8, {lat}::float8, {healpix} FROM {} \
         WHERE {lon} IS NOT NULL AND {lat} IS NOT NULL AND {healpix} IS NOT NULL LIMIT {ROWS}",
        relation(live)
    );
    let rows = client.query(&sql, &[]).await?;
    let fits = |row: &tokio_postgres::Row| {
        let position = SkyPosition::new(row.get(0), row.get(1));
        position.is_ok_and(|position| Healpix::index(&position) == row.get::<_, i64>(2))
    };
    Ok(!rows.is_empty() && rows.iter().all(fits))
}

/// The length that all arrays of one dimension have.
async fn array_length(client: &Client, live: &LiveTable, column: &str) -> Result<Option<u32>, Error> {
    let column = quoted(column);
    let sql = format!(
        "SELECT min(cardinality(a)), max(cardinality(a)), max(array_ndims(a)) \
         FROM (SELECT {column} AS a FROM {} WHERE {column} IS NOT NULL LIMIT {ROWS}) AS s",
        relation(live)
    );
    let row = client.query_one(&sql, &[]).await?;
    let (least, most, dimensions): (Option<i32>, Option<i32>, Option<i32>) =
        (row.get(0), row.get(1), row.get(2));
    let length = least.filter(|least| Some(*least) == most && dimensions == Some(1));
    Ok(length.and_then(|length| u32::try_from(length).ok()).filter(|&length| length > 0))
}

async fn is_beyond_ascii(client: &Client, live: &LiveTable, column: &str) -> Result<bool, Error> {
    let column = quoted(column);
    let sql = format!(
        "SELECT coalesce(bool_or(octet_length(t) <> char_length(t)), false) \
         FROM (SELECT {column}::text AS t FROM {} LIMIT {ROWS}) AS s",
        relation(live)
    );
    Ok(client.query_one(&sql, &[]).await?.get(0))
}

fn relation(live: &LiveTable) -> String {
    format!("{}.{}", quoted(&live.schema), quoted(&live.name))
}
