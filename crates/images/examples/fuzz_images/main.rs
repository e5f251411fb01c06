//! Feeds the reader of images files that nobody would make: `cargo xtask fuzz images [SECONDS [SEED]]`.
//!
//! Seeds are small images of all kinds, changed at random. A file whose outcome was not seen before becomes a seed. A
//! panic, a file that takes too long and memory that grows end the run, and the file is kept beside the build. The same
//! seed repeats a run.

#[path = "../../../formats/examples/fuzz_uploads/mutate.rs"]
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
    let (Ok(seconds), Ok(seed)) = (arguments.next().transpose(), arguments.next().transpose()) else {
        eprintln!("error: expected a number of seconds and perhaps a seed");
        return ExitCode::from(2);
    };
    match run(Duration::from_secs(seconds.unwrap_or(60)), seed.unwrap_or_else(random::seed)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(found) => {
            eprintln!("{found}");
            ExitCode::FAILURE
        }
    }
}

/// What was found, if anything was.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn run(length: Duration, seed: u64) -> Result<(), String> {
    let mut trial = Trial::new()?;
    let (mut random, mut pool) = (Random::new(seed), Pool::new(seeds::files()));
    for file in seeds::files() {
        trial.outcome(&file).and_then(Trial::is_image)?;
    }
    println!("seed {seed}, {} files to start from", pool.len());
    let (start, mut watch, mut count) = (Instant::now(), Watch::default(), 0_u64);
    while start.elapsed() < length {
        let file = pool.changed(&mut random);
        count += 1;
        match trial.outcome(&file) {
            Ok(outcome) => pool.keep_if_new(file, outcome),
            Err(found) => return Err(format!("{found}, file {count}: {}", kept(&file))),
        }
        if let Some(growth) = count.is_multiple_of(1000).then(|| watch.growth(count)).flatten() {
            return Err(growth);
        }
    }
    println!(
        "{count} files in {} s, {} kept, no panic, the slowest took {:.0} ms, peak memory {} KiB",
        length.as_secs(),
        pool.len(),
        trial.slowest().as_secs_f64() * 1e3,
        watch::peak_kib(),
    );
    Ok(())
}

/// Where the file was written, for whoever repairs the reader.
fn kept(file: &[u8]) -> String {
    let path = std::env::temp_dir().join("armilla-fuzz-image");
    match std::fs::write(&path, file) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("cannot be kept: {error}"),
    }
}
