//! Small queries: the time that the host adds to the database's own, and how many it answers a second.

use std::time::Duration;

use super::demo::{Demo, ask};
use super::http::target;
use super::load::{self, Load};
use super::pgbench;
use super::statistics::{median, quantile};
use super::table::{Line, Table};
use crate::error::Error;

const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(4);
const WARM_UP: Duration = Duration::from_secs(1);
const MANY: usize = 16;

/// The first ten objects.
pub const TOP: &str =
    "SELECT TOP 10 tile_id, number, alpha_j2000, delta_j2000, mag_auto FROM jplus.MagABDualObj";
const CONE: &str = "SELECT tile_id, number, alpha_j2000, delta_j2000, mag_auto[1] AS r FROM jplus.MagABDualObj \
    WHERE 1 = CONTAINS(POINT('ICRS', alpha_j2000, delta_j2000), CIRCLE('ICRS', LON, LAT, 0.1))";

/// TOP 10 and a cone, at one client and at sixteen.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let (lon, lat) = place(demo)?;
    let cone = CONE.replace("LON", &lon).replace("LAT", &lat);
    for (name, adql) in [("TOP 10", TOP), ("cone of 0.1 deg", cone.as_str())] {
        let sql = demo.sql_of(adql, &[])?;
        let (host, database) = pair(demo, adql, &sql, 1)?;
        table.add(line_of_time(name, &host, &database));
        let (host, database) = pair(demo, adql, &sql, MANY)?;
        table.add(line_of_rate(name, &host, &database));
        let bytes = ask(&demo.host.authority, &target(adql, &[]))?;
        let rows = demo.value(&format!("SELECT count(*) FROM (\n{sql}\n) AS answer"))?;
        table.remark(format!(
            "{name}: {rows} rows, {bytes} bytes of VOTable; pgbench -M prepared runs the host's SQL."
        ));
    }
    Ok(())
}

/// The position of an object in the middle of the table.
fn place(demo: &Demo) -> Result<(String, String), Error> {
    let middle = demo.objects / 2;
    let adql = format!(
        "SELECT alpha_j2000, delta_j2000 FROM jplus.MagABDualObj ORDER BY alpha_j2000 OFFSET {middle}"
    );
    let sql = demo.sql_of(&adql, &[("MAXREC", "1")])?;
    let first = demo.value(&sql)?;
    let (lon, lat) = first.split_once('|').ok_or_else(|| Error::Bench("the main table is empty".into()))?;
    Ok((lon.to_owned(), lat.to_owned()))
}

/// The host and pgbench in turns, so that both see the same machine.
fn pair(demo: &Demo, adql: &str, sql: &str, clients: usize) -> Result<(Load, Load), Error> {
    let target = target(adql, &[]);
    load::run(&demo.host.authority, &target, clients, WARM_UP)?;
    let (mut host, mut database) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        host.push(load::run(&demo.host.authority, &target, clients, ROUND)?);
        database.push(pgbench::run(demo, sql, clients, ROUND)?);
    }
    Ok((join(&host), join(&database)))
}

/// All times, and the median of the rates.
fn join(rounds: &[Load]) -> Load {
    let rates: Vec<f64> = rounds.iter().map(|round| round.rate).collect();
    Load {
        times_ms: rounds.iter().flat_map(|round| round.times_ms.iter().copied()).collect(),
        rate: median(&rates),
    }
}

fn line_of_time(name: &str, host: &Load, database: &Load) -> Line {
    let text = |load: &Load| {
        format!("p50 {:.2} ms, p99 {:.2} ms", median(&load.times_ms), quantile(&load.times_ms, 0.99))
    };
    let added_ms = median(&host.times_ms) - median(&database.times_ms);
    Line {
        what: format!("{name}, 1 client"),
        host: text(host),
        database: text(database),
        result: format!("{added_ms:+.2} ms"),
        target: Some(("<= +1.00 ms".into(), added_ms <= 1.0)),
    }
}

fn line_of_rate(name: &str, host: &Load, database: &Load) -> Line {
    let text = |load: &Load| format!("{:.0}/s, p50 {:.2} ms", load.rate, median(&load.times_ms));
    Line {
        what: format!("{name}, {MANY} clients"),
        host: text(host),
        database: text(database),
        result: format!("{:.0}/s", host.rate),
        target: Some((">= 3000/s".into(), host.rate >= 3000.0)),
    }
}
