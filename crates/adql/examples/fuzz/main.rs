//! Feeds the translator texts that no user would write: `cargo xtask fuzz [SECONDS]`.
//!
//! Seeds are the queries of the case files, changed at random. A text whose outcome was not seen before becomes a seed.
//! A panic, a text that takes too long and memory that grows end the run with the text. The same seed repeats a run.

mod mutate;
mod random;
#[path = "../sample/mod.rs"]
mod sample;
mod trial;
mod watch;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::Pool;
use random::Random;
use trial::Trial;
use watch::Watch;

/// Threads of servers have more.
const STACK_BYTES: usize = 2 << 20;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let (seconds, seed) = match (arguments.next().transpose(), arguments.next().transpose()) {
        (Ok(seconds), Ok(seed)) => (seconds.unwrap_or(60), seed.unwrap_or_else(random::seed)),
        _ => {
            eprintln!("error: expected a number of seconds and perhaps a seed");
            return ExitCode::from(2);
        }
    };
    let work = move || run(Duration::from_secs(seconds), seed);
    let finished =
        std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).map(std::thread::JoinHandle::join);
    match finished {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Whether nothing was found.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn run(length: Duration, seed: u64) -> bool {
    let (mut random, mut pool, trial) = (Random::new(seed), Pool::of_cases(), Trial::new());
    println!("seed {seed}, {} queries to start from", pool.len());
    let (start, mut watch, mut count) = (Instant::now(), Watch::default(), 0_u64);
    while start.elapsed() < length {
        let text = pool.changed(&mut random);
        count += 1;
        match trial.outcome(&text) {
            Ok(outcome) => pool.keep_if_new(text, outcome),
            Err(found) => {
                println!("{found}, text {count}:\n{text}");
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
        "{count} texts in {} s, {} kept, no panic, the slowest took {:.0} ms, peak memory {} KiB",
        length.as_secs(),
        pool.len(),
        trial.slowest().as_secs_f64() * 1e3,
        watch::peak_kib(),
    );
    true
}
