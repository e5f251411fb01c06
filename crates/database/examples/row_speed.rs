//! Measures the row path against psql, and the latency of a tiny query against pgbench.

use std::{
    error::Error,
    process::Stdio,
    time::{Duration, Instant},
};

use database::{Batch, Config, Database, Pool, QuerySpec};
use private_postgres::PrivateServer;

const ROWS: u32 = 1_000_000;
const REPEATS: usize = 5;
const TINY: &str = "SELECT n, a1, a2, a3 FROM wide WHERE n = 4711";
const TINY_ROUNDS: usize = 5000;

/// 5 double, 6 real (one with nulls), 2 int, a short, 2 long, 2 arrays of 12, 2 text (one with nulls).
const TABLE: &str = "CREATE TABLE wide AS SELECT n,
    n / 3.0::float8 AS a1, n / 7.0::float8 AS a2, sqrt(n) AS a3, n * 1e-3::float8 AS a4, n * 1e9::float8 AS a5,
    n::real AS b1, n::real / 3 AS b2, n::real / 7 AS b3, n::real / 9 AS b4, n::real / 11 AS b5,
    CASE WHEN n % 10 > 0 THEN n::real END AS b6, n / 2 AS c1, (n % 1000)::int2 AS d1, n::int8 AS e1, -n::int8 AS e2,
    ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, n]::real[] AS f1, ARRAY[n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]::real[] AS f2,
    'object ' || n AS g1, CASE WHEN n % 3 > 0 THEN 'note ' || n END AS g2
    FROM generate_series(1, {rows}) n;
    CREATE UNIQUE INDEX ON wide (n); VACUUM ANALYZE wide";

#[expect(clippy::print_stdout, reason = "the whole purpose")]
fn main() -> Result<(), Box<dyn Error>> {
    let server = PrivateServer::temporary(|options| {
        options.shared_buffers_mib = 1024;
        options.settings.push(("max_parallel_workers_per_gather".to_owned(), "0".to_owned()));
    })?;
    for statement in TABLE.replace("{rows}", &ROWS.to_string()).split(';') {
        assert!(server.client("psql").args(["-Xqc", statement]).status()?.success());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let _entered = runtime.enter();
    let database = Database::open(&Config::new(server.connection_string()))?;
    let (mut copies, mut queries, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    for repeat in 0..REPEATS {
        // In turns, so that neither always runs on the warmer machine.
        for ours in [repeat % 2 == 0, repeat % 2 == 1] {
            if ours {
                let before = cpu_secs()?;
                queries.push(runtime.block_on(runtime.spawn(download(database.clone())))?);
                cpu.push(cpu_secs()? - before);
            } else {
                copies.push(psql_copy(&server)?);
            }
        }
    }
    let (copy, query, cpu) = (median(copies), median(queries), median(cpu));
    println!("psql COPY binary   {copy:.2} s   {:.0} rows/s", f64::from(ROWS) / copy);
    println!("database           {query:.2} s   {:.0} rows/s   {cpu:.2} CPU s", f64::from(ROWS) / query);
    println!("ratio              {:.2}", query / copy);
    println!("peak memory        {} MiB", peak_mib()?);
    for clients in [1, 16] {
        let (p50_us, per_sec) = runtime.block_on(tiny(&database, clients))?;
        println!("tiny query         {clients:2} clients   {p50_us:4.0} us p50   {per_sec:6.0}/s");
        for (what, script) in [("", TINY), (" in READ ONLY", &format!("BEGIN READ ONLY;\n{TINY};\nCOMMIT"))] {
            let (p50_us, per_sec) = pgbench(&server, script, clients)?;
            println!("pgbench prepared   {clients:2} clients   {p50_us:4.0} us p50   {per_sec:6.0}/s{what}");
        }
    }
    Ok(())
}

async fn download(database: Database) -> f64 {
    let begun = Instant::now();
    let mut spec = QuerySpec::new("SELECT * FROM wide");
    spec.pool = Pool::Long;
    spec.total_timeout = Some(Duration::from_secs(600));
    spec.stall_timeout = Some(Duration::from_secs(60));
    let mut stream = database.query(spec).await.expect("a server that answers");
    loop {
        match stream.next().await {
            Some(Ok(Batch::Rows(_))) => {}
            Some(Ok(Batch::End(end))) => {
                assert_eq!(end.rows, u64::from(ROWS));
                return begun.elapsed().as_secs_f64();
            }
            other => panic!("{other:?}"),
        }
    }
}

/// The median latency in microseconds, and queries per second.
async fn tiny(database: &Database, clients: usize) -> Result<(f64, f64), tokio::task::JoinError> {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(tiny_in_turn(database.clone()))).collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await?);
    }
    let per_sec = times.len() as f64 / begun.elapsed().as_secs_f64();
    Ok((median(times) * 1e6, per_sec))
}

async fn tiny_in_turn(database: Database) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..TINY_ROUNDS {
        let begun = Instant::now();
        let mut spec = QuerySpec::new(TINY);
        spec.total_timeout = Some(Duration::from_secs(60));
        spec.first_row_timeout = Some(Duration::from_secs(60));
        let mut stream = database.query(spec).await.expect("a server that answers");
        while let Some(item) = stream.next().await {
            item.expect("rows");
        }
        times.push(begun.elapsed().as_secs_f64());
    }
    times
}

fn psql_copy(server: &PrivateServer) -> Result<f64, Box<dyn Error>> {
    let begun = Instant::now();
    let copy = "COPY (SELECT * FROM wide) TO STDOUT (FORMAT binary)";
    assert!(server.client("psql").args(["-Xqc", copy]).stdout(Stdio::null()).status()?.success());
    Ok(begun.elapsed().as_secs_f64())
}

/// The median latency in microseconds and transactions per second, from pgbench's own log.
fn pgbench(server: &PrivateServer, script: &str, clients: usize) -> Result<(f64, f64), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("script.sql");
    std::fs::write(&file, format!("{script};\n"))?;
    let mut command = server.client("pgbench");
    command.current_dir(folder.path()).args(["-n", "-M", "prepared", "-l", "-c", &clients.to_string()]);
    command.args(["-t", &TINY_ROUNDS.to_string(), "-f"]).arg(&file);
    let begun = Instant::now();
    assert!(command.output()?.status.success());
    let secs = begun.elapsed().as_secs_f64();
    let logs = std::fs::read_dir(folder.path())?.flatten().map(|entry| entry.path());
    let log = logs.filter(|path| path != &file).find_map(|path| std::fs::read_to_string(path).ok());
    let log = log.ok_or("pgbench wrote no log")?;
    let times: Vec<f64> = log.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok()).collect();
    let per_sec = times.len() as f64 / secs;
    Ok((median(times), per_sec))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn cpu_secs() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // User and system time in ticks of 1/100 s (proc(5), fields 14 and 15).
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

fn peak_mib() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? / 1024)
}
