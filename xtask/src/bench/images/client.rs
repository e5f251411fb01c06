//! Image searches as a client of the host sees them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::bench::demo::Running;
use crate::bench::http::Connection;
use crate::bench::statistics::{median, quantile};
use crate::bench::table::{Line, Table};
use crate::error::Error;

/// The most that a search may take, from the request to the last byte, in milliseconds.
const CLIENT_MAX_MS: f64 = 10.0;
/// Searches of each kind, each at another place.
const SEARCHES: usize = 400;
/// Searches before the clock counts.
const WARM_UP: usize = 20;

/// Configuration of the host; the collection is that of the survey's rows.
const FILES: [(&str, &str); 2] = [
    ("sia.toml", "plugin = \"sia\"\nmount = \"/sia\"\n"),
    (
        "collections/set.toml",
        "title = \"T\"\ndescription = \"D\"\nschema = \"s\"\naccess = \"public\"\n\n[images]\nfolder = \"/data\"\n\
         publisher_did = \"ivo://example.org/set\"\n",
    ),
];

/// SIA 2.0 by POS, over one connection.
pub fn measure(root: &Path, connection: &str, table: &mut Table) -> Result<(), Error> {
    let folder = root.join("var/bench/images");
    for (name, text) in FILES {
        write(&folder.join("conf.d").join(name), text)?;
    }
    let host = format!("[server]\naddress = \"127.0.0.1:0\"\n\n[database]\nconnection = {connection:?}\n");
    write(&folder.join("conf.d/host.toml"), &host)?;
    let mut run = Command::new(root.join("target/release/armilla"));
    run.current_dir(&folder).args(["run", "--conf", "conf.d"]);
    let host = Running::start(&mut run, &folder.join("host.log"))?;
    let empty = searches(&host.authority, |lon_deg, lat_deg| circle(lon_deg, lat_deg) + "&MAXREC=0")?.1;
    for (name, shape) in [("circle", circle as fn(f64, f64) -> String), ("range", range)] {
        let (mut times, bytes) = searches(&host.authority, shape)?;
        if bytes <= empty {
            return Err(Error::Bench(format!("searches by {name} find nothing: {bytes} bytes in all")));
        }
        let times = times.split_off(WARM_UP);
        let p50 = median(&times);
        table.add(Line {
            what: format!("images: SIA POS {name} at the client, {} bytes", bytes / SEARCHES as u64),
            host: format!("p90 {:.2} ms, p99 {:.2} ms", quantile(&times, 0.9), quantile(&times, 0.99)),
            database: String::new(),
            result: format!("p50 {p50:.2} ms"),
            target: Some((format!("<= {CLIENT_MAX_MS} ms"), p50 <= CLIENT_MAX_MS)),
        });
    }
    Ok(())
}

/// The time of each search, and the bytes of all.
fn searches(authority: &str, shape: fn(f64, f64) -> String) -> Result<(Vec<f64>, u64), Error> {
    let broken = |error: std::io::Error| Error::Bench(format!("a search of images: {error}"));
    let mut connection = Connection::open(authority).map_err(broken)?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    for number in 0..SEARCHES + WARM_UP {
        let (lon, lat) = ((number as f64 * 77.7) % 359.0, (number as f64 * 0.618 % 1.0) * 140.0 - 70.0);
        let target = format!("/sia/query?POS={}", shape(lon, lat).replace(' ', "%20"));
        let begun = Instant::now();
        let outcome = connection.get(&target).map_err(broken)?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        if outcome.status != 200 {
            let text = String::from_utf8_lossy(&outcome.begin);
            return Err(Error::Bench(format!("{target}: status {}: {text}", outcome.status)));
        }
        bytes += outcome.bytes;
    }
    Ok((times, bytes))
}

fn circle(lon_deg: f64, lat_deg: f64) -> String {
    format!("CIRCLE {lon_deg} {lat_deg} 0.1")
}

fn range(lon_deg: f64, lat_deg: f64) -> String {
    format!("RANGE {lon_deg} {} {lat_deg} {}", lon_deg + 1.0, lat_deg + 1.0)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(|source| Error::file(path, source))?;
    fs::write(path, text).map_err(|source| Error::file(path, source))
}
