//! Feeds the readers of uploads documents that nobody would send: `cargo xtask fuzz formats [SECONDS [SEED]]`.
//!
//! Seeds are small documents of all formats, changed at random. A document whose outcome was not seen before becomes a
//! seed. A panic, a document that takes too long and memory that grows end the run, and the document is kept in a file
//! beside the build. The same seed repeats a run.

mod mutate;
#[path = "../../../adql/examples/fuzz/random.rs"]
mod random;
mod seeds;
mod trial;
#[path = "../../../adql/examples/fuzz/watch.rs"]
mod watch;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::Pool;
use random::Random;
use trial::Trial;
use watch::Watch;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    match (arguments.next().transpose(), arguments.next().transpose()) {
        (Ok(seconds), Ok(seed)) => {
            let length = Duration::from_secs(seconds.unwrap_or(60));
            match run(length, seed.unwrap_or_else(random::seed)) {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        _ => {
            eprintln!("error: expected a number of seconds and perhaps a seed");
            ExitCode::from(2)
        }
    }
}

/// Whether nothing was found.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn run(length: Duration, seed: u64) -> bool {
    let (mut random, mut pool, mut trial) =
        (Random::new(seed), Pool::new(seeds::documents()), Trial::default());
    println!("seed {seed}, {} documents to start from", pool.len());
    let (start, mut watch, mut count) = (Instant::now(), Watch::default(), 0_u64);
    while start.elapsed() < length {
        let document = pool.changed(&mut random);
        count += 1;
        match trial.outcome(&document) {
            Ok(outcome) => pool.keep_if_new(document, outcome),
            Err(found) => {
                println!("{found}, document {count}: {}", kept(&document));
                return false;
            }
        }
        if count.is_multiple_of(1000)
            && let Some(growth) = watch.growth(count)
        {
            println!("{growth}");
            return false;
        }
    }
    println!(
        "{count} documents in {} s, {} kept, {} were tables, no panic, the slowest took {:.0} ms, peak memory {} KiB",
        length.as_secs(),
        pool.len(),
        trial.tables(),
        trial.slowest().as_secs_f64() * 1e3,
        watch::peak_kib(),
    );
    true
}

/// Where the document was written, for whoever repairs the reader.
fn kept(document: &[u8]) -> String {
    let path = std::env::temp_dir().join("armilla-fuzz-upload");
    match std::fs::write(&path, document) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("cannot be kept: {error}"),
    }
}
