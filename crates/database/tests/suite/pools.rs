//! Waiting is bounded, and downloads leave small queries alone.

use std::time::{Duration, Instant};

use database::{Config, Database, DbError, Pool, PoolMetrics, QuerySpec, RowStream};

use crate::support::{ask, database_with, server, within_two_secs};

async fn download(database: &Database) -> Result<RowStream, DbError> {
    let mut spec = QuerySpec::new(
        "SELECT repeat('x', 1000) FROM generate_series(1, 30000) a, generate_series(1, 30000) b",
    );
    spec.pool = Pool::Long;
    database.query(spec).await
}

fn two_downloads_at_once(config: &mut Config) {
    config.long_pool_max = 2;
    config.wait_timeout = Duration::from_millis(300);
}

#[tokio::test]
async fn exhausted_downloads_leave_small_queries_free() {
    let database = database_with(two_downloads_at_once);
    let _first = download(&database).await.unwrap();
    let _second = download(&database).await.unwrap();
    let begun = Instant::now();
    let error = download(&database).await.err().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(error.for_client(), "the service is busy; try again in 2 s");
    assert_eq!(error.for_log(), "database busy: all 2 connections of the long pool are in use for 300ms");
    assert_eq!(error.retry_after_secs(), Some(2));
    ask(&database, "SELECT 1").await.unwrap();
    assert!(database.health().await.available);
}

#[tokio::test]
async fn connection_given_back_goes_to_the_one_who_waits() {
    let database = database_with(|config| {
        config.long_pool_max = 1;
        config.wait_timeout = Duration::from_secs(10);
    });
    let first = download(&database).await.unwrap();
    let (second, ()) = tokio::join!(download(&database), async {
        within_two_secs("a request that waits", || database.metrics().long.waiting == 1).await;
        drop(first);
    });
    second.unwrap();
    assert_eq!(database.metrics().long.waiting, 0);
}

#[tokio::test]
async fn metrics_count_what_was_delivered() {
    let database = database_with(|config| config.short_pool_max = 3);
    ask(&database, "SELECT n, 'abc' FROM generate_series(1, 100) n").await.unwrap();
    let metrics = database.metrics();
    assert_eq!((metrics.queries, metrics.rows, metrics.bytes), (1, 100, 100 * (2 + 8 + 7)));
    assert_eq!((metrics.queries_failed, metrics.queries_abandoned), (0, 0));
    assert_eq!(metrics.short, PoolMetrics { size_max: 3, open: 1, in_use: 0, waiting: 0, opened: 1 });
}

#[tokio::test]
async fn health_is_good_even_when_all_small_connections_are_in_use() {
    let database = database_with(|config| config.short_pool_max = 1);
    let sleep = database.query(QuerySpec::new("SELECT pg_sleep(3)"));
    let health = async {
        within_two_secs("use of the connection", || database.metrics().short.in_use == 1).await;
        database.health().await
    };
    let health = tokio::select! { health = health => health, _ = sleep => panic!("health took too long") };
    assert!(health.available, "{health:?}");
}

#[tokio::test]
async fn wrong_connection_string_is_an_error_at_once() {
    let open = |connection: &str| Database::open(&Config::new(connection)).err().unwrap();
    assert_eq!(
        open("host=/tmp flavour=vanilla").for_log(),
        "connection string of the database: invalid connection string: unknown option `flavour`"
    );
}

#[tokio::test]
async fn connection_may_be_an_address() {
    let folder: String = server().socket_dir().to_str().unwrap().replace('/', "%2F");
    let database =
        Database::open(&Config::new(format!("postgresql://armilla@{folder}:5432/postgres"))).unwrap();
    ask(&database, "SELECT 1").await.unwrap();
}

#[tokio::test]
async fn failed_login_is_unavailable_to_clients_and_named_in_the_log() {
    let connection = server().connection_string().replace("user='armilla'", "user='stranger'");
    let database = Database::open(&Config::new(connection)).unwrap();
    let error = ask(&database, "SELECT 1").await.unwrap_err();
    assert_eq!(error.for_client(), "the database is not available; try again in 5 s");
    assert_eq!(error.for_log(), "database unavailable: role \"stranger\" does not exist");
}
