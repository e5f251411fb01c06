//! Searches on the sky against q3c, both in the same database.

use serde_json::Value;

use super::demo::Demo;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::error::Error;
use crate::{cargo, command};

/// The measuring program, an example of the service crate: developer commands use nothing of ours.
const PROGRAM: &str = "sky_bench";

/// Cones, polygons and joins of uploads, each in turns with q3c.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let built = ["build", "--release", "--package", "service", "--example", PROGRAM];
    command::run(&mut cargo::cargo(&demo.root, &built))?;
    let mut program = std::process::Command::new(demo.root.join("target/release/examples").join(PROGRAM));
    program.arg(demo.connection()).arg(demo.folder.join("conf.d/collections/sim-dr1.toml"));
    for line in command::output(&mut program)?.lines() {
        let value: Value =
            serde_json::from_str(line).map_err(|error| Error::Bench(format!("`{line}`: {error}")))?;
        match value.get("absent").and_then(Value::as_str) {
            Some(why) => table.remark(format!("Sky: skipped, since q3c is not installed here: {why}")),
            None => {
                table.add(judged(&value).ok_or_else(|| Error::Bench(format!("`{line}` lacks a figure")))?)
            }
        }
    }
    table.remark(
        "Sky: the column PostgreSQL is q3c in the same server, by the same driver; ours begins with the text in ADQL.\n\
         The result is the median of the ratios of neighbours; each answer is compared row by row.",
    );
    Ok(())
}

/// A measurement; one whose answers differ misses its target, however fast it is.
fn judged(value: &Value) -> Option<Line> {
    let times =
        |key: &str| -> Option<Vec<f64>> { value.get(key)?.as_array()?.iter().map(Value::as_f64).collect() };
    let (ours_ms, q3c_ms) = (times("ours_ms")?, times("q3c_ms")?);
    let (target, differing) = (value.get("target")?.as_f64()?, value.get("differing")?.as_u64()?);
    let ratios: Vec<f64> = ours_ms.iter().zip(&q3c_ms).map(|(ours, q3c)| ours / q3c).collect();
    let ratio = median(&ratios);
    let result = match differing {
        0 => format!("{ratio:.2} x"),
        differing => format!("{ratio:.2} x, {differing} answers differ"),
    };
    Some(Line {
        what: format!("{}, {} rows", value.get("what")?.as_str()?, value.get("rows")?.as_u64()?),
        host: spread(&ours_ms, "ms"),
        database: spread(&q3c_ms, "ms"),
        result,
        target: Some((format!("<= {target:.2} x"), ratio <= target && differing == 0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(differing: u64) -> Line {
        let value = serde_json::json!({
            "what": "cone", "ours_ms": [1.0, 2.0, 9.0], "q3c_ms": [2.0, 4.0, 3.0],
            "rows": 12, "differing": differing, "target": 1.0,
        });
        judged(&value).unwrap()
    }

    #[test]
    fn neighbours_are_compared_with_each_other() {
        let line = line(0);
        assert_eq!((line.what.as_str(), line.result.as_str()), ("cone, 12 rows", "0.50 x"));
        assert_eq!(line.target, Some(("<= 1.00 x".into(), true)));
    }

    #[test]
    fn a_wrong_answer_misses_the_target() {
        let line = line(2);
        assert_eq!(line.result, "0.50 x, 2 answers differ");
        assert_eq!(line.target, Some(("<= 1.00 x".into(), false)));
        assert!(judged(&serde_json::json!({})).is_none());
    }
}
