//! Rows and errors of the database in the form that plugins know, and back.

use bytes::Bytes;
use database::{Batch, BoxError, DbError, RowSource, UploadColumn};
use futures_util::StreamExt;
use plugin_api::{CopyTarget, Error, ErrorKind, RowColumn, RowItem, RowStream, Upload};

use super::reading::Reading;

/// The rows of a query on their way to a plugin.
pub fn crossing(stream: database::RowStream, mut reading: Reading) -> RowStream {
    let columns = stream.columns().iter().map(|column| RowColumn {
        name: column.name.clone(),
        type_oid: column.type_oid,
        type_modifier: column.typmod,
    });
    let columns = columns.collect();
    let items = stream.map(move |item| match item {
        Ok(Batch::Rows(bytes)) => Ok(RowItem::Rows(bytes)),
        Ok(Batch::End(end)) => {
            reading.ended(end.rows, end.overflow);
            Ok(RowItem::End { rows: end.rows, overflow: end.overflow })
        }
        Err(failure) => {
            reading.failed();
            Err(error(&failure))
        }
    });
    RowStream::new(columns, items)
}

/// Rows of a plugin on their way into the database. Rows that stop without their end are an error.
pub fn source(rows: RowStream) -> RowSource {
    let batches = futures_util::stream::unfold(Some(rows), |rows| async {
        let mut rows = rows?;
        let batch: Result<Bytes, BoxError> = match rows.next().await {
            Some(Ok(RowItem::Rows(bytes))) => return Some((Ok(bytes), Some(rows))),
            Some(Ok(RowItem::End { .. })) => return None,
            Some(Err(error)) => Err(error.into()),
            None => Err("the rows stopped before their end".into()),
        };
        Some((batch, None))
    });
    Box::pin(batches)
}

/// A temporary table on its way into a query.
pub fn upload(upload: Upload) -> database::Upload {
    let columns = upload.table.columns.into_iter();
    database::Upload {
        table: upload.table.name,
        columns: columns.map(|(name, type_sql)| UploadColumn { name, type_sql }).collect(),
        index_columns: Vec::new(),
        rows: source(upload.rows),
    }
}

/// `COPY` into a plugin's own table.
pub fn copy_sql(target: &CopyTarget) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let columns: Vec<String> = target.columns.iter().map(|name| quoted(name)).collect();
    format!(
        "COPY {}.{} ({}) FROM STDIN (FORMAT binary)",
        quoted(&target.schema),
        quoted(&target.table),
        columns.join(", ")
    )
}

/// An error of the database with the status that fits it.
pub fn error(error: &DbError) -> Error {
    let kind = match error {
        DbError::Query { code, .. } if matches!(code.get(..2), Some("21" | "22" | "54")) => {
            ErrorKind::BadRequest
        }
        DbError::Query { .. }
        | DbError::Permission { .. }
        | DbError::Role { .. }
        | DbError::Config { .. }
        | DbError::Internal { .. } => ErrorKind::Internal,
        DbError::Timeout { .. } => ErrorKind::Timeout,
        DbError::Cancelled { .. } | DbError::Unavailable { .. } | DbError::Busy { .. } => {
            ErrorKind::Unavailable
        }
        DbError::Input { .. } => ErrorKind::BadRequest,
    };
    let crossing = Error::new(kind, error.for_client()).with_log(error.for_log());
    match error.retry_after_secs() {
        Some(secs) => crossing.with_retry_after(u32::try_from(secs).unwrap_or(u32::MAX)),
        None => crossing,
    }
}
