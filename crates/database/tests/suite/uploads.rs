//! Tables that live as long as one query.

use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use database::{BoxError, Database, DbError, QuerySpec, RowSource, Upload, UploadColumn};
use futures_util::{StreamExt, stream};

use crate::support::{all, ask, database, database_with, psql, server};

/// Batches of rows with one integer and one text, NULL where the integer is even.
fn rows(batches: Vec<Vec<i32>>) -> RowSource {
    let batch = |numbers: Vec<i32>| {
        let mut batch = BytesMut::new();
        for number in numbers {
            batch.put_i16(2);
            batch.put_i32(4);
            batch.put_i32(number);
            if number % 2 == 0 {
                batch.put_i32(-1);
            } else {
                batch.put_i32(3);
                batch.put_slice(b"odd");
            }
        }
        Ok(batch.freeze())
    };
    stream::iter(batches.into_iter().map(batch)).boxed()
}

fn upload(rows: RowSource) -> Upload {
    let column = |name: &str, type_sql: &str| UploadColumn { name: name.into(), type_sql: type_sql.into() };
    Upload {
        table: "Mine".to_owned(),
        columns: vec![column("N", "integer"), column("word", "text")],
        index_columns: vec!["N".to_owned()],
        rows,
    }
}

async fn with_upload(database: &Database, sql: &str, rows: RowSource) -> Result<usize, DbError> {
    let mut spec = QuerySpec::new(sql);
    spec.uploads = vec![upload(rows)];
    spec.stall_timeout = Some(Duration::from_millis(300));
    Ok(all(database.query(spec).await?).await?.0.len())
}

const JOIN: &str = "SELECT x, word FROM numbers JOIN pg_temp.\"Mine\" ON n = \"N\"";

#[tokio::test]
async fn upload_is_joined_with_a_table() {
    let got = with_upload(&database(), JOIN, rows(vec![vec![1, 2], vec![3, 99]])).await.unwrap();
    assert_eq!(got, 3);
}

#[tokio::test]
async fn upload_without_rows_is_a_table_without_rows() {
    assert_eq!(with_upload(&database(), JOIN, rows(Vec::new())).await.unwrap(), 0);
}

#[tokio::test]
async fn upload_is_indexed_and_analyzed() {
    let sql =
        "SELECT 1 FROM pg_class WHERE oid = 'pg_temp.\"Mine\"'::regclass AND relhasindex AND reltuples = 4";
    assert_eq!(with_upload(&database(), sql, rows(vec![vec![1, 2, 3, 4]])).await.unwrap(), 1);
}

#[tokio::test]
async fn upload_is_gone_after_the_query() {
    let database = database_with(|config| config.short_pool_max = 1);
    for _ in 0..3 {
        with_upload(&database, JOIN, rows(vec![vec![1]])).await.unwrap();
    }
    let error = ask(&database, JOIN).await.unwrap_err();
    assert_eq!(error.for_client(), "the database refused the query (SQLSTATE 42P01)");
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn query_with_uploads_can_only_read() {
    let database = database();
    for sql in [
        "DELETE FROM numbers",
        "SET TRANSACTION READ WRITE",
        "SELECT set_config('transaction_read_only', 'off', true)",
    ] {
        let error = with_upload(&database, sql, rows(vec![vec![1]])).await.unwrap_err();
        assert!(error.for_log().contains("transaction"), "{error}");
    }
    assert_eq!(psql(server(), "SELECT count(*) FROM numbers"), "10");
}

#[tokio::test]
async fn words_of_a_source_that_fails_reach_the_client() {
    let broken = |_| Err(BoxError::from("line 7: `abc` is not a number"));
    let source: RowSource = stream::iter([0].map(broken)).boxed();
    let error = with_upload(&database(), JOIN, source).await.unwrap_err();
    assert_eq!(error.for_client(), "line 7: `abc` is not a number");
    assert_eq!(error.for_log(), "reading rows for `Mine`: line 7: `abc` is not a number");
}

#[tokio::test]
async fn source_that_falls_silent_is_a_timeout() {
    let error = with_upload(&database(), JOIN, stream::pending().boxed()).await.unwrap_err();
    assert_eq!(error.for_log(), "stall limit of 0.3 s reached");
}

#[tokio::test]
async fn rows_of_the_wrong_shape_are_refused_by_the_database() {
    let one_column: RowSource =
        stream::iter([Ok(Bytes::from_static(&[0, 1, 0, 0, 0, 4, 0, 0, 0, 1]))]).boxed();
    let error = with_upload(&database(), JOIN, one_column).await.unwrap_err();
    assert_eq!(error.for_log(), "query failed with SQLSTATE 22P04: row field count is 1, expected 2");
}
