//! Many targets in one request, against a million rows.

use std::fmt::Write;
use std::time::Instant;

use super::super::demo::Demo;
use super::super::http::Connection;
use super::super::statistics::{median, spread};
use super::super::table::{Line, Table};
use super::catalogue::{MOUNT, places};
use crate::error::Error;

const ROUNDS: usize = 5;
const CATALOGUE_ROWS: u64 = 1_000_000;
const TARGETS: usize = 100_000;
/// The most that the whole may take, from the first byte of the targets to the last of the answer.
const SECS_MAX: f64 = 2.0;
const BOUNDARY: &str = "targets-of-the-bench";

/// Uploads rows of the catalogue itself as targets; each must find itself.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let targets = places(demo, CATALOGUE_ROWS, TARGETS)?;
    for mode in ["all", "nearest"] {
        let body = body(&targets, mode);
        let mut times_secs = Vec::new();
        for round in 0..=ROUNDS {
            let begun = Instant::now();
            ask(demo, &body)?;
            if round > 0 {
                times_secs.push(begun.elapsed().as_secs_f64());
            }
        }
        let middle_secs = median(&times_secs);
        table.add(Line {
            what: format!("{TARGETS} targets against {CATALOGUE_ROWS} rows, {mode}"),
            host: spread(&times_secs, "s"),
            database: String::new(),
            result: format!("{middle_secs:.2} s"),
            target: Some((format!("<= {SECS_MAX:.1} s"), middle_secs <= SECS_MAX)),
        });
    }
    Ok(())
}

/// Asks once; an answer of too few rows is none. CSV has at least ten bytes a row here.
fn ask(demo: &Demo, body: &[u8]) -> Result<(), Error> {
    let broken = |error: std::io::Error| Error::Bench(format!("multi-cone: {error}"));
    let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let target = format!("{MOUNT}/bench/cat{CATALOGUE_ROWS}/multi");
    let outcome = connection.post_body(&target, &kind, body).map_err(broken)?;
    if outcome.status == 200 && outcome.bytes > 10 * TARGETS as u64 {
        return Ok(());
    }
    let begin = String::from_utf8_lossy(&outcome.begin);
    Err(Error::Bench(format!("multi-cone: status {}, {} bytes: {begin}", outcome.status, outcome.bytes)))
}

fn body(targets: &[(String, String)], mode: &str) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in
        [("SR", "0.0003"), ("MODE", mode), ("VERB", "1"), ("RESPONSEFORMAT", "csv"), ("MAXREC", "1000000")]
    {
        // Writing to a string cannot fail.
        let _ = write!(
            body,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let _ = write!(
        body,
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"TARGETS\"; filename=\"targets.csv\"\r\n\
         Content-Type: text/csv\r\n\r\nnumber,ra,dec\n"
    );
    for (number, (lon, lat)) in targets.iter().enumerate() {
        let _ = writeln!(body, "{number},{lon},{lat}");
    }
    let _ = write!(body, "\r\n--{BOUNDARY}--\r\n");
    body.into_bytes()
}
