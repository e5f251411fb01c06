//! `cargo xtask bench`: the host measured against PostgreSQL's own tools, in one run, side by side.

mod demo;
mod http;
mod latency;
mod load;
mod memory;
mod pgbench;
mod start;
mod statistics;
mod table;
mod transfer;

use std::path::Path;

use crate::error::Error;
use crate::{cargo, command, console, setup};

use demo::Demo;
use table::Table;

/// A measurement adds its lines to the table.
type Part = fn(&Demo, &mut Table) -> Result<(), Error>;

const PARTS: &[(&str, Part)] =
    &[("start", start::measure), ("transfer", transfer::measure), ("latency", latency::measure)];

/// Runs every measurement, or only the named ones, and prints one table; a missed target is no failure.
pub fn run(root: &Path, names: &[String]) -> Result<(), Error> {
    let parts = select(names)?;
    setup::ensure(root, setup::Purpose::Bench)?;
    command::run(&mut cargo::build(root))?;
    let demo = Demo::start(root)?;
    let mut table = Table::default();
    for (name, part) in parts {
        console::note(&format!("bench: {name}"));
        part(&demo, &mut table)?;
    }
    console::answer(&table.to_string());
    Ok(())
}

fn select(names: &[String]) -> Result<Vec<(&'static str, Part)>, Error> {
    if names.is_empty() {
        return Ok(PARTS.to_vec());
    }
    let find = |name: &String| {
        let part = PARTS.iter().find(|(known, _)| known == name);
        part.copied()
            .ok_or_else(|| Error::Usage(format!("unknown part `{name}`; known: start, transfer, latency")))
    };
    names.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_part_lists_the_known_ones() {
        let error = select(&["speed".into()]).err().unwrap();
        assert_eq!(error.to_string(), "unknown part `speed`; known: start, transfer, latency");
    }
}
