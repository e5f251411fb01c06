//! Statements with parameters are prepared once for each connection.

use bytes::Bytes;
use database::{Database, DbError, Param, QuerySpec};

use crate::support::{Row, all, ask, ask_text, database, database_with, psql, server};

const INT8: u32 = 20;

fn spec(sql: &str, number: i64) -> QuerySpec {
    let value = Some(Bytes::copy_from_slice(&number.to_be_bytes()));
    QuerySpec { params: vec![Param { type_oid: INT8, value }], ..QuerySpec::new(sql) }
}

async fn ask_with(database: &Database, sql: &str, number: i64) -> Result<Vec<Row>, DbError> {
    Ok(all(database.query(spec(sql, number)).await?).await?.0)
}

fn one_connection() -> Database {
    database_with(|config| config.short_pool_max = 1)
}

#[tokio::test]
async fn query_with_parameters_is_prepared_once_and_planned_once() {
    let database = one_connection();
    for number in 1..=9 {
        let rows = ask_with(&database, "SELECT n FROM numbers WHERE n = $1", number).await.unwrap();
        assert_eq!(rows, [[Some((number as i32).to_be_bytes().to_vec())]]);
    }
    let plans = "SELECT concat_ws(' ', count(*), sum(generic_plans), sum(custom_plans)) \
                 FROM pg_prepared_statements WHERE statement LIKE 'SELECT n FROM numbers%'";
    assert_eq!(ask_text(&database, plans).await, "1 9 0");
}

#[tokio::test]
async fn query_without_parameters_is_not_kept() {
    let database = one_connection();
    ask(&database, "SELECT n FROM numbers").await.unwrap();
    let kept = "SELECT count(*)::text FROM pg_prepared_statements WHERE statement LIKE 'SELECT n FROM%'";
    assert_eq!(ask_text(&database, kept).await, "0");
}

#[tokio::test]
async fn kept_statement_runs_under_the_same_protection() {
    let database = one_connection();
    let sql = "SELECT concat_ws(' ', current_user, current_setting('transaction_read_only'), \
               current_setting('statement_timeout'), $1)";
    for number in [1, 2] {
        let mut spec = spec(sql, number);
        spec.total_timeout = Some(std::time::Duration::from_secs(50));
        let (rows, _) = all(database.query(spec).await.unwrap()).await.unwrap();
        let text = String::from_utf8(rows[0][0].clone().unwrap()).unwrap();
        assert_eq!(text, format!("reader on 1min {number}"));
    }
    assert_eq!(ask_text(&database, "SHOW plan_cache_mode").await, "auto");
}

#[tokio::test]
async fn kept_statement_does_not_run_where_its_transaction_could_not_begin() {
    let owner = database();
    owner.execute("CREATE ROLE passing NOLOGIN", &[]).await.unwrap();
    owner.execute("CREATE SEQUENCE called", &[]).await.unwrap();
    let database = database_with(|config| {
        config.short_pool_max = 1;
        config.query_role = Some("passing".to_owned());
    });
    // The role may not use the sequence, so the first attempt fails in its transaction; the statement is kept.
    let sql = "SELECT nextval('called') + $1";
    assert!(ask_with(&database, sql, 1).await.is_err());
    owner.execute("DROP ROLE passing", &[]).await.unwrap();
    let error = ask_with(&database, sql, 1).await.unwrap_err();
    assert_eq!(
        error.for_log(),
        "cannot open the transaction of a query: query failed with SQLSTATE 22023: role \"passing\" does not exist"
    );
    assert_eq!(psql(server(), "SELECT is_called FROM called"), "f");
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn statement_over_an_altered_table_is_prepared_again() {
    let owner = database();
    let database = database_with(|config| config.short_pool_max = 2);
    owner
        .batch_execute("CREATE TABLE changing AS SELECT 7::int4 AS n; GRANT SELECT ON changing TO reader")
        .await
        .unwrap();
    let sql = "SELECT n FROM changing WHERE n >= $1";
    // Both connections keep the statement.
    let (one, other) =
        futures_util::future::join(ask_with(&database, sql, 1), ask_with(&database, sql, 2)).await;
    assert_eq!(one.unwrap(), other.unwrap());
    owner.execute("ALTER TABLE changing ALTER COLUMN n TYPE int8", &[]).await.unwrap();
    for _ in 0..3 {
        let rows = ask_with(&database, sql, 1).await.unwrap();
        assert_eq!(rows, [[Some(7_i64.to_be_bytes().to_vec())]]);
    }
    owner.execute("DROP TABLE changing", &[]).await.unwrap();
    let error = ask_with(&database, sql, 1).await.unwrap_err();
    assert_eq!(error.for_client(), "the database refused the query (SQLSTATE 42P01)");
}

#[tokio::test]
async fn an_error_of_a_kept_statement_is_told_and_it_can_be_run_again() {
    let database = one_connection();
    let sql = "SELECT 10 / $1";
    ask_with(&database, sql, 5).await.unwrap();
    let error = ask_with(&database, sql, 0).await.unwrap_err();
    assert_eq!(error.for_client(), "division by zero");
    assert_eq!(ask_with(&database, sql, 5).await.unwrap(), [[Some(2_i64.to_be_bytes().to_vec())]]);
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn statements_that_were_not_used_for_long_are_closed() {
    let database = database_with(|config| config.short_pool_max = 1);
    for number in 0..70 {
        ask_with(&database, &format!("SELECT $1 + {number}"), 1).await.unwrap();
    }
    let kept = "SELECT count(*)::text FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1 + %'";
    assert_eq!(ask_text(&database, kept).await, "64");
}
