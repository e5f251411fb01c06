//! pgbench with one prepared statement: its rate, and the time of each execution.

use std::fs;
use std::time::Duration;

use super::demo::Demo;
use super::load::Load;
use crate::command;
use crate::error::Error;

/// Runs the statement with this many clients for the time given.
pub fn run(demo: &Demo, sql: &str, clients: usize, time: Duration) -> Result<Load, Error> {
    let folder = demo.folder.join("pgbench");
    let broken = |source| Error::file(&folder, source);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(broken)?;
    }
    fs::create_dir_all(&folder).map_err(broken)?;
    let script = folder.join("script.sql");
    fs::write(&script, format!("{sql}\n;\n")).map_err(|source| Error::file(&script, source))?;
    let mut pgbench = demo.tool("pgbench");
    pgbench.current_dir(&folder).args(["-n", "-M", "prepared", "-c", &clients.to_string(), "-j", "2"]);
    pgbench.args(["-T", &time.as_secs().to_string(), "-l", "-f"]).arg(&script);
    let report = command::output(&mut pgbench)?;
    let rate = report
        .lines()
        .find_map(rate_of)
        .ok_or_else(|| Error::Bench(format!("pgbench says no rate: {report}")))?;
    let mut times_ms = Vec::new();
    for entry in fs::read_dir(&folder).map_err(broken)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with("pgbench_log") {
            let text =
                fs::read_to_string(entry.path()).map_err(|source| Error::file(entry.path(), source))?;
            times_ms.extend(text.lines().filter_map(time_ms_of));
        }
    }
    Ok(Load { times_ms, rate })
}

/// `tps = 12345.6 (without initial connection time)`.
fn rate_of(line: &str) -> Option<f64> {
    line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok()
}

/// The third number of a line is the time in microseconds: client, transaction, time, script, second, microsecond.
fn time_ms_of(line: &str) -> Option<f64> {
    line.split(' ').nth(2)?.parse::<f64>().ok().map(|micros| micros / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_times_are_read_from_what_pgbench_writes() {
        assert_eq!(rate_of("tps = 9123.25 (without initial connection time)"), Some(9123.25));
        assert_eq!(rate_of("number of clients: 1"), None);
        assert_eq!(time_ms_of("0 199 2241 0 1175850568 995598"), Some(2.241));
    }
}
