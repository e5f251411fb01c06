//! The time that an asynchronous job takes when its query takes none.

use std::time::Instant;

use super::demo::Demo;
use super::http::{Connection, form};
use super::statistics::{median, quantile};
use super::table::{Line, Table};
use crate::error::Error;

const JOBS: usize = 60;
const ADQL: &str = "SELECT TOP 1 name FROM jplus.Filter";

/// From the request that makes and starts the job to the answer that says COMPLETED.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let mut connection = Connection::open(&demo.host.authority).map_err(broken)?;
    let mut times_ms = Vec::new();
    for round in 0..=JOBS {
        let begun = Instant::now();
        let job = one(&mut connection)?;
        if round > 0 {
            times_ms.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        let deleted = connection.post(&job, "ACTION=DELETE").map_err(broken)?;
        expect(303, deleted.status, &deleted.begin)?;
    }
    let p99_ms = quantile(&times_ms, 0.99);
    table.add(Line {
        what: "asynchronous job of one row, from its POST to COMPLETED".into(),
        host: format!("p50 {:.1} ms, p99 {p99_ms:.1} ms", median(&times_ms)),
        database: String::new(),
        result: format!("{:.1} ms", median(&times_ms)),
        target: Some(("<= 50.0 ms".into(), median(&times_ms) <= 50.0)),
    });
    Ok(())
}

/// Makes a job, starts it, and waits for its end; gives its path.
fn one(connection: &mut Connection) -> Result<String, Error> {
    let made = connection.post("/tap/async", &form(ADQL, &[("PHASE", "RUN")])).map_err(broken)?;
    expect(303, made.status, &made.begin)?;
    let location = made.location.ok_or_else(|| Error::Bench("a job without an address".into()))?;
    let path = location.find("/tap/").map(|place| location[place..].to_owned());
    let path = path.ok_or_else(|| Error::Bench(format!("a job at an odd address: {location}")))?;
    loop {
        let job = connection.get(&format!("{path}?WAIT=10")).map_err(broken)?;
        expect(200, job.status, &job.begin)?;
        let text = String::from_utf8_lossy(&job.begin).into_owned();
        if text.contains("<uws:phase>COMPLETED<") {
            return Ok(path);
        }
        if !["QUEUED", "EXECUTING"].iter().any(|phase| text.contains(&format!("<uws:phase>{phase}<"))) {
            return Err(Error::Bench(format!("the job did not complete: {text}")));
        }
    }
}

fn expect(status: u16, found: u16, begin: &[u8]) -> Result<(), Error> {
    match found {
        found if found == status => Ok(()),
        found => Err(Error::Bench(format!(
            "status {found} in place of {status}: {}",
            String::from_utf8_lossy(begin)
        ))),
    }
}

fn broken(error: std::io::Error) -> Error {
    Error::Bench(format!("jobs: {error}"))
}
