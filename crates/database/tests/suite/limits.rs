//! Row limits, time limits, and errors in the middle of an answer.

use std::time::{Duration, Instant};

use database::{Batch, DbError, End, Pool, QuerySpec, TimeLimit};

use crate::support::{all, ask, backends, database, within_two_secs};

/// Rows without end for a test's patience, each of one kilobyte.
fn endless(marker: &str) -> QuerySpec {
    let mut spec = QuerySpec::new(format!(
        "SELECT repeat('x', 1000) /* {marker} */ FROM generate_series(1, 30000) a, generate_series(1, 30000) b"
    ));
    spec.pool = Pool::Long;
    spec
}

#[tokio::test]
async fn row_limit_below_the_rows_overflows() {
    for (limit, rows, overflow) in [(0, 0, true), (9, 9, true), (10, 10, false), (11, 10, false)] {
        let mut spec = QuerySpec::new("SELECT n FROM numbers");
        spec.row_limit = Some(limit);
        let (got, end) = all(database().query(spec).await.unwrap()).await.unwrap();
        assert_eq!((got.len() as u64, end), (rows, End { rows, overflow }), "limit {limit}");
    }
}

#[tokio::test]
async fn row_limit_holds_across_batches() {
    for (limit, rows, overflow) in [(9_999, 9_999, true), (10_000, 10_000, false), (10_001, 10_000, false)] {
        let mut spec = QuerySpec::new("SELECT n FROM generate_series(1, 10000) n");
        (spec.row_limit, spec.batch_bytes) = (Some(limit), 4096);
        let (got, end) = all(database().query(spec).await.unwrap()).await.unwrap();
        assert_eq!((got.len() as u64, end), (rows, End { rows, overflow }), "limit {limit}");
    }
}

#[tokio::test]
async fn query_cut_at_its_row_limit_does_not_run_on() {
    let mut spec = endless("cut-at-limit");
    spec.row_limit = Some(5000);
    let (rows, end) = all(database().query(spec).await.unwrap()).await.unwrap();
    assert_eq!((rows.len(), end), (5000, End { rows: 5000, overflow: true }));
    within_two_secs("end of the backend", || backends("cut-at-limit") == 0).await;
}

#[tokio::test]
async fn query_that_ends_right_after_its_row_limit_keeps_its_connection() {
    let database = database();
    for _ in 0..5 {
        let mut spec = QuerySpec::new("SELECT n FROM numbers LIMIT 4");
        spec.row_limit = Some(3);
        let (_, end) = all(database.query(spec).await.unwrap()).await.unwrap();
        assert!(end.overflow);
        // The connection comes back a moment after the answer.
        within_two_secs("return of the connection", || database.metrics().short.in_use == 0).await;
    }
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn first_row_that_is_late_is_a_timeout() {
    let mut spec = QuerySpec::new("SELECT pg_sleep(60) /* late-first-row */");
    spec.first_row_timeout = Some(Duration::from_millis(300));
    let begun = Instant::now();
    let error = database().query(spec).await.err().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(error, DbError::Timeout { limit: TimeLimit::FirstRow, after: Duration::from_millis(300) });
    assert_eq!(error.for_client(), "the query gave no row within 0.3 s");
    within_two_secs("end of the backend", || backends("late-first-row") == 0).await;
}

#[tokio::test]
async fn time_limit_of_the_first_row_does_not_hold_for_later_ones() {
    let mut spec = QuerySpec::new(
        "SELECT repeat('x', 10000), pg_sleep(CASE n WHEN 3 THEN 0.5 ELSE 0 END) FROM generate_series(1, 3) n",
    );
    spec.first_row_timeout = Some(Duration::from_millis(300));
    let (rows, _) = all(database().query(spec).await.unwrap()).await.unwrap();
    assert_eq!(rows.len(), 3);
}

#[tokio::test]
async fn total_time_limit_ends_an_answer_that_is_being_read() {
    let mut spec = endless("total-time");
    spec.total_timeout = Some(Duration::from_millis(400));
    let mut stream = database().query(spec).await.unwrap();
    let begun = Instant::now();
    let error = loop {
        match stream.next().await.unwrap() {
            Ok(_) => assert!(begun.elapsed() < Duration::from_secs(2)),
            Err(error) => break error,
        }
    };
    assert_eq!(error.for_client(), "the query took longer than 0.4 s");
    assert!(stream.next().await.is_none());
    within_two_secs("end of the backend", || backends("total-time") == 0).await;
}

#[tokio::test]
async fn consumer_that_stops_reading_loses_its_backend_before_it_reads_again() {
    let mut spec = endless("stalled-consumer");
    spec.stall_timeout = Some(Duration::from_millis(300));
    let mut stream = database().query(spec).await.unwrap();
    assert!(matches!(stream.next().await, Some(Ok(Batch::Rows(_)))));
    within_two_secs("end of the backend", || backends("stalled-consumer") == 0).await;
    let error = loop {
        if let Err(error) = stream.next().await.unwrap() {
            break error;
        }
    };
    assert_eq!(error.for_client(), "the answer was not read for 0.3 s");
}

#[tokio::test]
async fn slow_rows_are_handed_on_before_the_batch_is_full() {
    let spec = QuerySpec::new("SELECT repeat('x', 10000), pg_sleep(0.3) FROM generate_series(1, 4)");
    let mut stream = database().query(spec).await.unwrap();
    let mut batches = 0;
    while let Some(Ok(Batch::Rows(_))) = stream.next().await {
        batches += 1;
    }
    assert!(batches >= 3, "{batches}");
}

#[tokio::test]
async fn error_after_the_first_rows_is_an_item_of_the_stream() {
    let mut spec =
        QuerySpec::new("SELECT 1 / (100000 - n), repeat('x', 100) FROM generate_series(1, 200000) n");
    spec.pool = Pool::Long;
    let database = database();
    let mut stream = database.query(spec).await.unwrap();
    let mut bytes = 0;
    let error = loop {
        match stream.next().await.unwrap() {
            Ok(Batch::Rows(batch)) => bytes += batch.len(),
            Ok(Batch::End(_)) => panic!("end instead of an error"),
            Err(error) => break error,
        }
    };
    assert!(bytes > 1_000_000);
    assert_eq!(error.for_client(), "division by zero");
    assert_eq!(error.for_log(), "query failed with SQLSTATE 22012: division by zero");
    assert!(stream.next().await.is_none());
    // The connection is rolled back and used again.
    ask(&database, "SELECT 1").await.unwrap();
    assert_eq!(database.metrics().queries_failed, 1);
}

#[tokio::test]
async fn error_before_the_first_row_is_an_error_of_the_call() {
    let error = database().query(QuerySpec::new("SELECT 1 / 0")).await.err().unwrap();
    assert_eq!(error.for_client(), "division by zero");
}

#[tokio::test]
async fn clients_do_not_read_names_of_the_database() {
    let error = ask(&database(), "SELECT nothing FROM numbers").await.unwrap_err();
    assert_eq!(error.for_client(), "the database refused the query (SQLSTATE 42703)");
    assert_eq!(error.for_log(), "query failed with SQLSTATE 42703: column \"nothing\" does not exist");
}
