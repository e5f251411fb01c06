//! `cargo xtask bench`: the host measured against PostgreSQL's own tools, in one run, side by side.

mod access;
mod adql;
mod busy;
mod composed;
mod cone;
mod cutouts;
mod demo;
mod http;
mod images;
mod ingest;
mod jobs;
mod latency;
mod load;
mod memory;
mod pgbench;
mod sky;
mod start;
mod statement;
mod statistics;
mod table;
mod transfer;
mod uploads;

use std::path::Path;

use crate::error::Error;
use crate::{cargo, command, console, setup};

use demo::Demo;
use table::Table;

/// A measurement.
#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    /// The size of the demo that it needs.
    objects: u32,
    /// Adds its lines to the table.
    measure: fn(&Demo, &mut Table) -> Result<(), Error>,
}

/// Enough rows for a transfer of seconds.
const LARGE: u32 = 1_000_000;
/// The demo's own size, at which a cone of 0.1 degree has some tens of rows.
const USUAL: u32 = 100_000;

/// A measurement that brings its own data, or needs none.
type Alone = fn(&Path, &mut Table) -> Result<(), Error>;

const ALONE: &[(&str, Alone)] =
    &[("adql", adql::measure), ("images", images::measure), ("composed", composed::measure)];

const PARTS: &[Part] = &[
    Part { name: "start", objects: LARGE, measure: start::measure },
    Part { name: "transfer", objects: LARGE, measure: transfer::measure },
    Part { name: "busy", objects: LARGE, measure: busy::measure },
    Part { name: "jobs", objects: LARGE, measure: jobs::measure },
    Part { name: "sky", objects: LARGE, measure: sky::measure },
    Part { name: "uploads", objects: LARGE, measure: uploads::measure },
    Part { name: "ingest", objects: USUAL, measure: ingest::measure },
    Part { name: "latency", objects: USUAL, measure: latency::measure },
    Part { name: "cone", objects: USUAL, measure: cone::measure },
    Part { name: "access", objects: USUAL, measure: access::measure },
    Part { name: "cutouts", objects: USUAL, measure: cutouts::measure },
];

/// Runs every measurement, or only the named ones, and prints one table; a missed target is no failure.
pub fn run(root: &Path, names: &[String]) -> Result<(), Error> {
    let mut table = Table::default();
    let all = names.is_empty();
    let is_alone = |name: &String| ALONE.iter().any(|(known, _)| known == name);
    let (alone, names): (Vec<String>, Vec<String>) = names.iter().cloned().partition(is_alone);
    let parts = select(&names)?;
    for (name, measure) in ALONE {
        if all || alone.iter().any(|wanted| wanted == name) {
            measure(root, &mut table)?;
        }
    }
    if all || !names.is_empty() {
        with_demo(root, parts, &mut table)?;
    }
    console::answer(&table.to_string());
    Ok(())
}

/// The parts that need the demo.
fn with_demo(root: &Path, parts: Vec<Part>, table: &mut Table) -> Result<(), Error> {
    setup::ensure(root, setup::Purpose::Bench)?;
    command::run(&mut cargo::build(root))?;
    for same_size in parts.chunk_by(|one, next| one.objects == next.objects) {
        let demo = Demo::start(root, same_size[0].objects)?;
        for part in same_size {
            console::note(&format!("bench: {}", part.name));
            (part.measure)(&demo, table)?;
        }
    }
    Ok(())
}

fn select(names: &[String]) -> Result<Vec<Part>, Error> {
    if names.is_empty() {
        return Ok(PARTS.to_vec());
    }
    let find = |name: &String| {
        let part = PARTS.iter().find(|part| part.name == name);
        part.copied().ok_or_else(|| {
            Error::Usage(format!(
                "unknown part `{name}`; known: adql, images, composed, start, transfer, busy, jobs, sky, uploads, ingest, latency, cone, access, cutouts"
            ))
        })
    };
    names.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_part_lists_the_known_ones() {
        let error = select(&["speed".into()]).err().unwrap();
        assert_eq!(
            error.to_string(),
            "unknown part `speed`; known: adql, images, composed, start, transfer, busy, jobs, sky, uploads, ingest, latency, cone, access, cutouts"
        );
    }
}
