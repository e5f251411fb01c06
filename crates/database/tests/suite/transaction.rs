//! Queries can only read, and only as the query role.

use database::Pool;

use crate::support::{ask, ask_text, database, database_with, psql, server};

#[tokio::test]
async fn writing_is_refused() {
    // Not even the owner, who could.
    let database = database_with(|config| config.query_role = None);
    for sql in [
        "DELETE FROM numbers",
        "CREATE TABLE more (n int)",
        "WITH gone AS (DELETE FROM numbers RETURNING 1) SELECT * FROM gone",
    ] {
        let error = ask(&database, sql).await.unwrap_err();
        assert_eq!(error.for_client(), "the database does not allow this query", "{sql}");
        assert!(
            error.for_log().starts_with("database denies access with SQLSTATE 25006: cannot execute "),
            "{error}"
        );
    }
    assert_eq!(psql(server(), "SELECT count(*) FROM numbers"), "10");
}

#[tokio::test]
async fn query_runs_as_the_query_role_and_the_rest_as_the_login() {
    let database = database();
    assert_eq!(ask_text(&database, "SELECT current_user::text").await, "reader");
    database.execute("CREATE TABLE of_owner AS SELECT current_user::text AS name", &[]).await.unwrap();
    assert_eq!(psql(server(), "SELECT name FROM of_owner"), "armilla");
}

#[tokio::test]
async fn table_without_a_grant_is_refused() {
    let error = ask(&database(), "SELECT * FROM secrets").await.unwrap_err();
    assert_eq!(error.for_client(), "the database does not allow this query");
    assert_eq!(
        error.for_log(),
        "database denies access with SQLSTATE 42501: permission denied for table secrets"
    );
}

#[tokio::test]
async fn unknown_query_role_stops_every_query_before_it_runs() {
    let database = database_with(|config| config.query_role = Some("nobody".to_owned()));
    let error = ask(&database, "SELECT 1").await.unwrap_err();
    assert_eq!(
        error.for_log(),
        "cannot open the transaction of a query: query failed with SQLSTATE 22023: role \"nobody\" does not exist"
    );
    assert_eq!(error.for_client(), "internal error");
}

#[tokio::test]
async fn query_does_not_run_where_its_transaction_could_not_begin() {
    database().execute("CREATE SEQUENCE touched", &[]).await.unwrap();
    // A name of no length is an error of syntax: not even BEGIN is executed.
    let database = database_with(|config| {
        config.query_role = None;
        config.query_settings = vec![(String::new(), "1".to_owned())];
    });
    let error = ask(&database, "SELECT nextval('touched')").await.unwrap_err();
    assert!(error.for_log().starts_with("cannot open the transaction of a query: "), "{error}");
    assert_eq!(psql(server(), "SELECT is_called FROM touched"), "f");
}

#[tokio::test]
async fn one_query_is_one_statement() {
    let error = ask(&database(), "SELECT 1; DELETE FROM numbers").await.unwrap_err();
    assert_eq!(error.for_client(), "the database refused the query (SQLSTATE 42601)");
}

#[tokio::test]
async fn what_a_query_sets_is_gone_with_it() {
    let database = database_with(|config| config.short_pool_max = 1);
    ask(&database, "SELECT set_config('work_mem', '77MB', false)").await.unwrap();
    ask(&database, "SET work_mem = '77MB'").await.unwrap();
    assert_eq!(ask_text(&database, "SHOW work_mem").await, "32MB");
}

#[tokio::test]
async fn settings_and_time_limit_hold_in_the_transaction_only() {
    let database = database_with(|config| {
        config.short_pool_max = 1;
        config.query_settings.push(("work_mem".to_owned(), "55MB".to_owned()));
    });
    assert_eq!(ask_text(&database, "SHOW work_mem").await, "55MB");
    assert_eq!(ask_text(&database, "SHOW client_connection_check_interval").await, "1s");
    let mut spec = database::QuerySpec::new("SHOW statement_timeout");
    (spec.total_timeout, spec.pool) = (Some(std::time::Duration::from_secs(50)), Pool::Short);
    let (rows, _) = crate::support::all(database.query(spec).await.unwrap()).await.unwrap();
    assert_eq!(rows[0][0].as_deref(), Some(b"1min".as_slice()));
    database
        .execute("CREATE TABLE work_mem_of_execute AS SELECT current_setting('work_mem') AS text", &[])
        .await
        .unwrap();
    assert_eq!(psql(server(), "SELECT text FROM work_mem_of_execute"), "32MB");
}
