//! Ingests that are killed at random moments: the previous table is served, and a rerun finishes.
//!
//! `ARMILLA_KILL_SEED` repeats the moments of an earlier run, as far as the machine lets it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{Random, Site, tell, until};

const KILLS: usize = 25;
const ROWS: usize = 60_000;
/// The version that a table holds, from its rows: one for all of them, and their number.
const STATE: &str =
    "SELECT min(version) || ' ' || max(version) || ' ' || count(*) || ' ' || count(hpx) FROM dr1.stars";
const LEFT: &str = "SELECT count(*) FROM pg_class WHERE relname LIKE 'armilla\\_ingest%'";

/// A file whose rows are all of one version.
fn file(folder: &Path, version: usize) -> PathBuf {
    let mut text = "version,ra,dec\n".to_owned();
    for row in 0..ROWS {
        let (ra, dec) = ((row * 7919 % 36000) as f64 / 100.0, (row * 104_729 % 18000) as f64 / 100.0 - 90.0);
        text += &format!("{version},{ra},{dec}\n");
    }
    let file = folder.join(format!("{version}.csv"));
    std::fs::write(&file, text).unwrap();
    file
}

fn state(version: usize) -> String {
    format!("{version} {version} {ROWS} {ROWS}")
}

#[test]
fn a_killed_ingest_leaves_the_previous_table_and_a_rerun_finishes() {
    let mut random = Random(Random::seed());
    let site = Site::new("");
    let files: Vec<PathBuf> = (0..2).map(|version| file(site.conf(), version)).collect();
    let arguments = |version: usize| ["ingest", files[version].to_str().unwrap(), "--table", "dr1.stars"];
    let begun = Instant::now();
    site.done(&arguments(0));
    let whole = begun.elapsed();
    let (mut now, mut cut) = (0, 0);
    for _ in 0..KILLS {
        let next = 1 - now;
        let mut command = site.command(&arguments(next));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(whole.mul_f64(random.below(1100) as f64 / 1000.0));
        child.kill().unwrap();
        child.wait().unwrap();
        // The backend notices that it is alone, and rolls back.
        until("the end of the killed ingest", Duration::from_secs(30), || {
            let others = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' \
                AND pid <> pg_backend_pid()";
            (site.psql(others).as_deref() == Ok("0")).then_some(())
        });
        let found = site.psql(STATE).unwrap();
        if found == state(next) {
            now = next;
        } else {
            assert_eq!(found, state(now));
            cut += 1;
        }
        assert_eq!(site.psql(LEFT).as_deref(), Ok("0"));
    }
    tell(&format!("{KILLS} kills within {whole:?}, {cut} before the end: the table was whole each time"));
    assert!(cut > 0, "no kill hit an ingest that ran");
    site.done(&arguments(1 - now));
    assert_eq!(site.psql(STATE).unwrap(), state(1 - now));
    assert!(site.collection("dr1").contains(&format!("rows = {ROWS}")), "{}", site.collection("dr1"));
}
