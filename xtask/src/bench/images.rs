//! Searches of a million images by their footprints, in the database and at a client of the host.

mod client;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use super::table::{Line, Table};
use crate::error::Error;
use crate::{cargo, command, console, setup};

/// The most that a search may take, planned and executed, in milliseconds.
const SEARCH_MAX_MS: f64 = 5.0;

/// Percentiles of each kind of search that the example `images` of the crate `adql` knows, then of SIA 2.0 over HTTP.
pub fn measure(root: &Path, table: &mut Table) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Bench)?;
    command::run(&mut cargo::build(root))?;
    console::note("bench: images (a million rows are made first, which takes some minutes)");
    let mut program =
        cargo::cargo(root, &["run", "--quiet", "--release", "--package", "adql", "--example", "images"]);
    program.stdin(Stdio::piped()).stdout(Stdio::piped());
    let started = program.spawn().map_err(|source| command::cannot_start(&program, source))?;
    let mut survey = Survey(started);
    let connection = survey.read(table)?;
    table.remark(
        "images: 1,000,008 footprints of 0.2 to 1.4 deg; circles of 0.1 deg, polygons and ranges of 1 x 1 deg; \
         planning and execution by EXPLAIN ANALYZE of the SQL that the translator prints.",
    );
    client::measure(root, &connection, table)
}

/// The program with the server; it ends when it is dropped.
struct Survey(Child);

impl Survey {
    /// Reads its lines; gives the connection string of its server.
    fn read(&mut self, table: &mut Table) -> Result<String, Error> {
        let ended = || Error::Bench("the example `images` ended before its server was ready".into());
        let mut lines = BufReader::new(self.0.stdout.take().ok_or_else(ended)?).lines();
        while let Some(Ok(line)) = lines.next() {
            match line.strip_prefix("server ") {
                Some(connection) => return Ok(connection.to_owned()),
                None => {
                    table.add(
                        judged(&line)
                            .ok_or_else(|| Error::Bench(format!("not a line of times: `{line}`")))?,
                    );
                }
            }
        }
        Err(ended())
    }
}

impl Drop for Survey {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // A child that cannot be waited for is gone.
        drop(self.0.wait());
    }
}
/// A line of the table for `name p50 p90 p99 found tested`.
fn judged(line: &str) -> Option<Line> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let numbers: Vec<f64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    let [p50, p90, p99, found, tested] = numbers[..] else { return None };
    Some(Line {
        what: format!("images: {name}, {found} of {tested} rows"),
        host: String::new(),
        database: format!("p90 {p90:.2} ms, p99 {p99:.2} ms"),
        result: format!("p50 {p50:.2} ms"),
        target: Some((format!("<= {SEARCH_MAX_MS} ms"), p50 <= SEARCH_MAX_MS)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_told_and_the_median_is_judged() {
        let line = judged("circle 1.20 2.50 9.00 73 91").unwrap();
        assert_eq!(
            (line.what.as_str(), line.result.as_str()),
            ("images: circle, 73 of 91 rows", "p50 1.20 ms")
        );
        assert_eq!(line.database, "p90 2.50 ms, p99 9.00 ms");
        assert_eq!(line.target, Some(("<= 5 ms".to_owned(), true)));
        assert!(judged("circle 1.20 2.50").is_none());
    }
}
