//! The table that is searched, by its published names and by q3c.

use adql::{Options, Translation};
use bytes::{BufMut, Bytes, BytesMut};
use catalogue::{Published, Scope};
use database::{Database, Param, QuerySpec};
use sky::Healpix;

use crate::Outcome;
use crate::answer::{Answer, asked};
use crate::random::Random;

/// The published table, as queries name it.
pub const TABLE: &str = "jplus.MagABDualObj";

const PLACES: &str = "alpha_j2000, delta_j2000";

/// The table with both indexes, and places in it.
pub struct Bench {
    pub database: Database,
    pub scope: Scope,
    /// The table in PostgreSQL, `schema.table`.
    pub relation: String,
}

impl Bench {
    /// Reads the collection, and makes the index of q3c if it is not there.
    pub async fn new(database: Database, collection: &str) -> Outcome<Self> {
        let text = std::fs::read_to_string(collection)?;
        let collection = catalogue::parse("bench.toml", &text).map_err(|problems| format!("{problems:?}"))?;
        let scope =
            Published::new(vec![collection]).scope("tap", None).map_err(|errors| format!("{errors:?}"))?;
        let table = scope.find_listed(TABLE).ok_or("the collection lacks the table")?.table;
        let relation = format!("{}.{}", table.relation.schema, table.relation.table);
        let index = format!(
            "CREATE INDEX IF NOT EXISTS bench_q3c ON {relation} (q3c_ang2ipix({PLACES})); ANALYZE {relation}"
        );
        database.batch_execute(&index).await?;
        Ok(Self { database, scope, relation })
    }

    /// Places of rows, spread over the table, the same in every run.
    pub async fn places(&self, count: usize, seed: u64) -> Outcome<Vec<(f64, f64)>> {
        let sql = format!(
            "SELECT {PLACES} FROM {} ORDER BY md5(object_id::text), 1, 2 LIMIT {count}",
            self.relation
        );
        let mut places = asked(&self.database, QuerySpec::new(sql)).await?.places();
        Random(seed).shuffle(&mut places);
        Ok(places)
    }

    /// A query as the host would run it, from its text on.
    pub async fn ours(&self, adql: &str) -> Outcome<Answer> {
        let translation = translated(adql, &self.scope)?;
        asked(&self.database, spec(&translation)).await
    }

    /// A query with parameters, prepared and planned once like those of ours.
    pub async fn q3c(&self, sql: &str, params: Vec<Param>) -> Outcome<Answer> {
        asked(&self.database, QuerySpec { params, ..QuerySpec::new(sql) }).await
    }
}

/// What a query becomes.
pub fn translated(adql: &str, scope: &Scope) -> Outcome<Translation> {
    adql::translate(adql, scope, &Healpix, &Options::default()).map_err(|error| error.render(adql).into())
}

/// A translation on its way to the database, without uploads.
pub fn spec(translation: &Translation) -> QuerySpec {
    let params = translation
        .params
        .iter()
        .map(service::bound)
        .map(|param| Param { type_oid: param.type_oid, value: param.value });
    QuerySpec { params: params.collect(), ..QuerySpec::new(translation.sql.clone()) }
}

/// A `double precision`.
pub fn number(value: f64) -> Param {
    Param { type_oid: 701, value: Some(Bytes::copy_from_slice(&value.to_be_bytes())) }
}

/// A `double precision[]`.
pub fn numbers(values: &[f64]) -> Param {
    let mut out = BytesMut::new();
    for head in [1, 0, 701, values.len() as i32, 1] {
        out.put_i32(head);
    }
    for value in values {
        out.put_i32(8);
        out.put_f64(*value);
    }
    Param { type_oid: 1022, value: Some(out.freeze()) }
}
