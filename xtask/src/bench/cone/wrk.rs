//! wrk with 16 connections that ask for one cone after the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::super::demo::Demo;
use crate::command;
use crate::error::Error;

/// What a run gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Requests a second.
    pub rate: f64,
    /// The median of the latencies.
    pub p50_ms: f64,
    /// Their 99th percentile.
    pub p99_ms: f64,
}

/// Writes the script that asks for these paths in turn.
pub fn script(demo: &Demo, rows: u64, targets: &[String]) -> Result<PathBuf, Error> {
    let path = demo.folder.join(format!("cones-{rows}.lua"));
    let quoted: Vec<String> = targets.iter().map(|target| format!("{target:?}")).collect();
    let text = format!(
        "local targets = {{\n{}\n}}\nlocal place = 0\nlocal requests = {{}}\n\
         init = function()\n  for number, target in ipairs(targets) do\n    \
         requests[number] = wrk.format(\"GET\", target)\n  end\nend\n\
         request = function()\n  place = place % #requests + 1\n  return requests[place]\nend\n",
        quoted.join(",\n")
    );
    fs::write(&path, text).map_err(|source| Error::file(&path, source))?;
    Ok(path)
}

/// Runs the script for the time given; any answer but 200 is an error.
pub fn run(authority: &str, script: &Path, time: Duration) -> Result<Outcome, Error> {
    let mut wrk = Command::new("wrk");
    wrk.args(["-t", "2", "-c", "16", "-d", &format!("{}s", time.as_secs()), "--latency", "-s"]);
    wrk.arg(script).arg(format!("http://{authority}/"));
    let report = command::output(&mut wrk)?;
    read(&report).ok_or_else(|| Error::Bench(format!("wrk: {report}")))
}

/// What wrk prints; nothing if there were errors.
fn read(report: &str) -> Option<Outcome> {
    if report.contains("Non-2xx") || report.contains("Socket errors") {
        return None;
    }
    let value = |label: &str| {
        let line = report.lines().map(str::trim).find_map(|line| line.strip_prefix(label))?;
        Some(line.trim())
    };
    Some(Outcome {
        rate: value("Requests/sec:")?.parse().ok()?,
        p50_ms: milliseconds(value("50%")?)?,
        p99_ms: milliseconds(value("99%")?)?,
    })
}

/// `812.00us`, `3.21ms`, `1.20s`.
fn milliseconds(text: &str) -> Option<f64> {
    let number = |unit: &str| text.strip_suffix(unit)?.parse::<f64>().ok();
    let micros = || number("us").map(|micros| micros / 1e3);
    let seconds = || number("s").map(|seconds| seconds * 1e3);
    micros().or_else(|| number("ms")).or_else(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "Running 4s test @ http://127.0.0.1:8080/\n  2 threads and 16 connections\n  \
        Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency     4.10ms    1.00ms  40.00ms   88.00%\n  \
        Latency Distribution\n     50%  812.00us\n     75%    4.50ms\n     90%    5.00ms\n     99%    9.25ms\n  \
        15000 requests in 4.00s, 120.00MB read\nRequests/sec:   3750.50\nTransfer/sec:     30.00MB\n";

    #[test]
    fn rate_and_latencies_are_read() {
        let expected = Outcome { rate: 3750.5, p50_ms: 0.812, p99_ms: 9.25 };
        assert_eq!(read(REPORT), Some(expected));
        assert_eq!(milliseconds("1.20s"), Some(1200.0));
    }

    #[test]
    fn errors_are_no_outcome() {
        assert_eq!(read(&format!("{REPORT}  Non-2xx or 3xx responses: 7\n")), None);
        assert_eq!(read("Requests/sec:   3750.50\n"), None);
    }
}
