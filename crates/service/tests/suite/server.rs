//! The server that all tests share, with the sky in it, and queries over uploads.

use std::sync::OnceLock;

use adql::{Options, Translation};
use bytes::Bytes;
use catalogue::{Published, Scope, Table};
use database::{Batch, Config, Database, Param, QuerySpec, UploadColumn};
use futures_util::{StreamExt, stream};
use plugin_api::RowItem;
use plugin_api::test_kit::TestHost;
use private_postgres::PrivateServer;
use service::{Upload, UploadLimits, Uploads};
use sky::{Healpix, SkyPosition};

use crate::edges::edge;
use crate::rows::{Value, batches_of, integers, packed};
use crate::shapes::shapes_sql;
use crate::sky::{Star, rim, row, stars};

/// A table of stars, whatever its name.
const STARS: &str = r#"
position = { lon = "ra", lat = "dec", healpix = "hpx" }

[table.columns]
id = { type = "long", indexed = true }
ra = { type = "double", unit = "deg", ucd = "pos.eq.ra;meta.main" }
dec = { type = "double", unit = "deg", ucd = "pos.eq.dec;meta.main" }
"#;

/// The head, and the table that is not of stars.
const TABLES: &str = r#"
title = "Stars"
description = "A small sky"
access = "public"
schema = "sky"
database_schema = "sky_1"

[[table]]
name = "shapes"

[table.columns]
id = { type = "long", indexed = true }
ra = { type = "double", unit = "deg" }
dec = { type = "double", unit = "deg" }
reach = { type = "double", unit = "deg" }
outline = { type = "double[*]", xtype = "polygon" }
"#;

/// A table as users bring it: names that PostgreSQL uses itself, quotes, more than 63 bytes.
const MINE: &str = r#"
title = "Mine"
description = "An upload"
access = "public"
schema = "mine"

[[table]]
name = "my \"odd\" table"

[table.columns]
xmin = { type = "long" }
"R.A.; DROP" = { type = "double" }
"a very long name of a column, much longer than the sixty-three bytes of PostgreSQL" = { type = "char[*]" }
dec = { type = "double" }
"#;

/// What the tests see.
pub fn scope() -> Scope {
    let stars = ["stars", "rim", "edge"].map(|name| format!("[[table]]\nname = \"{name}\"{STARS}\n"));
    let collection = catalogue::parse("sky-1.toml", &[TABLES, &stars.concat()].concat()).unwrap();
    Published::new(vec![collection]).scope("tap", None).unwrap()
}

/// The upload of the tests under another name.
pub fn mine(name: &str) -> Table {
    let mut table = catalogue::parse("mine.toml", MINE).unwrap().tables.remove(0);
    table.name = name.to_owned();
    table
}

/// The tables of a query: the same stars under each name.
pub fn uploads(names: &[&str], stars: &[Star]) -> Uploads {
    let rows: Vec<Vec<Value>> = stars.iter().map(row).collect();
    let upload = |name: &&str| Upload { table: mine(name), rows: batches_of(&rows) };
    Uploads::new(names.iter().map(upload).collect(), UploadLimits::default()).unwrap()
}

/// What the query becomes.
pub fn translated(adql: &str, scope: &Scope) -> Translation {
    let translated = adql::translate(adql, scope, &Healpix, &Options::default());
    translated.unwrap_or_else(|error| panic!("{}", error.render(adql)))
}

/// The rows of a query over uploads; all its columns are bigint.
pub async fn asked(adql: &str, uploads: Uploads) -> Vec<Vec<Option<i64>>> {
    let translation = translated(adql, &uploads.scope(&scope()));
    run(&translation, uploads).await
}

/// What PostgreSQL would do for a query over uploads.
pub async fn plan(adql: &str, uploads: Uploads) -> String {
    let translation = translated(adql, &uploads.scope(&scope()));
    let explain = Translation { sql: format!("EXPLAIN {}", translation.sql), ..translation };
    let lines = batches(&explain, uploads).await.concat();
    String::from_utf8_lossy(&lines).into_owned()
}

/// The rows of a translation over uploads.
pub async fn run(translation: &Translation, uploads: Uploads) -> Vec<Vec<Option<i64>>> {
    let mut all: Vec<_> = batches(translation, uploads).await.into_iter().flat_map(integers).collect();
    all.sort_unstable();
    all
}

async fn batches(translation: &Translation, uploads: Uploads) -> Vec<Bytes> {
    let held = uploads.held(&translation.upload_ranges).unwrap();
    let stored = held.tables(&TestHost::default().into_host());
    let mut spec = QuerySpec::new(translation.sql.clone());
    spec.params = translation.params.iter().map(bound).collect();
    spec.uploads = stored.into_iter().map(crossing).collect();
    let mut rows =
        database().query(spec).await.unwrap_or_else(|error| panic!("{}: {error}", translation.sql));
    let mut all = Vec::new();
    while let Some(batch) = rows.next().await {
        if let Batch::Rows(batch) = batch.unwrap() {
            all.push(batch);
        }
    }
    all
}

/// The identifiers that a query over the table `rim` gives, in its order.
pub async fn asked_rim(adql: &str) -> Vec<i64> {
    let batches = batches(&translated(adql, &scope()), Uploads::default()).await;
    batches.into_iter().flat_map(integers).map(|row| row[0].unwrap()).collect()
}

fn bound(param: &adql::Param) -> Param {
    let bound = service::bound(param);
    Param { type_oid: bound.type_oid, value: bound.value }
}

/// As the host hands uploads on.
fn crossing(upload: plugin_api::Upload) -> database::Upload {
    let columns = upload.table.columns.into_iter();
    let rows = upload.rows.filter_map(|item| async {
        match item.unwrap() {
            RowItem::Rows(batch) => Some(Ok(batch)),
            RowItem::End { .. } => None,
        }
    });
    database::Upload {
        table: upload.table.name,
        columns: columns.map(|(name, type_sql)| UploadColumn { name, type_sql }).collect(),
        index_columns: Vec::new(),
        rows: rows.boxed(),
    }
}

fn database() -> Database {
    let mut config = Config::new(server().connection_string());
    config.query_role = Some("reader".to_owned());
    Database::open(&config).unwrap()
}

fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = PrivateServer::temporary(|options| options.connections_max = 100).unwrap();
        let connection = server.connection_string();
        // Tests have runtimes of their own, which may end before others use the server.
        std::thread::spawn(move || fill(&connection)).join().unwrap();
        server
    })
}

fn fill(connection: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let database = Database::open(&Config::new(connection)).unwrap();
        let functions = pg_functions::install_sql(Some("reader"));
        let create = "CREATE ROLE reader NOLOGIN; CREATE SCHEMA sky_1; GRANT USAGE ON SCHEMA sky_1 TO reader; \
            ALTER DEFAULT PRIVILEGES IN SCHEMA sky_1 GRANT SELECT ON TABLES TO reader";
        database.batch_execute(create).await.unwrap();
        database.batch_execute(&functions).await.unwrap();
        store(&database, "stars", &stars()).await;
        let rim: Vec<Star> = rim().into_iter().map(|(id, place)| Star { id, place: Some(place) }).collect();
        store(&database, "rim", &rim).await;
        let edge: Vec<Star> = edge().into_iter().map(|(id, place)| Star { id, place: Some(place) }).collect();
        store(&database, "edge", &edge).await;
        database.batch_execute(&shapes_sql("sky_1.shapes")).await.unwrap();
    });
}

async fn store(database: &Database, table: &str, stars: &[Star]) {
    let create = format!("CREATE TABLE sky_1.{table} (id int8, ra float8, dec float8, hpx int8 NOT NULL)");
    database.batch_execute(&create).await.unwrap();
    let rows: Vec<Vec<Value>> = stars.iter().map(stored).collect();
    let rows: [Result<Bytes, _>; 1] = [Ok(packed(&rows))];
    let copy = format!("COPY sky_1.{table} FROM STDIN (FORMAT binary)");
    database.copy_in(&copy, stream::iter(rows).boxed()).await.unwrap();
    let index = format!("CREATE INDEX ON sky_1.{table} (hpx); ANALYZE sky_1.{table}");
    database.batch_execute(&index).await.unwrap();
}

fn stored(star: &Star) -> Vec<Value> {
    let (lon, lat) = star.place.unwrap();
    let cell = Healpix::index(&SkyPosition::new(lon, lat).unwrap());
    vec![Value::Int8(star.id), Value::Float8(lon), Value::Float8(lat), Value::Int8(cell)]
}
