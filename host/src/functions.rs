//! The functions that translated queries call, installed in the database.

use database::{Database, DbError};

/// Installs the functions that are missing or of another version, for `query_role` to call.
///
/// A database that refuses is told in the log and no error, since most queries need none of them.
pub async fn install(database: &Database, query_role: Option<&str>) -> Result<(), DbError> {
    match database.batch_execute(&pg_functions::install_sql(query_role)).await {
        Err(error @ (DbError::Permission { .. } | DbError::Query { .. })) => {
            tracing::warn!(
                "the functions in the schema `{schema}` of the database are not those of this host: {error}. Queries on \
                 geometries in columns and of each row, boxes and unions there, and most user-defined functions will fail. \
                 Let the login of [database] once install them on the primary server: \
                 GRANT CREATE ON DATABASE … TO … if there is no schema `{schema}`, else make the login its owner",
                schema = pg_functions::SCHEMA,
                error = error.for_log(),
            );
            Ok(())
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use database::{Config, QuerySpec};
    use private_postgres::PrivateServer;

    use super::*;

    /// The server's database as seen by one of its logins.
    fn database(server: &PrivateServer, login: &str) -> Database {
        let connection = server.connection_string().replace("user='armilla'", &format!("user='{login}'"));
        Database::open(&Config::new(connection)).unwrap()
    }

    async fn has_functions(database: &Database) -> bool {
        database.query(QuerySpec::new("SELECT armilla.distance(0, 0, 0, 1)")).await.is_ok()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn database_that_refuses_is_no_error_and_one_that_has_them_is_asked_for_nothing() {
        let server = PrivateServer::temporary(|_| {}).unwrap();
        let owner = database(&server, "armilla");
        owner.batch_execute("CREATE ROLE guest LOGIN; CREATE ROLE reader NOLOGIN").await.unwrap();
        let guest = database(&server, "guest");
        install(&guest, Some("reader")).await.unwrap();
        assert!(!has_functions(&owner).await);
        install(&owner, Some("reader")).await.unwrap();
        install(&guest, Some("reader")).await.unwrap();
        assert!(has_functions(&owner).await);
    }
}
