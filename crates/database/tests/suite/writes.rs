//! What the host writes into its own schema.

use bytes::{BufMut, Bytes, BytesMut};
use database::{BoxError, Param, RowSource};
use futures_util::{StreamExt, stream};

use crate::support::{database, database_with, psql, server};

#[tokio::test]
async fn execute_tells_how_many_rows_it_changed() {
    let database = database();
    database.execute("CREATE TABLE changed (n int4, word text)", &[]).await.unwrap();
    let params = [
        Param { type_oid: 23, value: Some(Bytes::copy_from_slice(&5i32.to_be_bytes())) },
        Param { type_oid: 25, value: None },
    ];
    assert_eq!(database.execute("INSERT INTO changed VALUES ($1, $2), ($1, 'b')", &params).await.unwrap(), 2);
    assert_eq!(database.execute("UPDATE changed SET n = 6 WHERE word = 'b'", &[]).await.unwrap(), 1);
    assert_eq!(psql(server(), "SELECT n, word FROM changed ORDER BY n"), "5|\n6|b");
}

#[tokio::test]
async fn failed_statement_leaves_the_connection_in_order() {
    let database = database_with(|config| config.short_pool_max = 1);
    let error = database.execute("INSERT INTO nowhere VALUES (1)", &[]).await.unwrap_err();
    assert_eq!(error.for_log(), "query failed with SQLSTATE 42P01: relation \"nowhere\" does not exist");
    let error = database.execute("INSERT INTO numbers VALUES (1 / (n - n))", &[]).await.unwrap_err();
    assert!(error.for_log().starts_with("query failed with SQLSTATE 42"));
    database.execute("CREATE TABLE in_order (n int4)", &[]).await.unwrap();
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn batch_is_all_or_nothing() {
    let database = database();
    let error = database.batch_execute("CREATE TABLE half (n int4); SELECT 1 / 0").await.unwrap_err();
    assert_eq!(error.for_client(), "division by zero");
    assert_eq!(psql(server(), "SELECT count(*) FROM pg_class WHERE relname = 'half'"), "0");
    database.batch_execute("CREATE TABLE whole (n int4); INSERT INTO whole VALUES (1)").await.unwrap();
    assert_eq!(psql(server(), "SELECT n FROM whole"), "1");
}

#[tokio::test]
async fn session_settings_of_a_batch_reach_nobody_else() {
    let database = database_with(|config| config.short_pool_max = 1);
    database.batch_execute("SET work_mem = '88MB'; BEGIN").await.unwrap();
    assert_eq!(crate::support::ask_text(&database, "SHOW work_mem").await, "32MB");
}

fn one_row(number: i32) -> Bytes {
    let mut row = BytesMut::new();
    row.put_i16(1);
    row.put_i32(4);
    row.put_i32(number);
    row.freeze()
}

#[tokio::test]
async fn copy_loads_batches_of_any_size() {
    let database = database();
    database.execute("CREATE TABLE copied (n int4)", &[]).await.unwrap();
    let large: Bytes = (1..=100_000).flat_map(one_row).collect();
    let source: RowSource = stream::iter([Ok(one_row(0)), Ok(Bytes::new()), Ok(large)]).boxed();
    let copied = database.copy_in("COPY copied FROM STDIN (FORMAT binary)", source).await.unwrap();
    assert_eq!(copied, 100_001);
    assert_eq!(psql(server(), "SELECT count(*), sum(n) FROM copied"), "100001|5000050000");
}

#[tokio::test]
async fn copy_from_a_source_that_fails_loads_nothing() {
    let database = database_with(|config| config.long_pool_max = 1);
    database.execute("CREATE TABLE broken_off (n int4)", &[]).await.unwrap();
    let source: RowSource = stream::iter([Ok(one_row(1)), Err(BoxError::from("disk on fire"))]).boxed();
    let error = database.copy_in("COPY broken_off FROM STDIN (FORMAT binary)", source).await.unwrap_err();
    assert_eq!(
        error.for_log(),
        "reading rows for `COPY broken_off FROM STDIN (FORMAT binary)`: disk on fire"
    );
    let source: RowSource = stream::iter([Ok(one_row(2))]).boxed();
    database.copy_in("COPY broken_off FROM STDIN (FORMAT binary)", source).await.unwrap();
    assert_eq!(psql(server(), "SELECT n FROM broken_off"), "2");
}
