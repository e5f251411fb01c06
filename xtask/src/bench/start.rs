//! The start of a host whose database is up, and its memory while it has nothing to do.

use std::process::Command;
use std::time::Duration;

use super::demo::{Demo, Running};
use super::memory;
use super::statistics::{median, spread};
use super::table::{Line, Table};
use crate::error::Error;

const ROUNDS: usize = 7;

/// Time to the ready line, and resident memory a moment later.
pub fn measure(demo: &Demo, table: &mut Table) -> Result<(), Error> {
    let (mut ready_ms, mut idle_mib) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut run = Command::new(&demo.program);
        run.current_dir(&demo.folder).arg("run").arg("--conf").arg(demo.folder.join("conf.d"));
        run.args(["--set", "host.server.address=127.0.0.1:0", "--set", "host.jobs.shared=true"]);
        let host = Running::start(&mut run, &demo.folder.join("second-host.log"))?;
        ready_ms.push(host.ready.as_secs_f64() * 1e3);
        std::thread::sleep(Duration::from_millis(500));
        idle_mib.push(memory::resident_kib(host.pid())? as f64 / 1024.0);
    }
    table.add(Line {
        what: "start to ready, database up".into(),
        host: spread(&ready_ms, "ms"),
        database: String::new(),
        result: format!("{:.0} ms", median(&ready_ms)),
        target: Some(("< 300 ms".into(), median(&ready_ms) < 300.0)),
    });
    table.add(Line {
        what: "memory when idle".into(),
        host: spread(&idle_mib, "MiB"),
        database: String::new(),
        result: format!("{:.1} MiB", median(&idle_mib)),
        target: Some(("< 40 MiB".into(), median(&idle_mib) < 40.0)),
    });
    Ok(())
}
