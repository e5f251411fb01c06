//! Clients that ask the same thing again and again, each on its own connection, and how long each answer took.

use std::time::{Duration, Instant};

use super::http::Connection;
use crate::error::Error;

/// What a number of clients measured together.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// The time of each request, in ms.
    pub times_ms: Vec<f64>,
    /// Answers per second, of all clients together.
    pub rate: f64,
}

/// Lets this many clients ask for the time given; any answer but 200 is an error.
pub fn run(authority: &str, target: &str, clients: usize, time: Duration) -> Result<Load, Error> {
    run_as(None, authority, target, clients, time)
}

/// As [`run`], with this value of `Authorization` in each request.
pub fn run_as(
    credentials: Option<&str>,
    authority: &str,
    target: &str,
    clients: usize,
    time: Duration,
) -> Result<Load, Error> {
    let begun = Instant::now();
    let deadline = begun + time;
    let results: Vec<Result<Vec<f64>, Error>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..clients).map(|_| scope.spawn(|| client(credentials, authority, target, deadline))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(failure("a client panicked"))))
            .collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    let mut load = Load::default();
    for times in results {
        load.times_ms.extend(times?);
    }
    load.rate = load.times_ms.len() as f64 / seconds;
    Ok(load)
}

fn client(
    credentials: Option<&str>,
    authority: &str,
    target: &str,
    deadline: Instant,
) -> Result<Vec<f64>, Error> {
    let broken = |error: std::io::Error| failure(&format!("{target}: {error}"));
    let mut connection = Connection::open(authority).map_err(broken)?;
    credentials.into_iter().for_each(|value| connection.set_header("Authorization", value));
    let mut times = Vec::new();
    loop {
        let begun = Instant::now();
        if begun >= deadline {
            return Ok(times);
        }
        let outcome = connection.get(target).map_err(broken)?;
        if outcome.status != 200 {
            let text = String::from_utf8_lossy(&outcome.begin).into_owned();
            return Err(failure(&format!("{target}: status {}: {text}", outcome.status)));
        }
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
}

fn failure(text: &str) -> Error {
    Error::Bench(text.to_owned())
}
