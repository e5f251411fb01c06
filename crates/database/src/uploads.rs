//! Temporary tables that live as long as one query.

use std::{fmt::Write, time::Duration};

use tokio_postgres::Client;

use crate::{DbError, Upload, copy::copy_rows, transaction::quote_name};

/// Makes and fills the tables in the open transaction, which can only read from then on.
pub(crate) async fn load(
    client: &Client,
    uploads: &mut [Upload],
    stall_timeout: Option<Duration>,
) -> Result<(), DbError> {
    client.batch_execute(&create(uploads)?).await?;
    for upload in uploads.iter_mut() {
        let statement = client.prepare(&copy(upload)).await?;
        copy_rows(client, &statement, &mut upload.rows, &upload.table, stall_timeout).await?;
    }
    Ok(client.batch_execute(&finish(uploads)).await?)
}

fn create(uploads: &[Upload]) -> Result<String, DbError> {
    let mut sql = String::new();
    for upload in uploads {
        let _ = write!(sql, "CREATE TEMPORARY TABLE {} (", quote_name(&upload.table));
        for (place, column) in upload.columns.iter().enumerate() {
            if !is_type(&column.type_sql) {
                let message = format!("upload `{}`: `{}` is not a type", upload.table, column.type_sql);
                return Err(DbError::internal(message));
            }
            let comma = if place == 0 { "" } else { ", " };
            let _ = write!(sql, "{comma}{} {}", quote_name(&column.name), column.type_sql);
        }
        sql.push_str(") ON COMMIT DROP;");
    }
    Ok(sql)
}

fn copy(upload: &Upload) -> String {
    format!("COPY pg_temp.{} FROM STDIN (FORMAT binary)", quote_name(&upload.table))
}

/// Indexes, statistics for the planner, and the end of writing, which the server refuses to undo.
fn finish(uploads: &[Upload]) -> String {
    let mut sql = String::new();
    for upload in uploads {
        let table = quote_name(&upload.table);
        for column in &upload.index_columns {
            let _ = write!(sql, "CREATE INDEX ON pg_temp.{table} ({});", quote_name(column));
        }
        let _ = write!(sql, "ANALYZE pg_temp.{table}{};", scalars(upload));
    }
    sql.push_str("SET TRANSACTION READ ONLY");
    sql
}

/// The list of the columns that are no arrays: statistics of array elements take long and serve no plan of ours. Empty,
/// which means all, where there is nothing else.
fn scalars(upload: &Upload) -> String {
    let scalars = upload.columns.iter().filter(|column| !column.type_sql.ends_with("[]"));
    let names: Vec<String> = scalars.map(|column| quote_name(&column.name)).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// Whether a text can be nothing but a type: it goes into SQL as it is.
fn is_type(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || " _()[],".contains(character);
    text.starts_with(|character: char| character.is_ascii_alphabetic()) && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, stream};

    use super::*;
    use crate::UploadColumn;

    fn upload(type_sql: &str) -> Upload {
        let column =
            |name: &str, type_sql: &str| UploadColumn { name: name.into(), type_sql: type_sql.into() };
        Upload {
            table: "my \"stars\"".into(),
            columns: vec![column("Ra", "double precision"), column("mags", type_sql)],
            index_columns: vec!["Ra".into()],
            rows: stream::empty().boxed(),
        }
    }

    #[test]
    fn names_keep_their_case_and_quotes() {
        let uploads = [upload("real[]")];
        assert_eq!(
            create(&uploads).unwrap(),
            "CREATE TEMPORARY TABLE \"my \"\"stars\"\"\" (\"Ra\" double precision, \"mags\" real[]) ON COMMIT DROP;"
        );
        assert_eq!(
            finish(&uploads),
            "CREATE INDEX ON pg_temp.\"my \"\"stars\"\"\" (\"Ra\");ANALYZE pg_temp.\"my \"\"stars\"\"\" (\"Ra\");\
             SET TRANSACTION READ ONLY"
        );
        assert_eq!(copy(&uploads[0]), "COPY pg_temp.\"my \"\"stars\"\"\" FROM STDIN (FORMAT binary)");
    }

    #[test]
    fn type_that_could_hold_more_sql_is_refused() {
        for text in ["real; DROP TABLE x", "real DEFAULT 'x'", "", "real--", "\"char\"", "1"] {
            let error = create(&[upload(text)]).unwrap_err();
            assert_eq!(error.for_log(), format!("upload `my \"stars\"`: `{text}` is not a type"));
            assert_eq!(error.for_client(), "internal error");
        }
    }
}
