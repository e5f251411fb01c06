//! Positional joins of uploads: in the database alone, at equal order, and from the caller's rows to the answer.

use adql::UploadRanges;
use bytes::{BufMut, Bytes, BytesMut};
use catalogue::Table;
use database::{QuerySpec, UploadColumn};
use futures_util::StreamExt;
use plugin_api::RowItem;
use plugin_api::test_kit::TestHost;
use service::{Upload, UploadLimits, UploadRows, Uploads};

use crate::Outcome;
use crate::answer::{Answer, asked};
use crate::catalogue_of_bench::{Bench, TABLE, spec, translated};
use crate::pair::{Pair, timed};
use crate::random::Random;

const ROUNDS: usize = 9;
const RADIUS: &str = "2./3600";
const ARCSEC_DEG: f64 = 1.0 / 3600.0;

/// The upload as a collection file describes it.
const MINE: &str = "title = \"Mine\"\ndescription = \"An upload\"\naccess = \"public\"\nschema = \"mine\"\n\n[[table]]\n\
    name = \"mine\"\n\n[table.columns]\nid = { type = \"long\" }\nra = { type = \"double\" }\ndec = { type = \"double\" }\n";

/// The bytes of a row: number of columns, then three values of 8 bytes with their lengths.
const ROW_BYTES: usize = 2 + 3 * 12;

/// Uploads of two sizes.
pub async fn measure(bench: &Bench) -> Outcome<Vec<Pair>> {
    let mut pairs = Vec::new();
    for count in [10_000, 100_000] {
        let rows = rows(&mine(bench, count).await?);
        pairs.push(in_database(bench, count, &rows).await?);
        pairs.push(end_to_end(bench, count, &rows).await?);
    }
    Ok(pairs)
}

/// Half of them have a counterpart within 2 arcsec, the others are half an arcminute away from where one is; in an order
/// by chance.
async fn mine(bench: &Bench, count: usize) -> Outcome<Vec<(f64, f64)>> {
    let mut random = Random(3);
    let places = bench.places(count, 4).await?.into_iter().enumerate();
    let moved = places.map(|(place, (lon, lat))| {
        let distance_deg = if place % 2 == 0 { random.share() * 1.9 * ARCSEC_DEG } else { 30.0 * ARCSEC_DEG };
        let angle = random.share() * std::f64::consts::TAU;
        let across_deg = distance_deg * angle.sin() / lat.to_radians().cos();
        ((lon + across_deg).rem_euclid(360.0), lat + distance_deg * angle.cos())
    });
    Ok(moved.collect())
}

fn rows(places: &[(f64, f64)]) -> Bytes {
    let mut out = BytesMut::with_capacity(places.len() * ROW_BYTES);
    for (id, (lon, lat)) in places.iter().enumerate() {
        out.put_i16(3);
        out.put_i32(8);
        out.put_i64(id as i64);
        for angle in [lon, lat] {
            out.put_i32(8);
            out.put_f64(*angle);
        }
    }
    out.freeze()
}

fn table() -> Outcome<Table> {
    let collection = catalogue::parse("mine.toml", MINE).map_err(|problems| format!("{problems:?}"))?;
    collection.tables.into_iter().next().ok_or_else(|| "no table".into())
}

/// Rows of one size, given in batches.
struct Rows(Bytes);

impl UploadRows for Rows {
    fn batch(&mut self, out: &mut Vec<u8>) -> plugin_api::Result<u64> {
        let batch = self.0.split_to(self.0.len().min(4096 * ROW_BYTES));
        out.extend_from_slice(&batch);
        Ok((batch.len() / ROW_BYTES) as u64)
    }
}

fn uploads(rows: &Bytes) -> Outcome<Uploads> {
    let upload = Upload { table: table()?, rows: Box::new(Rows(rows.clone())) };
    Ok(Uploads::new(vec![upload], UploadLimits::default())?)
}

/// The temporary tables of a query.
fn stored(uploads: Uploads, asked: &[UploadRanges]) -> Outcome<Vec<plugin_api::Upload>> {
    Ok(uploads.held(asked)?.tables(&TestHost::default().into_host()))
}

fn adql() -> String {
    format!(
        "SELECT u.id, c.tile_id, c.number FROM TAP_UPLOAD.mine AS u JOIN {TABLE} AS c \
         ON DISTANCE(u.ra, u.dec, c.alpha_j2000, c.delta_j2000) < {RADIUS}"
    )
}

fn q3c_sql(bench: &Bench, upload: &str, columns: [&str; 3]) -> String {
    let [id, lon, lat] = columns;
    format!(
        "SELECT u.{id}, c.tile_id, c.number FROM {upload} AS u, {} AS c \
         WHERE q3c_join(u.{lon}, u.{lat}, c.alpha_j2000, c.delta_j2000, {RADIUS})",
        bench.relation
    )
}

/// The join alone: both read a stored copy of the upload with the rows in the order of the sky.
async fn in_database(bench: &Bench, count: usize, rows: &Bytes) -> Outcome<Pair> {
    let uploads = uploads(rows)?;
    let translation = translated(&adql(), &uploads.scope(&bench.scope))?;
    let stored = stored(uploads, &translation.upload_ranges)?;
    for upload in stored {
        keep(bench, crossing(upload)).await?;
    }
    let ours = translation.sql.replace("\"pg_temp\".\"upload1\"", "bench_upload");
    let q3c = q3c_sql(bench, "bench_upload", ["c1", "c2", "c3"]);
    let mut pair = Pair::new(format!("{count} uploaded rows within 2 arcsec, the join alone"), 1.0 / 1.5);
    for round in 0..=ROUNDS {
        let ours = timed(asked(&bench.database, QuerySpec::new(ours.clone()))).await?;
        let q3c = timed(asked(&bench.database, QuerySpec::new(q3c.clone()))).await?;
        pair.add(round > 0, ours, q3c);
    }
    bench.database.execute("DROP TABLE bench_upload", &[]).await?;
    Ok(pair)
}

/// Stores what would be a temporary table.
async fn keep(bench: &Bench, upload: database::Upload) -> Outcome<()> {
    let columns = upload.columns.iter().map(|column| format!("{} {}", column.name, column.type_sql));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let create = format!("DROP TABLE IF EXISTS bench_upload; CREATE UNLOGGED TABLE bench_upload ({columns})");
    bench.database.batch_execute(&create).await?;
    bench.database.copy_in("COPY bench_upload FROM STDIN (FORMAT binary)", upload.rows).await?;
    Ok(bench.database.batch_execute("ANALYZE bench_upload (c1, c2, c3)").await?)
}

/// From the rows in the caller's order: ours with covers, order and COPY, q3c's with COPY.
async fn end_to_end(bench: &Bench, count: usize, rows: &Bytes) -> Outcome<Pair> {
    let mut pair = Pair::new(format!("{count} uploaded rows within 2 arcsec, end to end"), 1.0);
    for round in 0..=ROUNDS {
        let ours = timed(ours(bench, rows)).await?;
        let q3c = timed(q3c(bench, rows)).await?;
        pair.add(round > 0, ours, q3c);
    }
    Ok(pair)
}

async fn ours(bench: &Bench, rows: &Bytes) -> Outcome<Answer> {
    let uploads = uploads(rows)?;
    let translation = translated(&adql(), &uploads.scope(&bench.scope))?;
    let stored = stored(uploads, &translation.upload_ranges)?;
    let uploads = stored.into_iter().map(crossing).collect();
    asked(&bench.database, QuerySpec { uploads, ..spec(&translation) }).await
}

async fn q3c(bench: &Bench, rows: &Bytes) -> Outcome<Answer> {
    let stored = stored(uploads(rows)?, &[])?;
    let uploads = stored.into_iter().map(crossing).collect();
    let sql = q3c_sql(bench, "pg_temp.upload1", ["c1", "c2", "c3"]);
    asked(&bench.database, QuerySpec { uploads, ..QuerySpec::new(sql) }).await
}

/// As the host hands uploads on.
fn crossing(upload: plugin_api::Upload) -> database::Upload {
    let columns = upload.table.columns.into_iter();
    let rows = upload.rows.filter_map(|item| async {
        match item {
            Ok(RowItem::Rows(batch)) => Some(Ok(batch)),
            Ok(RowItem::End { .. }) => None,
            Err(error) => Some(Err(error.into())),
        }
    });
    database::Upload {
        table: upload.table.name,
        columns: columns.map(|(name, type_sql)| UploadColumn { name, type_sql }).collect(),
        index_columns: Vec::new(),
        rows: rows.boxed(),
    }
}
