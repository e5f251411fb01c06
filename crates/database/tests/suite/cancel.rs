//! Whoever goes away cancels the query behind him.

use std::time::Duration;

use database::{Database, Pool, QuerySpec};
use tokio::time::timeout;

use crate::support::{ask, ask_text, backends, database, database_with, within_two_secs};

async fn begin_endless(database: &Database, marker: &str) -> database::RowStream {
    let sql = format!(
        "SELECT repeat('x', 1000) /* {marker} */ FROM generate_series(1, 30000) a, generate_series(1, 30000) b"
    );
    let mut spec = QuerySpec::new(sql);
    spec.pool = Pool::Long;
    let stream = database.query(spec).await.unwrap();
    within_two_secs("begin of the backend", || backends(marker) == 1).await;
    stream
}

#[tokio::test]
async fn dropped_stream_ends_its_backend() {
    let database = database();
    let mut stream = begin_endless(&database, "dropped-stream").await;
    stream.next().await.unwrap().unwrap();
    drop(stream);
    within_two_secs("end of the backend", || backends("dropped-stream") == 0).await;
    assert_eq!(database.metrics().queries_abandoned, 1);
}

#[tokio::test]
async fn dropped_stream_that_was_never_read_ends_its_backend() {
    let database = database();
    drop(begin_endless(&database, "never-read").await);
    within_two_secs("end of the backend", || backends("never-read") == 0).await;
}

#[tokio::test]
async fn dropped_future_ends_a_query_that_has_sent_nothing() {
    let database = database();
    let query = database.query(QuerySpec::new("SELECT pg_sleep(60) /* no-row-yet */"));
    assert!(timeout(Duration::from_millis(300), query).await.is_err());
    within_two_secs("end of the backend", || backends("no-row-yet") == 0).await;
    assert_eq!(database.metrics().queries_abandoned, 1);
}

#[tokio::test]
async fn stream_may_be_dropped_outside_the_runtime() {
    let database = database();
    let stream = begin_endless(&database, "foreign-thread").await;
    std::thread::spawn(move || drop(stream)).join().unwrap();
    within_two_secs("end of the backend", || backends("foreign-thread") == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn query_and_stream_may_move_between_threads() {
    let database = database();
    let query = tokio::spawn(async move { database.query(QuerySpec::new("SELECT n FROM numbers")).await });
    let stream = query.await.unwrap().unwrap();
    let rows = tokio::spawn(crate::support::all(stream)).await.unwrap().unwrap();
    assert_eq!(rows.1.rows, 10);
}

#[tokio::test]
async fn cancelled_connection_is_not_used_again() {
    let database = database_with(|config| config.short_pool_max = 1);
    let pid = "SELECT pg_backend_pid()::text";
    let before = ask_text(&database, pid).await;
    assert_eq!(ask_text(&database, pid).await, before);
    let query = database.query(QuerySpec::new("SELECT pg_sleep(60)"));
    assert!(timeout(Duration::from_millis(100), query).await.is_err());
    assert_ne!(ask_text(&database, pid).await, before);
}

#[tokio::test]
async fn many_cancelled_queries_disturb_nobody() {
    let database = database_with(|config| config.short_pool_max = 4);
    let one = async |number: u32| {
        for round in 0..25 {
            let query = database.query(QuerySpec::new("SELECT pg_sleep(60)"));
            assert!(timeout(Duration::from_millis(5), query).await.is_err());
            let expected = format!("{number}-{round}");
            assert_eq!(ask_text(&database, &format!("SELECT '{expected}'")).await, expected);
        }
    };
    tokio::join!(one(1), one(2), one(3), one(4));
}

#[tokio::test]
async fn no_prepared_statement_stays_on_a_connection() {
    let database = database_with(|config| config.short_pool_max = 1);
    for sql in
        ["SELECT n FROM numbers", "SELECT 1 / 0", "SELECT nothing", "SELECT n FROM numbers WHERE n < 0"]
    {
        ask(&database, sql).await.ok();
    }
    let mut spec = QuerySpec::new("SELECT n FROM numbers LIMIT 4");
    spec.row_limit = Some(3);
    drop(database.query(spec).await.unwrap());
    // Its own statement is the only one.
    assert_eq!(ask_text(&database, "SELECT count(*)::text FROM pg_prepared_statements").await, "1");
}

#[tokio::test]
async fn no_transaction_stays_open() {
    let database = database_with(|config| config.short_pool_max = 1);
    ask(&database, "SELECT n /* left-open */ FROM numbers").await.unwrap();
    ask(&database, "SELECT 1 / 0 /* left-open */").await.unwrap_err();
    within_two_secs("end of the transactions", || backends("left-open") == 0 && backends("ROLLBACK") == 0)
        .await;
}
