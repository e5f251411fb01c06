//! Searches of a million images by their footprints, in the database.

use std::path::Path;

use super::table::{Line, Table};
use crate::error::Error;
use crate::{cargo, command, console, setup};

/// The most that a search may take, planned and executed, in milliseconds.
const SEARCH_MAX_MS: f64 = 5.0;

/// Percentiles of each kind of search that the example `images` of the crate `adql` knows.
pub fn measure(root: &Path, table: &mut Table) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Bench)?;
    console::note("bench: images (a million rows are made first, which takes some minutes)");
    let program = ["run", "--quiet", "--release", "--package", "adql", "--example", "images"];
    let answer = command::output(&mut cargo::cargo(root, &program))?;
    for line in answer.lines() {
        table.add(judged(line).ok_or_else(|| Error::Bench(format!("not a line of times: `{line}`")))?);
    }
    table.remark(
        "images: 1,000,008 footprints of 0.2 to 1.4 deg; circles of 0.1 deg, polygons and ranges of 1 x 1 deg; \
         planning and execution by EXPLAIN ANALYZE of the SQL that the translator prints.",
    );
    Ok(())
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
