//! The HEALPix column of a table with positions: whether it is there, indexed and right.

use catalogue::{PgBase, PgType};
use conf_file::Problem;
use sky::{Frame, Healpix, SkyPosition};
use tokio_postgres::{Client, Error};

use super::places::Where;
use super::{Findings, is_stored, order};
use crate::live::{LiveKind, LiveTable};
use crate::row::quoted;

/// How many rows are looked at for wrong cells, about.
const SAMPLE: u64 = 2_000;

/// How many rows without a cell are counted at most.
const COUNTED: u32 = 100_000;

/// Compares the column with the positions.
pub(super) async fn check(
    client: &Client,
    at: &Where<'_>,
    live: &LiveTable,
    found: &mut Findings,
) -> Result<(), Error> {
    if at.table.position.is_none() {
        return Ok(());
    }
    let key = if at.part == 0 { "position" } else { "parts" };
    let mend = format!("run `armilla index {}`", at.shown());
    let Some(healpix) = at.healpix() else {
        if at.part == 0 && live.kind != LiveKind::Foreign {
            let message = format!(
                "`{}` has positions and no HEALPix column: each cone reads the whole table",
                at.shown()
            );
            found.warnings.push(Problem::new(at.place(key), message).hint(mend));
        }
        return Ok(());
    };
    let Some(column) = live.column(healpix) else {
        let message = format!("`{}` has no column `{healpix}` with the HEALPix index", at.shown());
        found.problems.push(Problem::new(at.place(key), message).hint(mend));
        return Ok(());
    };
    if column.pg_type != Some(PgType::scalar(PgBase::Int8)) {
        let message = format!("column `{healpix}` of `{}` is `{}`, not bigint", at.shown(), column.type_name);
        found.problems.push(Problem::new(at.place(key), message).hint(mend));
        return Ok(());
    }
    let indexed = live.is_indexed(healpix);
    if !indexed && matches!(live.kind, LiveKind::Table | LiveKind::Partitioned | LiveKind::MaterialisedView) {
        let message =
            format!("no index serves `{healpix}` of `{}`: each cone reads the whole table", at.shown());
        found.warnings.push(Problem::new(at.place(key), message).hint(mend.clone()));
    }
    if let Some(columns) = at.position() {
        let has = |name: &str| live.column(name).is_some();
        if has(columns.0) && has(columns.1) {
            values(client, at, live, healpix, columns, indexed, found).await?;
        }
    }
    if indexed && is_stored(live) {
        order::check(client, at, live, healpix, found).await?;
    }
    Ok(())
}

/// Looks for rows without a cell, and for cells of other places.
async fn values(
    client: &Client,
    at: &Where<'_>,
    live: &LiveTable,
    healpix: &str,
    (lon, lat): (&str, &str),
    indexed: bool,
    found: &mut Findings,
) -> Result<(), Error> {
    let (cell, lon, lat) = (quoted(healpix), quoted(lon), quoted(lat));
    let mend = format!("run `armilla index {}`", at.shown());
    let mut tell = |message: String| {
        found.problems.push(Problem::new(at.place("position"), message).hint(mend.clone()));
    };
    if indexed {
        // Only finite longitudes and latitudes up to the poles are positions.
        let sql = format!(
            "SELECT count(*) FROM (SELECT FROM {} WHERE {cell} IS NULL AND {lat} BETWEEN -90 AND 90 \
             AND {lon} > '-infinity' AND {lon} < 'infinity' LIMIT {COUNTED}) AS s",
            at.sql()
        );
        let count: i64 = client.query_one(&sql, &[]).await?.get(0);
        if count > 0 {
            let more = if count == i64::from(COUNTED) { " or more" } else { "" };
            tell(format!(
                "{count}{more} rows of `{}` have a position and no `{healpix}`: no cone finds them",
                at.shown()
            ));
        }
    }
    let sql = format!(
        "SELECT {lon}::float8, {lat}::float8, {cell} FROM {}{} WHERE {cell} IS NOT NULL LIMIT {SAMPLE}",
        at.sql(),
        sampled(live)
    );
    let rows = client.query(&sql, &[]).await?;
    // The index is in ICRS, whatever the frame of the position is.
    let frame = at.table.position.as_ref().map_or(Frame::Icrs, |position| position.frame.into());
    let is_wrong = |row: &&tokio_postgres::Row| {
        let (lon, lat): (Option<f64>, Option<f64>) = (row.get(0), row.get(1));
        let position = lon.zip(lat).and_then(|(lon, lat)| SkyPosition::new(lon, lat).ok());
        let cell = position.map(|position| Healpix::index(&Frame::rotate(frame, Frame::Icrs, &position)));
        row.get::<_, Option<i64>>(2) != cell
    };
    let wrong = rows.iter().filter(is_wrong).count();
    if wrong > 0 {
        tell(format!(
            "of {} sampled rows of `{}` {wrong} have a `{healpix}` that is not that of their position",
            rows.len(),
            at.shown()
        ));
    }
    Ok(())
}

/// Which part of the blocks is looked at: all of a small table and of what has no blocks.
fn sampled(live: &LiveTable) -> String {
    let share = 100.0 * 2.0 * SAMPLE as f64 / live.rows_estimate.unwrap_or(0).max(1) as f64;
    match is_stored(live) && share < 100.0 {
        true => format!(" TABLESAMPLE SYSTEM ({share})"),
        false => String::new(),
    }
}
