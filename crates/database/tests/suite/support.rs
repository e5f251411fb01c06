//! The server that all tests share, and short ways to ask it.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use database::{Batch, Config, Database, DbError, End, QuerySpec, RowStream};
use private_postgres::PrivateServer;

/// One row; `None` is NULL.
pub type Row = Vec<Option<Vec<u8>>>;

const SCHEMA: &str = "
    CREATE ROLE reader NOLOGIN;
    CREATE TABLE numbers AS SELECT n::int4, n::float8 / 4 AS x FROM generate_series(1, 10) n;
    CREATE TABLE secrets AS SELECT 1 AS n;
    GRANT SELECT ON numbers TO reader;
";

/// A server that ends with the test process.
pub fn server() -> &'static PrivateServer {
    static SERVER: OnceLock<PrivateServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = PrivateServer::temporary(|options| options.connections_max = 200).unwrap();
        psql(&server, SCHEMA);
        server
    })
}

/// What psql prints, without decoration.
pub fn psql(server: &PrivateServer, sql: &str) -> String {
    let output = server.client("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A database with pools of its own on the shared server, under the role `reader`.
pub fn database() -> Database {
    database_with(|_| {})
}

pub fn database_with(adjust: impl FnOnce(&mut Config)) -> Database {
    let mut config = Config::new(server().connection_string());
    config.query_role = Some("reader".to_owned());
    adjust(&mut config);
    Database::open(&config).unwrap()
}

/// Takes an answer apart.
pub async fn all(mut stream: RowStream) -> Result<(Vec<Row>, End), DbError> {
    let mut rows = Vec::new();
    while let Some(item) = stream.next().await {
        match item? {
            Batch::Rows(batch) => unpack(&batch, &mut rows),
            Batch::End(end) => {
                assert!(stream.next().await.is_none());
                return Ok((rows, end));
            }
        }
    }
    panic!("neither end nor error");
}

pub async fn ask(database: &Database, sql: &str) -> Result<(Vec<Row>, End), DbError> {
    all(database.query(QuerySpec::new(sql)).await?).await
}

/// The only value of an answer, as text.
pub async fn ask_text(database: &Database, sql: &str) -> String {
    let (rows, _) = ask(database, sql).await.unwrap();
    String::from_utf8(rows[0][0].clone().unwrap()).unwrap()
}

fn unpack(mut batch: &[u8], rows: &mut Vec<Row>) {
    fn number<const N: usize>(batch: &mut &[u8]) -> [u8; N] {
        let (head, rest) = batch.split_first_chunk().unwrap();
        *batch = rest;
        *head
    }
    while !batch.is_empty() {
        let columns = i16::from_be_bytes(number(&mut batch));
        let value = |_| match i32::from_be_bytes(number(&mut batch)) {
            -1 => None,
            length => {
                let (value, rest) = batch.split_at(length as usize);
                batch = rest;
                Some(value.to_vec())
            }
        };
        let row = (0..columns).map(value).collect();
        rows.push(row);
    }
}

/// How many backends are at work on statements that contain `marker`.
pub fn backends(marker: &str) -> u32 {
    let count = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND query LIKE '%{marker}%' \
         AND pid <> pg_backend_pid()"
    );
    psql(server(), &count).parse().unwrap()
}

/// Waits until `done`, at most two seconds.
pub async fn within_two_secs(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(2);
    while !done() {
        assert!(Instant::now() < deadline, "not within 2 s: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The memory of this process in MiB.
pub fn resident_mib() -> u64 {
    const PAGES_PER_MIB: u64 = 256;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<u64>().unwrap() / PAGES_PER_MIB
}
