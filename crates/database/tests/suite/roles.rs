//! Each query runs under its own role, whatever the connection did for others before.

use bytes::Bytes;
use database::{DbError, Param, QuerySpec};
use futures_util::{StreamExt, stream};

use crate::support::{all, ask_text, database, database_with, psql, server};

const SQL: &str = "SELECT count(*)::text FROM owned WHERE n < $1";

/// The answer of one prepared statement under a role.
async fn counted(database: &database::Database, role: Option<&str>) -> Result<String, DbError> {
    let mut spec = QuerySpec::new(SQL);
    spec.params = vec![Param { type_oid: 20, value: Some(Bytes::copy_from_slice(&100_i64.to_be_bytes())) }];
    spec.role = role.map(str::to_owned);
    let (rows, _) = all(database.query(spec).await?).await?;
    Ok(String::from_utf8(rows[0][0].clone().unwrap()).unwrap())
}

#[tokio::test]
async fn statement_that_another_role_prepared_reads_only_what_its_own_role_may() {
    psql(
        server(),
        "CREATE ROLE sees_all; CREATE ROLE sees_some; CREATE ROLE sees_none;
         CREATE TABLE owned AS SELECT n FROM generate_series(1, 50) n;
         GRANT SELECT ON owned TO sees_all, sees_some;
         ALTER TABLE owned ENABLE ROW LEVEL SECURITY;
         CREATE POLICY everybody ON owned USING (true);
         CREATE POLICY narrow ON owned AS RESTRICTIVE TO sees_some USING (n > 40)",
    );
    let database = database_with(|config| config.short_pool_max = 1);
    for _ in 0..2 {
        assert_eq!(counted(&database, Some("sees_all")).await.unwrap(), "50");
        assert_eq!(counted(&database, Some("sees_some")).await.unwrap(), "10");
        let refused = counted(&database, Some("sees_none")).await.unwrap_err();
        assert_eq!(
            refused.for_log(),
            "database denies access with SQLSTATE 42501: permission denied for table owned"
        );
        assert!(matches!(counted(&database, None).await, Err(DbError::Permission { .. })));
    }
    let kept = "SELECT count(*)::text FROM pg_prepared_statements WHERE statement LIKE 'SELECT count(*)::text FROM owned%'";
    assert_eq!(ask_text(&database, kept).await, "1");
    assert_eq!(database.metrics().short.opened, 1);
}

#[tokio::test]
async fn query_whose_role_is_missing_can_be_given_again_with_its_uploads() {
    let database = database();
    let mut spec = QuerySpec::new("SELECT current_user::text, n FROM pg_temp.late");
    spec.role = Some("made_late".to_owned());
    let row: &[u8] = &[0, 1, 0, 0, 0, 4, 0, 0, 0, 9];
    spec.uploads = vec![database::Upload {
        table: "late".into(),
        columns: vec![database::UploadColumn { name: "n".into(), type_sql: "integer".into() }],
        index_columns: Vec::new(),
        rows: stream::iter([Ok(Bytes::from_static(row))]).boxed(),
    }];
    let error = database.try_query(&mut spec).await.err().unwrap();
    assert_eq!(
        error.for_log(),
        "queries cannot run under the role `made_late`: role \"made_late\" does not exist"
    );
    assert_eq!(error.for_client(), "internal error");
    psql(server(), "CREATE ROLE made_late");
    let (rows, _) = all(database.try_query(&mut spec).await.unwrap()).await.unwrap();
    assert_eq!(rows, [[Some(b"made_late".to_vec()), Some(vec![0, 0, 0, 9])]]);
}

#[tokio::test]
async fn role_that_is_not_for_the_login_is_told_from_a_query_that_is_refused() {
    psql(server(), "CREATE ROLE outsider; CREATE ROLE plain LOGIN");
    let database = database_with(|config| {
        config.query_role = None;
        config.connection = config.connection.replace("user='armilla'", "user='plain'");
    });
    let mut spec = QuerySpec::new("SELECT 1");
    spec.role = Some("outsider".to_owned());
    let error = database.query(spec).await.err().unwrap();
    assert_eq!(
        error.for_log(),
        "queries cannot run under the role `outsider`: permission denied to set role \"outsider\""
    );
}
