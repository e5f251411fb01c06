//! Small queries while four large downloads run.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::demo::{Demo, ask};
use super::http::target;
use super::latency::TOP;
use super::load;
use super::statistics::{median, quantile};
use super::table::{Line, Table};
use super::transfer;
use crate::error::Error;

const ROUND: Duration = Duration::from_secs(12);
const DOWNLOADS: [[&str; 4]; 2] = [["votable/b2"; 4], ["votable/td", "csv", "fits", "parquet"]];

/// The p99 of TOP 10 beside four downloads of a million rows, against its p99 when nothing else runs.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let top = target(TOP, &[]);
    load::run(&demo.host.authority, &top, 1, Duration::from_secs(1))?;
    for formats in DOWNLOADS {
        let idle = load::run(&demo.host.authority, &top, 1, ROUND / 3)?;
        let ended = AtomicBool::new(false);
        let downloads = AtomicU64::new(0);
        let busy = std::thread::scope(|scope| {
            let threads: Vec<_> = formats
                .iter()
                .map(|format| scope.spawn(|| download(demo, format, &ended, &downloads)))
                .collect();
            // The downloads are under way before the first query counts.
            std::thread::sleep(Duration::from_millis(500));
            let busy = load::run(&demo.host.authority, &top, 1, ROUND);
            ended.store(true, Ordering::Relaxed);
            for thread in threads {
                thread.join().map_err(|_| Error::Bench("a download panicked".into()))??;
            }
            busy
        })?;
        let p99 = |times: &[f64]| quantile(times, 0.99);
        let beyond_ms = p99(&busy.times_ms) - p99(&idle.times_ms);
        let text = |times: &[f64]| format!("p50 {:.2} ms, p99 {:.2} ms", median(times), p99(times));
        let kinds = if formats[0] == formats[1] { formats[0].to_owned() } else { formats.join(", ") };
        table.add(Line {
            what: format!("TOP 10 beside four downloads ({kinds}; {} ended)", downloads.into_inner()),
            host: text(&busy.times_ms),
            database: format!("idle: {}", text(&idle.times_ms)),
            result: format!("p99 {beyond_ms:+.1} ms"),
            target: Some(("<= +50.0 ms".into(), beyond_ms <= 50.0)),
        });
    }
    Ok(())
}

fn download(demo: &Demo, format: &str, ended: &AtomicBool, downloads: &AtomicU64) -> Result<(), Error> {
    let target = target(transfer::ADQL, &[("MAXREC", "10000000"), ("RESPONSEFORMAT", format)]);
    while !ended.load(Ordering::Relaxed) {
        ask(&demo.host.authority, &target)?;
        downloads.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
