//! A million rows of twenty columns: over HTTP, and by psql's COPY of the same rows.

use std::process::Stdio;
use std::time::Instant;

use super::demo::{Demo, ask};
use super::http::target;
use super::memory;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::error::Error;
use crate::{command, console};

const ROUNDS: usize = 7;

/// Short name of the format, the most time as a multiple of COPY binary, the most memory above idle in MiB.
const FORMATS: &[(&str, &str, f64, f64)] = &[
    ("BINARY2", "votable/b2", 1.0, 16.0),
    ("BINARY", "votable/b", 1.5, 16.0),
    ("TABLEDATA", "votable/td", 1.5, 16.0),
    ("CSV", "csv", 1.3, 16.0),
    ("TSV", "tsv", 1.3, 16.0),
    ("FITS", "fits", 1.5, 16.0),
    ("Arrow", "arrow", 1.5, 16.0),
    ("JSON", "json", 2.0, 16.0),
    // Last, because what it takes stays with the process and would count for the others.
    ("Parquet", "parquet", 1.5, 32.0),
];

/// A million rows of twenty columns.
pub const ADQL: &str = "SELECT tile_id, number, alpha_j2000, delta_j2000, class_star, fwhm_world, \
    mag_auto[1] AS r, mag_auto[2] AS g, mag_auto[3] AS i, mag_auto[4] AS z, \
    mag_err_auto[1] AS er, mag_err_auto[2] AS eg, mag_err_auto[3] AS ei, mag_err_auto[4] AS ez, \
    mag_psfcor[1] AS pr, mag_psfcor[2] AS pg, mag_aper_3_0[1] AS ar, mag_aper_6_0[1] AS br, \
    flags[1] AS f, mask_flags[1] AS m FROM jplus.MagABDualObj";

/// Times of one way to get the rows, in s.
#[derive(Default)]
struct Times {
    host_s: Vec<f64>,
    copy_s: Vec<f64>,
    bytes: u64,
}

/// Every format against binary COPY, each interleaved with it; the growth of the host's memory meanwhile.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let maxrec = ("MAXREC", "10000000");
    // Before the first answer: what answers leave behind counts as growth as well.
    let idle_kib = memory::resident_kib(demo.host.pid())?;
    let sql = demo.sql_of(ADQL, &[maxrec, ("RESPONSEFORMAT", "votable/b2")])?;
    let copy = format!("COPY (\n{sql}\n) TO STDOUT (FORMAT binary)");
    for &(name, format, limit, limit_mib) in FORMATS {
        console::note(&format!("bench: transfer as {name}"));
        memory::forget_peak(demo.host.pid())?;
        let times = interleave(demo, &target(ADQL, &[maxrec, ("RESPONSEFORMAT", format)]), &copy)?;
        let growth_mib = memory::peak_kib(demo.host.pid())?.saturating_sub(idle_kib) as f64 / 1024.0;
        table.add(line(demo.objects, name, limit, &times));
        table.add(Line {
            what: format!("peak memory above idle, {name}"),
            host: format!("{growth_mib:.1} MiB"),
            database: String::new(),
            result: format!("{growth_mib:.1} MiB"),
            target: Some((format!("<= {limit_mib} MiB"), growth_mib <= limit_mib)),
        });
    }
    table.remark(
        "Transfer: the SQL of COPY is what the host runs, from the server's log; rows are read and thrown away.\n\
         Seconds are medians [least-most]; the result is the median of the ratios of neighbours.",
    );
    Ok(())
}

fn line(objects: u32, name: &str, limit: f64, times: &Times) -> Line {
    // Each pair ran within seconds: what disturbs the machine for longer disturbs both.
    let ratios: Vec<f64> = times.host_s.iter().zip(&times.copy_s).map(|(host, copy)| host / copy).collect();
    let ratio = median(&ratios);
    let rate = times.bytes as f64 / 1e6 / median(&times.host_s);
    Line {
        what: format!("{objects} rows x 20 columns, {name}, against COPY binary"),
        host: format!("{} {rate:.0} MB/s", spread(&times.host_s, "s")),
        database: spread(&times.copy_s, "s"),
        result: format!("{ratio:.2} x"),
        target: Some((format!("<= {limit:.2} x"), ratio <= limit)),
    }
}

fn interleave(demo: &Demo, target: &str, copy: &str) -> Result<Times, Error> {
    let mut times = Times::default();
    // The first pair fills caches and is thrown away.
    for round in 0..=ROUNDS {
        let begun = Instant::now();
        times.bytes = ask(&demo.host.authority, target)?;
        let host_s = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        command::run(demo.tool("psql").args(["-Xq", "-c", copy]).stdout(Stdio::null()))?;
        let copy_s = begun.elapsed().as_secs_f64();
        if round > 0 {
            times.host_s.push(host_s);
            times.copy_s.push(copy_s);
        }
    }
    Ok(times)
}
