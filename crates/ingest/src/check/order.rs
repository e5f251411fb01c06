//! What it costs that the rows of a table are not in the order of their cells.

use conf_file::Problem;
use sky::LAST_CELL;
use tokio_postgres::{Client, Error};

use super::Findings;
use super::places::Where;
use crate::live::LiveTable;
use crate::row::quoted;

/// From this correlation on the rows are in order, but for some that came later.
const ORDERED: f32 = 0.95;

/// Smaller tables are in memory, whatever their order is; in pages of 8 KiB.
const SMALL_BYTES: u64 = 8 << 20;

/// The area of a cone of 0.1 degrees in square degrees, and that of the sky.
const CONE_SQ_DEG: f64 = 0.0314;
const SKY_SQ_DEG: f64 = 41_253.0;

/// How many cones are tried, and how many rows of each are counted.
const CONES: u32 = 8;
const ROWS: u32 = 20_000;

/// Tries cones where the server says that the order is bad, and tells what they read and would have to.
pub(super) async fn check(
    client: &Client,
    at: &Where<'_>,
    live: &LiveTable,
    healpix: &str,
    found: &mut Findings,
) -> Result<(), Error> {
    let correlation = live.column(healpix).and_then(|column| column.correlation);
    let Some(correlation) = correlation.filter(|correlation| correlation.abs() < ORDERED) else {
        return Ok(());
    };
    if live.size_bytes < SMALL_BYTES {
        return Ok(());
    }
    let Some((rows, pages)) = tried(client, at, live, healpix).await? else { return Ok(()) };
    let sql = "SELECT greatest(c.reltuples, 1)::float8 / greatest(c.relpages, 1) FROM pg_class c WHERE c.oid = $1::text::regclass";
    let rows_per_page: f64 = client.query_one(sql, &[&at.sql()]).await?.get(0);
    let ideal = (rows / rows_per_page.max(1.0)).ceil().max(1.0);
    if pages < 3.0 * ideal + 4.0 {
        return Ok(());
    }
    let key = if at.part == 0 { "position" } else { "parts" };
    let message = format!(
        "the rows of `{}` are not in the order of `{healpix}` (correlation {correlation:.2}): a cone of 0.1 degrees \
         meets about {rows:.0} rows on {pages:.0} pages, where {ideal:.0} would hold them",
        at.shown()
    );
    let hint = format!(
        "at a quiet time, CLUSTER {} USING its index on {healpix}, which locks the table; or write the rows anew: \
         CREATE TABLE ... AS SELECT * FROM {} ORDER BY {healpix}",
        at.sql(),
        at.sql()
    );
    found.warnings.push(Problem::new(at.place(key), message).hint(hint));
    Ok(())
}

/// The rows that cones round some rows meet, and the pages on which they are, on average.
async fn tried(
    client: &Client,
    at: &Where<'_>,
    live: &LiveTable,
    healpix: &str,
) -> Result<Option<(f64, f64)>, Error> {
    let cell = quoted(healpix);
    // A cone has about as many cells as its area, in one range here: the same rows, and as many pages.
    let half = (LAST_CELL as f64 * CONE_SQ_DEG / SKY_SQ_DEG / 2.0) as i64;
    let share = (100.0 * 500.0 / live.rows_estimate.unwrap_or(1).max(1) as f64).clamp(1e-5, 100.0);
    let sql = format!(
        "SELECT avg(met.rows)::float8, avg(met.pages)::float8 FROM \
         (SELECT cell FROM (SELECT {cell} AS cell FROM {table} TABLESAMPLE SYSTEM ({share}) \
            WHERE {cell} IS NOT NULL LIMIT 500) AS picked ORDER BY random() LIMIT {CONES}) AS centre, \
         LATERAL (SELECT count(*) AS rows, count(DISTINCT page) AS pages FROM \
           (SELECT split_part(ctid::text, ',', 1) AS page FROM {table} AS t \
            WHERE t.{cell} BETWEEN centre.cell - $1 AND centre.cell + $1 LIMIT {ROWS}) AS r) AS met",
        table = at.sql()
    );
    let row = client.query_one(&sql, &[&half]).await?;
    Ok(row.get::<_, Option<f64>>(0).zip(row.get::<_, Option<f64>>(1)))
}
