//! The ADQL translator alone: a typical query, and the widest ones.

use std::path::Path;

use super::table::{Line, Table};
use crate::error::Error;
use crate::{cargo, command};

/// The most that a typical cone query may take, in microseconds.
const CONE_MAX_US: f64 = 50.0;
/// The most that a query of 100,000 elements, terms or operands may take, in microseconds.
const WIDE_MAX_US: f64 = 300_000.0;

/// Parse, plan and print times of each query that the example `speed` knows.
pub fn measure(root: &Path, table: &mut Table) -> Result<(), Error> {
    let program = ["run", "--quiet", "--release", "--package", "adql", "--example", "speed"];
    let answer = command::output(&mut cargo::cargo(root, &program))?;
    for line in answer.lines() {
        table.add(judged(line).ok_or_else(|| Error::Bench(format!("not a line of times: `{line}`")))?);
    }
    Ok(())
}

/// A line of the table for `name parse plan print`.
fn judged(line: &str) -> Option<Line> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let times: Vec<f64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    let [parse, plan, print] = times[..] else { return None };
    let (what, max) = match name {
        "cone" => ("ADQL: a cone of 0.1 deg".to_owned(), CONE_MAX_US),
        wide => (format!("ADQL: {} of 100,000", wide.replace('_', " ")), WIDE_MAX_US),
    };
    let sum = parse + plan + print;
    Some(Line {
        what,
        host: format!("parse {parse:.0} us, plan {plan:.0} us, print {print:.0} us"),
        database: String::new(),
        result: format!("{sum:.0} us"),
        target: Some((format!("<= {max:.0} us"), sum <= max)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_added_and_judged() {
        let line = judged("UNION_ALL 100000.0 150000.0 60000.0").unwrap();
        assert_eq!((line.what.as_str(), line.result.as_str()), ("ADQL: UNION ALL of 100,000", "310000 us"));
        assert_eq!(line.target, Some(("<= 300000 us".to_owned(), false)));
        assert!(judged("cone 1.0 2.0").is_none());
    }
}
