//! The login under which the demo runs queries: it owns nothing and has no rights but to take on the roles of views.

use database::{Config, Database, DbError};

/// The login.
pub const LOGIN: &str = "armilla_visitor";

/// Makes the login, and takes from everybody what PostgreSQL lets everybody do: temporary tables, tables in `public`, large
/// objects. Roles of views get temporary tables back, which uploads become.
const SQL: &str = "
    DO $$ BEGIN
        IF to_regrole('armilla_visitor') IS NULL THEN CREATE ROLE armilla_visitor LOGIN NOINHERIT; END IF;
    END $$;
    DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_open(oid, integer), lo_unlink(oid),
        lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea), lowrite(integer, bytea) FROM PUBLIC";

/// Makes the login unless it is there.
pub async fn make(connection: &str) -> Result<(), DbError> {
    Database::open(&Config::new(connection))?.batch_execute(SQL).await
}

#[cfg(test)]
mod tests {
    use database::Line;
    use private_postgres::PrivateServer;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_login_can_read_write_and_make_nothing() {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        for _ in 0..2 {
            make(&server.connection_string()).await.unwrap();
        }
        let owner = Database::open(&Config::new(server.connection_string())).unwrap();
        owner.batch_execute("CREATE TABLE secrets AS SELECT 1 AS n").await.unwrap();
        let line = Line::new(&Config::new(server.connection_string_of(LOGIN)), "", |_| ()).unwrap();
        let client = line.client().await.unwrap();
        for sql in [
            "SELECT * FROM secrets",
            "CREATE TABLE public.mine (n int)",
            "CREATE TEMPORARY TABLE mine (n int)",
            "CREATE SCHEMA mine",
            "SET ROLE armilla",
            "SELECT pg_read_file('/etc/passwd')",
            "COPY (SELECT 1) TO PROGRAM 'true'",
            "SELECT lo_create(0)",
            "SELECT lo_from_bytea(0, 'x')",
            "SELECT lo_import('/etc/passwd')",
        ] {
            let error = client.batch_execute(sql).await.expect_err(sql);
            assert_eq!(error.code().map(|code| code.code()), Some("42501"), "{sql}: {error:?}");
        }
    }
}
