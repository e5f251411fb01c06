//! A composed table against one table with the same numbers in two arrays of 944 elements each, pair by pair.

use std::path::Path;
use std::time::Duration;

use super::demo::Demo;
use super::pgbench;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::error::Error;
use crate::{cargo, command, console, setup};

const OBJECTS: u32 = 20_000;
const ROUNDS: usize = 5;
/// How long each side runs in a round.
const TIME: Duration = Duration::from_secs(1);

/// The parts, in the order in which the wide table has their arrays.
const APERTURES: [&str; 16] = [
    "aper_0_8",
    "aper_1_0",
    "aper_1_2",
    "aper_1_5",
    "aper_2_0",
    "aper_2_5",
    "aper_3_0",
    "aper_3_5",
    "aper_4_0",
    "aper_5_0",
    "aper_6_0",
    "aper_8_0",
    "aper_cor_3_0",
    "aper_cor_6_0",
    "auto",
    "psfcor",
];
const FILTERS: usize = 59;

/// The same question twice.
struct Pair {
    what: &'static str,
    /// For the host, whose SQL is measured.
    adql: String,
    /// For the wide table.
    sql: String,
    /// The composed table should be at least this many times as fast.
    target: f64,
}

/// Times of the SQL that the host prints for the composed table, and of the same on the wide table.
pub fn measure(root: &Path, table: &mut Table) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Bench)?;
    command::run(&mut cargo::build(root))?;
    let demo = Demo::of_survey(root, "jpas", OBJECTS, "var/bench/jpas")?;
    console::note("bench: composed");
    make_wide_table(&demo)?;
    for pair in pairs() {
        let line = compare(&demo, &pair)?;
        table.add(line);
    }
    let sizes = demo.value(
        "SELECT pg_size_pretty(sum(pg_total_relation_size(oid)) FILTER (WHERE relnamespace = 'sim_jpas'::regnamespace))
         || ' composed, ' || pg_size_pretty(max(pg_total_relation_size(oid)) FILTER (WHERE relname = 'wide')) || ' wide'
         FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('sim_jpas'::regnamespace, 'bench'::regnamespace)",
    )?;
    table.remark(format!(
        "composed: {OBJECTS} objects of 1888 numbers; left a core and 16 apertures of 2 x real[59], right one table with \
         2 x real[944]; on disk {sizes}."
    ));
    Ok(())
}

fn pairs() -> [Pair; 4] {
    // Element 30 of the arrays of 3 and of 6 arcsec.
    let (three, six) = (place("aper_3_0", 30), place("aper_6_0", 30));
    let four = [10, 20, 30, 40];
    let avg =
        |element: &dyn Fn(usize) -> String| four.map(|filter| format!("AVG({})", element(filter))).join(", ");
    [
        Pair {
            what: "avg of one element",
            adql: "SELECT AVG(mag_aper_3_0[30]) FROM jpas.MagABDualObj".into(),
            sql: format!("SELECT avg(mag[{three}]::float8) FROM bench.wide"),
            target: 5.0,
        },
        Pair {
            what: "avg of four elements",
            adql: format!(
                "SELECT {} FROM jpas.MagABDualObj",
                avg(&|filter| format!("mag_aper_3_0[{filter}]"))
            ),
            sql: format!(
                "SELECT {} FROM bench.wide",
                avg(&|filter| format!("mag[{}]::float8", place("aper_3_0", filter)))
            ),
            target: 5.0,
        },
        Pair {
            what: "avg of a difference of two apertures",
            adql: "SELECT AVG(mag_aper_3_0[30] - mag_aper_6_0[30]) FROM jpas.MagABDualObj".into(),
            sql: format!("SELECT avg(mag[{three}]::float8 - mag[{six}]::float8) FROM bench.wide"),
            target: 3.0,
        },
        Pair {
            what: "avg of a scalar column",
            adql: "SELECT AVG(mag_auto_isdss) FROM jpas.MagABDualObj".into(),
            sql: "SELECT avg(mag_auto_isdss::float8) FROM bench.wide".into(),
            target: 0.9,
        },
    ]
}

/// The place in the wide arrays of an aperture's filter.
fn place(aperture: &str, filter: usize) -> usize {
    APERTURES.iter().position(|known| *known == aperture).unwrap_or_default() * FILTERS + filter
}

/// Makes the wide table from the composed one, in the same order, unless an earlier run has.
fn make_wide_table(demo: &Demo) -> Result<(), Error> {
    if demo.value("SELECT to_regclass('bench.wide')::text")? == "bench.wide" {
        return Ok(());
    }
    console::note("bench: making one wide table of the same numbers");
    let arrays = |column: &str| APERTURES.map(|aperture| format!("{aperture}.{column}")).join(" || ");
    let joins =
        APERTURES.map(|aperture| format!(" JOIN sim_jpas.mag_{aperture} AS {aperture} USING (object_id)"));
    let sql = format!(
        "BEGIN; CREATE SCHEMA IF NOT EXISTS bench; CREATE TABLE bench.wide AS SELECT core.*, {} AS mag, {} AS err
         FROM sim_jpas.magabdualobj AS core{} ORDER BY core.hpx;
         CREATE UNIQUE INDEX ON bench.wide (object_id); CREATE INDEX ON bench.wide (hpx); ANALYZE bench.wide; COMMIT",
        arrays("mag"),
        arrays("err"),
        joins.concat()
    );
    demo.value(&sql).map(|_| ())
}

fn compare(demo: &Demo, pair: &Pair) -> Result<Line, Error> {
    let composed = demo.sql_of(&pair.adql, &[])?;
    same_answer(demo, &composed, &pair.sql)?;
    let (mut ours_ms, mut wide_ms, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let ours = median(&pgbench::run(demo, &composed, 1, TIME)?.times_ms);
        let wide = median(&pgbench::run(demo, &pair.sql, 1, TIME)?.times_ms);
        ours_ms.push(ours);
        wide_ms.push(wide);
        ratios.push(wide / ours);
    }
    let ratio = median(&ratios);
    Ok(Line {
        what: format!("composed: {}", pair.what),
        host: spread(&ours_ms, "ms"),
        database: spread(&wide_ms, "ms"),
        result: format!("{ratio:.1} times as fast"),
        target: Some((format!(">= {} times", pair.target), ratio >= pair.target)),
    })
}

/// Both statements give the same numbers, to the digits that the order of a sum leaves alone.
fn same_answer(demo: &Demo, one: &str, other: &str) -> Result<(), Error> {
    let numbers = |text: String| -> Vec<f64> { text.split('|').filter_map(|one| one.parse().ok()).collect() };
    let (a, b) = (numbers(demo.value(one)?), numbers(demo.value(other)?));
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * b.abs();
    match !a.is_empty() && a.len() == b.len() && a.iter().zip(&b).all(near) {
        true => Ok(()),
        false => Err(Error::Bench(format!("different answers: {a:?} and {b:?}\n{one}\n{other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_the_wide_arrays_follow_aperture_by_aperture() {
        assert_eq!((place("aper_0_8", 1), place("aper_3_0", 30), place("psfcor", 59)), (1, 384, 944));
    }
}
