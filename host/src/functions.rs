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
