//! `armilla index` killed at random moments: the table is served throughout, and a rerun finishes.
//!
//! `ARMILLA_KILL_SEED` repeats the moments of an earlier run, as far as the machine lets it.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use sky::{Healpix, SkyPosition};

use crate::client::Client;
use crate::harness::{Random, Site, tell};

const KILLS: u32 = 15;
const ROWS: u32 = 150_000;

/// How long a run goes on at most before it is killed; a whole one takes longer.
const LIFE_MAX_MS: u64 = 1_200;

const COLLECTION: &str = "title = \"Stars\"
description = \"Stars\"
access = \"public\"
schema = \"sky\"
database_schema = \"public\"

[[table]]
name = \"stars\"
description = \"A star\"   # ours
position = { lon = \"ra\", lat = \"dec\" }

[table.columns]
id = { type = \"int\", ucd = \"meta.id;meta.main\", description = \"Number\" }
ra = { type = \"double\", unit = \"deg\", ucd = \"pos.eq.ra;meta.main\", description = \"Right ascension\" }
dec = { type = \"double\", unit = \"deg\", ucd = \"pos.eq.dec;meta.main\", description = \"Declination\" }
";

#[test]
fn a_killed_index_leaves_the_table_served_and_a_rerun_finishes() {
    let mut random = Random(Random::seed());
    let site = site();
    let host = site.host();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let served = || {
        let rows = runtime.block_on(Client::of(&host).rows("SELECT count(*) AS n FROM sky.stars"));
        assert_eq!(rows.numbers("n"), [f64::from(ROWS)]);
    };
    served();
    let mut cut_short = 0;
    for _ in 0..KILLS {
        let mut command = site.command(&["index", "public.stars"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(random.below(LIFE_MAX_MS)));
        served();
        cut_short += u32::from(child.try_wait().unwrap().is_none());
        // SIGKILL; one that has ended cannot be killed and need not be.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let filled =
        site.psql("SELECT count(*) FROM pg_attribute WHERE attrelid = 'stars'::regclass AND attname = 'hpx'");
    tell(&format!("{cut_short} of {KILLS} runs cut short, hpx there: {}", filled.unwrap()));
    assert!(cut_short > 0, "no kill hit a run");
    site.done(&["index", "public.stars"]);
    served();
    assert_right(&site);
    let text = site.collection("sky");
    assert_eq!(text, COLLECTION.replace("\"dec\" }", "\"dec\", healpix = \"hpx\" }"));
    assert!(site.done(&["check"]).ends_with(", 0 problems, 0 warnings\n"));
}

fn site() -> Site {
    let site = Site::new("");
    let rows = format!(
        "CREATE TABLE stars AS SELECT i AS id, (i * 7919::bigint % 360000) / 1000.0::float8 AS ra, \
         degrees(asin((i * 104729::bigint % 19999) / 10000.0 - 1))::float8 AS dec FROM generate_series(1, {ROWS}) i; \
         ANALYZE stars"
    );
    site.psql(&rows).unwrap();
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    site.write("collections/sky.toml", COLLECTION);
    site
}

/// Every cell is that of its position, one valid index serves them, and nothing else was left.
fn assert_right(site: &Site) {
    let sql = "SET extra_float_digits = 1; SELECT ra, dec, hpx FROM stars";
    let rows = site.psql(sql).unwrap();
    let is_wrong = |line: &&str| {
        let mut values = line.split('|');
        let mut angle = || values.next().unwrap().parse().unwrap();
        let position = SkyPosition::new(angle(), angle()).unwrap();
        values.next() != Some(Healpix::index(&position).to_string().as_str())
    };
    assert_eq!(rows.lines().count(), ROWS as usize);
    assert_eq!(rows.lines().filter(is_wrong).count(), 0);
    let indexes = "SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'stars'::regclass";
    assert_eq!(site.psql(indexes).as_deref(), Ok("1|t"));
}
