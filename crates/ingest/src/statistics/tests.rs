//! Tables, views and parts in a real PostgreSQL are counted once and stored.

use private_postgres::PrivateServer;
use tokio_postgres::NoTls;

use super::*;

const FILE: &str = r#"
title = "T"
description = "D"
access = "public"
schema = "sky"

[[table]]
name = "Objects"
position = { lon = "RA", lat = "DEC" }
[[table.parts]]
database_table = "wide"
key = ["id"]
[table.columns]
ID = { type = "long" }
RA = { type = "double" }
DEC = { type = "double" }
NAME = { type = "char[*]" }
MAG = { type = "float[2]", part = "wide" }

[[table]]
name = "Seen"
kind = "view"
position = { lon = "RA", lat = "DEC", healpix = "hpx" }
[table.columns]
RA = { type = "double" }
DEC = { type = "double" }

[[table]]
name = "Gone"
columns.ID.type = "long"
"#;

/// Positions whose cells of order 0 are their numbers: centres of the twelve.
const TABLES: &str = "
    CREATE SCHEMA sky;
    CREATE TABLE sky.objects (id bigint, ra float8, dec float8, name text);
    INSERT INTO sky.objects VALUES (7, 0, 0, 'a'), (-3, 90, 0, NULL), (NULL, NULL, NULL, 'c'), (1, 180, 'NaN', NULL);
    CREATE TABLE sky.wide (id bigint, mag real[]);
    INSERT INTO sky.wide VALUES (7, '{1.5,NULL}'), (-3, '{NaN,0.25}');
    CREATE VIEW sky.seen AS SELECT ra::numeric AS ra, dec::real AS dec, 6::bigint << 58 AS hpx FROM sky.objects WHERE id > 1;
";

struct Database {
    client: Client,
    tables: Vec<Table>,
    _server: PrivateServer,
}

impl Database {
    async fn start() -> Self {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let (client, connection) = tokio_postgres::connect(&server.connection_string(), NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(TABLES).await.unwrap();
        let tables = catalogue::parse("sky.toml", FILE).unwrap().tables;
        Self { client, tables, _server: server }
    }

    async fn count(&self, table: usize, source: usize) -> Result<TableStatistics, CountError> {
        sources(&self.tables[table])[source].count(&self.client, &|_| ()).await
    }
}

/// Least and greatest value and part of nulls of each column.
fn ends(counted: &TableStatistics) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let columns = counted.columns.iter();
    columns
        .map(|column| format!("{}..{} {}", text(&column.min), text(&column.max), column.null_fraction))
        .collect()
}

fn coarse(counted: &TableStatistics) -> String {
    statistics::Moc::from_ascii(counted.moc.as_ref().unwrap()).unwrap().degraded(0).ascii()
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_of_every_kind_are_counted_and_stored() {
    let database = Database::start().await;
    let core = database.count(0, 0).await.unwrap();
    let expected = ["-3..7 0.25", "0.0..180.0 0.25", "0.0..0.0 0.5", ".. 0.5"].map(str::to_owned);
    assert_eq!((core.rows, ends(&core)), (4, expected.to_vec()));
    assert_eq!(coarse(&core), "0/4-5");
    let part = database.count(0, 1).await.unwrap();
    assert_eq!((part.rows, ends(&part), part.moc.clone()), (2, vec!["0.25..1.5 0".to_owned()], None));
    let view = database.count(1, 0).await.unwrap();
    assert_eq!((view.rows, coarse(&view)), (1, "0/6".to_owned()));
    let stored = stored(&database.client).await.unwrap();
    let names = [("objects", core), ("wide", part), ("seen", view)];
    assert_eq!(stored.len(), names.len());
    for (name, counted) in names {
        assert_eq!(stored[&("sky".to_owned(), name.to_owned())], counted, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_ends_with_all_rows_and_a_missing_table_is_told() {
    let database = Database::start().await;
    let said = std::sync::Mutex::new(Vec::new());
    let core = &sources(&database.tables[0])[0];
    core.count(&database.client, &|rows| said.lock().unwrap().push(rows)).await.unwrap();
    assert_eq!(said.into_inner().unwrap().last(), Some(&4));
    assert_eq!(core.name(), "sky.objects");
    let error = database.count(2, 0).await.unwrap_err();
    assert_eq!(error.to_string(), "the database says: relation \"sky.gone\" does not exist");
}
