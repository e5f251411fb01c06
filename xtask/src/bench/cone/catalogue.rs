//! The catalogues that are searched: tables of one density in several sizes, published beside the demo.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::super::demo::{Demo, ask};
use crate::error::Error;
use crate::{cargo, command, console};

/// Writes the rows: an example of the service crate, since developer commands use nothing of ours.
const PROGRAM: &str = "cone_rows";
const SCHEMA: &str = "bench_cone";
/// Where they are served.
pub const MOUNT: &str = "/bench-cone";
const COLUMNS: &[(&str, &str, &str)] = &[
    ("id", "bigint", "long"),
    ("ra", "double precision", "double"),
    ("dec", "double precision", "double"),
    ("mag_u", "real", "float"),
    ("mag_g", "real", "float"),
    ("mag_r", "real", "float"),
    ("mag_i", "real", "float"),
    ("mag_z", "real", "float"),
    ("err_u", "real", "float"),
    ("err_g", "real", "float"),
    ("err_r", "real", "float"),
    ("err_i", "real", "float"),
    ("err_z", "real", "float"),
    ("parallax", "real", "float"),
    ("pm_ra", "real", "float"),
    ("pm_dec", "real", "float"),
    ("fwhm", "real", "float"),
    ("class", "integer", "int"),
    ("flags", "integer", "int"),
    ("filters", "smallint", "short"),
    ("field", "text", "char[*]"),
];

/// How many cones are asked for in turn.
const CONES: usize = 1000;

/// How long the demo's host may take to publish them.
const PUBLISHED_LIMIT: Duration = Duration::from_secs(30);

/// The catalogues, published by the demo's host for as long as this lives.
pub struct Catalogue {
    files: [PathBuf; 2],
}

impl Catalogue {
    /// Makes the tables that are not there yet, and has the demo's host publish them.
    pub fn publish(demo: &Demo, sizes: &[u64]) -> Result<Self, Error> {
        let build = ["build", "--release", "--package", "service", "--example", PROGRAM];
        command::run(&mut cargo::cargo(&demo.root, &build))?;
        for &rows in sizes {
            if demo.value(&format!("SELECT to_regclass('{SCHEMA}.cat{rows}')"))?.is_empty() {
                console::note(&format!("bench: making a catalogue of {rows} rows"));
                make(demo, rows)?;
            }
        }
        let conf = demo.folder.join("conf.d");
        let files = [conf.join("collections/bench-cone.toml"), conf.join("bench-cone.toml")];
        let catalogue = Self { files };
        catalogue.write(sizes)?;
        catalogue.wait(demo, sizes)?;
        Ok(catalogue)
    }

    /// Paths and queries of cones round rows all over a catalogue, each with about 16 rows.
    pub fn targets(&self, demo: &Demo, rows: u64) -> Result<Vec<String>, Error> {
        let places = places(demo, rows, CONES)?;
        Ok(places.iter().map(|(lon, lat)| target(rows, lon, lat)).collect())
    }

    fn write(&self, sizes: &[u64]) -> Result<(), Error> {
        let mut collection = format!(
            "title = \"Cones\"\ndescription = \"Catalogues of the benchmark\"\naccess = \"public\"\n\
             schema = \"bench\"\ndatabase_schema = \"{SCHEMA}\"\n"
        );
        sizes.iter().for_each(|&rows| collection.push_str(&described(rows)));
        let plugin =
            format!("plugin = \"scs\"\nmount = \"{MOUNT}\"\n\n[settings.schemas]\nbench = \"bench-cone\"\n");
        for (path, text) in self.files.iter().zip([collection, plugin]) {
            fs::write(path, text).map_err(|source| Error::file(path, source))?;
        }
        Ok(())
    }

    /// Until the host has read the files.
    fn wait(&self, demo: &Demo, sizes: &[u64]) -> Result<(), Error> {
        let begun = Instant::now();
        loop {
            let asked: Result<(), Error> = sizes
                .iter()
                .try_for_each(|&rows| ask(&demo.host.authority, &target(rows, "1", "1")).map(|_| ()));
            match asked {
                Ok(()) => return Ok(()),
                Err(error) if begun.elapsed() > PUBLISHED_LIMIT => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(200)),
            }
        }
    }
}

impl Drop for Catalogue {
    fn drop(&mut self) {
        for path in &self.files {
            // What cannot be removed serves one more instance at the next start, which harms nobody.
            drop(fs::remove_file(path));
        }
    }
}

/// The cone round a position.
fn target(rows: u64, lon: &str, lat: &str) -> String {
    format!("{MOUNT}/bench/cat{rows}?RA={lon}&DEC={lat}&SR=0.1&VERB=3")
}

/// Positions of rows all over a catalogue, as text.
pub fn places(demo: &Demo, rows: u64, count: usize) -> Result<Vec<(String, String)>, Error> {
    let step = rows / count as u64;
    let sql = format!(
        "SELECT ra, dec FROM {SCHEMA}.cat{rows} WHERE id % {step} = {} ORDER BY hashint8(id) LIMIT {count}",
        step / 2
    );
    let text = command::output(demo.tool("psql").args(["-XAtq", "-c", &sql]))?;
    let places: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(lon, lat)| (lon.to_owned(), lat.to_owned()))
        .collect();
    match places.len() == count {
        true => Ok(places),
        false => Err(Error::Bench(format!("{} positions in place of {count}", places.len()))),
    }
}

fn make(demo: &Demo, rows: u64) -> Result<(), Error> {
    let columns: Vec<String> = COLUMNS.iter().map(|(name, sql, _)| format!("\"{name}\" {sql}")).collect();
    let table = format!("{SCHEMA}.cat{rows}");
    let mut psql = demo.tool("psql");
    psql.args(["-Xq1", "-v", "ON_ERROR_STOP=1", "-c", &format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}")]);
    psql.args(["-c", &format!("CREATE TABLE {table} ({}, hpx bigint NOT NULL)", columns.join(", "))]);
    psql.args(["-c", &format!("COPY {table} FROM STDIN (FORMAT binary)")]);
    psql.args(["-c", &format!("CREATE INDEX ON {table} (hpx)")]);
    psql.args(["-c", &format!("GRANT USAGE ON SCHEMA {SCHEMA} TO armilla_query")]);
    psql.args(["-c", &format!("GRANT SELECT ON {table} TO armilla_query")]);
    let mut writer = Command::new(demo.root.join("target/release/examples").join(PROGRAM));
    let started = writer.arg(rows.to_string()).stdout(Stdio::piped()).spawn();
    let mut writing = started.map_err(|source| command::cannot_start(&writer, source))?;
    if let Some(stdout) = writing.stdout.take() {
        command::run(psql.stdin(stdout).stdout(Stdio::null()))?;
    }
    if !matches!(writing.wait(), Ok(status) if status.success()) {
        return Err(Error::Bench(format!("{PROGRAM} {rows} failed")));
    }
    command::run(demo.tool("psql").args(["-Xq", "-c", &format!("VACUUM ANALYZE {table}")]))
}

/// A table of the collection file.
fn described(rows: u64) -> String {
    let columns = COLUMNS.iter().map(|(name, _, kind)| {
        let more = match *name {
            "id" => ", ucd = \"meta.id;meta.main\"",
            "ra" => ", unit = \"deg\", ucd = \"pos.eq.ra;meta.main\"",
            "dec" => ", unit = \"deg\", ucd = \"pos.eq.dec;meta.main\"",
            _ => "",
        };
        format!("{name} = {{ type = \"{kind}\"{more}, description = \"The {name} of a source\" }}\n")
    });
    format!(
        "\n[[table]]\nname = \"cat{rows}\"\nrows = {rows}\n\
         position = {{ lon = \"ra\", lat = \"dec\", healpix = \"hpx\", frame = \"ICRS\" }}\ncone_search = true\n\n\
         [table.columns]\n{}",
        columns.collect::<String>()
    )
}
