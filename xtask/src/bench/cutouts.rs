//! Cutouts of 256 x 256 pixels from an image of 9216 x 9216 floats, plain and packed by tiles, and its download.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::demo::Demo;
use super::http::Connection;
use super::memory;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::command;
use crate::error::Error;

/// The collection of the files; a part of the identifiers of its images.
const COLLECTION: &str = "bench-images";

/// How many clients ask at once, and for how long.
const CLIENTS: usize = 16;
const TIME: Duration = Duration::from_secs(5);

/// Half of the side of a cutout, in degrees; pixels have one arcsecond.
const RADIUS_DEG: f64 = 127.5 / 3600.0;

/// A host notices a new collection in this time.
const NOTICE_LIMIT: Duration = Duration::from_secs(30);

const ROUNDS: usize = 5;

/// A file, with the target of one cutout in ms and of all clients together in cutouts per second.
const FILES: [(&str, &str, f64, Option<f64>); 2] =
    [("plain.fits", "plain", 5.0, Some(500.0)), ("packed.fits.fz", "packed by RICE", 25.0, None)];

/// Makes the files at the first run, and measures.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let folder = demo.root.join("var/bench/images");
    let made = python(&demo.root, &["make", &folder.display().to_string()])?;
    publish(demo, &folder)?;
    let places: Vec<[f64; 2]> = made["places"].as_array().into_iter().flatten().filter_map(place).collect();
    let pixels = made["pixels"].to_string();
    let others = python(&demo.root, &["times", &folder.display().to_string(), &pixels])?;
    wait(demo, &target(FILES[0].0, &places[0]))?;
    for (file, what, one_ms, rate) in FILES {
        let targets: Vec<String> = places.iter().map(|place| target(file, place)).collect();
        one_by_one(demo, table, (what, &targets), one_ms, others[file].as_f64().unwrap_or(f64::NAN))?;
        at_once(demo, table, (what, &targets), rate)?;
    }
    download(demo, table)
}

fn one_by_one(
    demo: &Demo,
    table: &mut Table,
    (what, targets): (&str, &[String]),
    target_ms: f64,
    astropy_ms: f64,
) -> Result<(), Error> {
    let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
    let mut times_ms = Vec::new();
    for target in targets {
        let begun = Instant::now();
        cutout(&mut connection, target)?;
        times_ms.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let middle_ms = median(&times_ms);
    table.add(Line {
        what: format!("cutout of 256 x 256 of 9216 x 9216, {what}"),
        host: spread(&times_ms, "ms"),
        database: format!("astropy {astropy_ms:.1} ms"),
        result: format!("{middle_ms:.2} ms"),
        target: Some((
            format!("<= {target_ms:.0} ms, < astropy"),
            middle_ms <= target_ms && middle_ms < astropy_ms,
        )),
    });
    Ok(())
}

fn at_once(
    demo: &Demo,
    table: &mut Table,
    (what, targets): (&str, &[String]),
    target_rate: Option<f64>,
) -> Result<(), Error> {
    let pid = demo.host.pid();
    let before_kib = memory::resident_kib(pid)?;
    memory::forget_peak(pid)?;
    let deadline = Instant::now() + TIME;
    let counts: Vec<Result<usize, Error>> = std::thread::scope(|scope| {
        let work = |first: usize| {
            let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
            let mut count = 0;
            while Instant::now() < deadline {
                cutout(&mut connection, &targets[(first * 13 + count) % targets.len()])?;
                count += 1;
            }
            Ok(count)
        };
        let threads: Vec<_> = (0..CLIENTS).map(|first| scope.spawn(move || work(first))).collect();
        let ended = |thread: std::thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|_| Err(Error::Bench("a client panicked".into())))
        };
        threads.into_iter().map(ended).collect()
    });
    let count: usize = counts.into_iter().sum::<Result<usize, Error>>()?;
    let rate = count as f64 / TIME.as_secs_f64();
    let grown_mib = memory::peak_kib(pid)?.saturating_sub(before_kib) as f64 / 1024.0;
    table.add(Line {
        what: format!("the same at {CLIENTS} clients, {what}"),
        host: format!("{count} cutouts in {} s", TIME.as_secs()),
        database: String::new(),
        result: format!("{rate:.0} /s"),
        target: target_rate.map(|target| (format!(">= {target:.0} /s"), rate >= target)),
    });
    table.add(Line {
        what: format!("memory that this took, {what}"),
        host: format!("{:.0} MiB before", before_kib as f64 / 1024.0),
        database: String::new(),
        result: format!("+{grown_mib:.1} MiB"),
        target: target_rate.map(|_| ("<= 32 MiB".to_owned(), grown_mib <= 32.0)),
    });
    Ok(())
}

/// The whole file; the first round is not counted, so that the file lies in the system's cache.
fn download(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let target = format!("/datalink/file?ID={}", did("plain.fits"));
    let mut rates = Vec::new();
    for round in 0..=ROUNDS {
        let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
        let begun = Instant::now();
        let outcome = connection.get(&target).map_err(broken)?;
        if outcome.status != 200 || outcome.bytes < 300_000_000 {
            return Err(Error::Bench(format!(
                "cutouts: {target}: status {}, {} bytes",
                outcome.status, outcome.bytes
            )));
        }
        if round > 0 {
            rates.push(outcome.bytes as f64 / begun.elapsed().as_secs_f64() / 1e9);
        }
    }
    let rate = median(&rates);
    table.add(Line {
        what: "download of the file of 340 MB".into(),
        host: spread(&rates, "GB/s"),
        database: String::new(),
        result: format!("{rate:.2} GB/s"),
        target: Some((">= 1 GB/s".into(), rate >= 1.0)),
    });
    Ok(())
}

fn cutout(connection: &mut Connection, target: &str) -> Result<(), Error> {
    let outcome = connection.get(target).map_err(broken)?;
    // 256 x 256 floats and a header; a cutout that is a row or a column smaller is one too.
    if outcome.status == 200 && outcome.bytes > 4 * 254 * 254 {
        return Ok(());
    }
    let begin = String::from_utf8_lossy(&outcome.begin);
    Err(Error::Bench(format!(
        "cutouts: {target}: status {}, {} bytes: {begin}",
        outcome.status, outcome.bytes
    )))
}

/// Publishes the folder at the demo and lists its files.
fn publish(demo: &Demo, folder: &Path) -> Result<(), Error> {
    let text = format!(
        "title = \"Large images\"\ndescription = \"Images of the benchmarks\"\naccess = \"public\"\nschema = \"bench_images\"\n\
         [images]\nfolder = \"{}\"\npublisher_did = \"ivo://example.org/{COLLECTION}\"\n",
        folder.display()
    );
    // The command works on a configuration of its own: that of the demo says nothing of its private database.
    let own = demo.folder.join("cutouts");
    for conf in [&demo.folder.join("conf.d"), &own] {
        write(&conf.join(format!("collections/{COLLECTION}.toml")), &text)?;
    }
    write(&own.join("host.toml"), &format!("[database]\nconnection = '''{}'''\n", demo.connection()))?;
    let mut list = Command::new(&demo.program);
    list.args(["ingest-images", "--collection", COLLECTION, "--conf"]).arg(&own).stdout(Stdio::null());
    command::run(&mut list)
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| Error::file(file, source);
    file.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
    std::fs::write(file, text).map_err(failed)
}

/// Waits until the host serves the images.
fn wait(demo: &Demo, target: &str) -> Result<(), Error> {
    let begun = Instant::now();
    loop {
        let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
        if connection.get(target).map_err(broken)?.status == 200 {
            return Ok(());
        }
        if begun.elapsed() > NOTICE_LIMIT {
            return Err(Error::Bench(format!("cutouts: the demo does not serve {target}")));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn did(file: &str) -> String {
    format!("ivo%3A%2F%2Fexample.org%2F{COLLECTION}%3F{file}")
}

fn target(file: &str, [lon, lat]: &[f64; 2]) -> String {
    format!("/datalink/sync?ID={}&CIRCLE={lon}+{lat}+{RADIUS_DEG}", did(file))
}

fn place(place: &Value) -> Option<[f64; 2]> {
    Some([place[0].as_f64()?, place[1].as_f64()?])
}

/// What the script that makes and cuts the files says.
fn python(root: &Path, arguments: &[&str]) -> Result<Value, Error> {
    let mut script = Command::new(root.join(".venv/bin/python"));
    script.args(["-W", "ignore"]).arg(root.join("tests/python/large_image.py")).args(arguments);
    let text = command::output(&mut script)?;
    serde_json::from_str(&text).map_err(|error| Error::Bench(format!("cutouts: {error}: {text}")))
}

fn broken(error: std::io::Error) -> Error {
    Error::Bench(format!("cutouts: {error}"))
}
