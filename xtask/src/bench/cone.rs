//! Cone searches: against the same statement in PostgreSQL, under load, and in catalogues of all sizes.

mod catalogue;
mod many;
mod wrk;

use std::time::Duration;

use super::demo::{Demo, ask};
use super::load::{self, Load};
use super::pgbench;
use super::statistics::{median, quantile};
use super::table::{Line, Table};
use crate::console;
use crate::error::Error;

use catalogue::Catalogue;
use wrk::Outcome;

/// Rows of the catalogues; all have the same density, so that a cone has 16 rows in each.
const SIZES: [u64; 3] = [100_000, 1_000_000, 10_000_000];

const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(4);
const WARM_UP: Duration = Duration::from_secs(2);

/// The least requests a second with 16 clients.
const RATE_MIN: f64 = 3000.0;
/// The most that the 99th percentile may be then, in ms.
const P99_MAX_MS: f64 = 25.0;
/// By how much a cone in the largest catalogue may cost more than in the smallest.
const GROWTH_MAX: f64 = 1.25;

/// What one catalogue gave.
struct Measured {
    rows: u64,
    alone: Load,
    database: Load,
    loaded: Vec<Outcome>,
}

/// One client and sixteen, in catalogues of three sizes; then many targets at once.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let catalogue = Catalogue::publish(demo, &SIZES)?;
    let mut all = Vec::new();
    for rows in SIZES {
        console::note(&format!("bench: cones in {rows} rows"));
        all.push(measured(demo, &catalogue, rows)?);
    }
    for measured in &all {
        table.add(line_of_time(measured));
        table.add(line_of_rate(measured));
        table.add(line_of_p99(measured));
    }
    if let [smallest, .., largest] = all.as_slice() {
        table.add(line_of_growth(smallest, largest));
    }
    many::measure(demo, table)?;
    table.remark(
        "Cones: SR=0.1 and VERB=3, TABLEDATA; wrk asks for 1000 cones all over the catalogue with 16 connections and two\n\
         threads on the same machine. pgbench -M prepared runs the host's SQL for one of them.",
    );
    Ok(())
}

fn measured(demo: &Demo, catalogue: &Catalogue, rows: u64) -> Result<Measured, Error> {
    let authority = &demo.host.authority;
    let targets = catalogue.targets(demo, rows)?;
    let target = targets.first().ok_or_else(|| Error::Bench(format!("no cone in {rows} rows")))?;
    let sql = demo.sql_of_target(target)?;
    let script = wrk::script(demo, rows, &targets)?;
    load::run(authority, target, 1, WARM_UP)?;
    wrk::run(authority, &script, WARM_UP)?;
    let mut measured =
        Measured { rows, alone: Load::default(), database: Load::default(), loaded: Vec::new() };
    for _ in 0..ROUNDS {
        measured.alone.times_ms.extend(load::run(authority, target, 1, ROUND)?.times_ms);
        measured.database.times_ms.extend(pgbench::run(demo, &sql, 1, ROUND)?.times_ms);
        measured.loaded.push(wrk::run(authority, &script, ROUND)?);
    }
    ask(authority, target)?;
    Ok(measured)
}

fn what(measured: &Measured, clients: &str) -> String {
    format!("cone of 0.1 deg in {} rows, {clients}", measured.rows)
}

fn line_of_time(measured: &Measured) -> Line {
    let text = |load: &Load| {
        format!("p50 {:.2} ms, p99 {:.2} ms", median(&load.times_ms), quantile(&load.times_ms, 0.99))
    };
    let added_ms = median(&measured.alone.times_ms) - median(&measured.database.times_ms);
    Line {
        what: what(measured, "1 client"),
        host: text(&measured.alone),
        database: text(&measured.database),
        result: format!("{added_ms:+.2} ms"),
        target: Some(("<= +1.00 ms".into(), added_ms <= 1.0)),
    }
}

fn line_of_rate(measured: &Measured) -> Line {
    let rates: Vec<f64> = measured.loaded.iter().map(|outcome| outcome.rate).collect();
    let [lowest, middle, highest] = [quantile(&rates, 0.0), median(&rates), quantile(&rates, 1.0)];
    Line {
        what: what(measured, "16 clients"),
        host: format!("{middle:.0}/s [{lowest:.0}-{highest:.0}]"),
        database: String::new(),
        result: format!("{middle:.0}/s"),
        target: Some((format!(">= {RATE_MIN:.0}/s"), middle >= RATE_MIN)),
    }
}

fn line_of_p99(measured: &Measured) -> Line {
    let of = |value: fn(&Outcome) -> f64| -> f64 {
        median(&measured.loaded.iter().map(value).collect::<Vec<_>>())
    };
    let (p50_ms, p99_ms) = (of(|outcome| outcome.p50_ms), of(|outcome| outcome.p99_ms));
    Line {
        what: what(measured, "16 clients"),
        host: format!("p50 {p50_ms:.2} ms, p99 {p99_ms:.2} ms"),
        database: String::new(),
        result: format!("p99 {p99_ms:.1} ms"),
        target: Some((format!("<= {P99_MAX_MS:.0} ms"), p99_ms <= P99_MAX_MS)),
    }
}

fn line_of_growth(smallest: &Measured, largest: &Measured) -> Line {
    let ratio = |of: fn(&Measured) -> &Load| median(&of(largest).times_ms) / median(&of(smallest).times_ms);
    let (host, database) = (ratio(|measured| &measured.alone), ratio(|measured| &measured.database));
    Line {
        what: format!("cost of a cone, {} rows against {}", largest.rows, smallest.rows),
        host: format!("{host:.2} x"),
        database: format!("{database:.2} x"),
        result: format!("{host:.2} x"),
        target: Some((format!("<= {GROWTH_MAX:.2} x"), host <= GROWTH_MAX)),
    }
}
