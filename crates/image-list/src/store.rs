//! The list in PostgreSQL: what is in it, and the one transaction that changes it.

use std::collections::HashMap;

use bytes::Bytes;
use catalogue::images::{PG_TABLE, create_sql, grant_sql};
use catalogue::tap_schema::{self, PG_SCHEMA};
use database::{Client, RowSource, copy_rows};
use futures_util::{StreamExt, TryStreamExt, pin_mut, stream};
use tokio::sync::mpsc::Receiver;

use crate::row::Instant;
use crate::{ImageListError, ImageRow};

/// Where rows wait for the end of the work.
const STAGING: &str = "pg_temp.armilla_new_images";

/// Size and time of change of the files in the list.
pub(crate) type Known = HashMap<String, (i64, Instant)>;

/// What holds for all images of a collection, and may change without any file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Common {
    pub(crate) creators: Option<String>,
    pub(crate) rights: String,
    pub(crate) released: Option<Instant>,
}

/// Begins the transaction, with the list there, and keeps others out who fill it for the same collection.
pub(crate) async fn begin(
    client: &Client,
    collection: &str,
    query_role: Option<&str>,
) -> Result<(), ImageListError> {
    let failed = || ImageListError::database("preparing the list of images");
    let settings = "BEGIN; SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0; SET LOCAL datestyle = 'ISO'; \
        SET LOCAL timezone = 'UTC'; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = 0";
    client.batch_execute(settings).await.map_err(failed())?;
    let lock = "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended($1, 0)), \
        pg_catalog.to_regclass($2) IS NOT NULL";
    let names: [&str; 2] = [&format!("armilla images {collection}"), &format!("{PG_SCHEMA}.{PG_TABLE}")];
    let row = client.query_one(lock, &[&names[0], &names[1]]).await.map_err(failed())?;
    if !row.try_get::<_, bool>(0).map_err(failed())? {
        return Err(ImageListError::Busy(collection.to_owned()));
    }
    if !row.try_get::<_, bool>(1).map_err(failed())? {
        let granted = |role| format!("{}{}", tap_schema::grant_sql(role), grant_sql(role));
        let grants = query_role.map(granted).unwrap_or_default();
        let sql = format!("{}{}{grants}", tap_schema::create_sql(), create_sql());
        client.batch_execute(&sql).await.map_err(failed())?;
    }
    Ok(())
}

/// The files of a collection that are in the list.
pub(crate) async fn known(client: &Client, collection: &str) -> Result<Known, ImageListError> {
    let failed = || ImageListError::database("reading the list of images");
    let sql = format!(
        "SELECT file, file_bytes, (extract(epoch FROM file_modified) * 1000000)::int8 FROM {PG_SCHEMA}.{PG_TABLE} \
         WHERE collection = $1"
    );
    let rows = client.query_raw(&sql, [collection]).await.map_err(failed())?;
    pin_mut!(rows);
    let mut known = Known::new();
    while let Some(row) = rows.try_next().await.map_err(failed())? {
        let value = |place| row.try_get::<_, i64>(place).map_err(failed());
        known.insert(row.try_get(0).map_err(failed())?, (value(1)?, Instant(value(2)?)));
    }
    Ok(known)
}

/// Makes the place where rows wait.
pub(crate) async fn stage(client: &Client) -> Result<(), ImageListError> {
    let sql =
        format!("CREATE TEMPORARY TABLE armilla_new_images (LIKE {PG_SCHEMA}.{PG_TABLE}) ON COMMIT DROP");
    client.batch_execute(&sql).await.map_err(ImageListError::database("preparing the list of images"))
}

/// Copies batches of rows to where they wait, until the channel closes.
pub(crate) async fn copy(client: &Client, batches: Receiver<Vec<u8>>) -> Result<(), ImageListError> {
    const DOING: &str = "copying rows of the list of images";
    let sql = format!("COPY {STAGING} ({}) FROM STDIN (FORMAT binary)", ImageRow::COLUMNS.join(", "));
    let statement = client.prepare(&sql).await.map_err(ImageListError::database(DOING))?;
    let next = |mut batches: Receiver<Vec<u8>>| async {
        let batch = batches.recv().await?;
        Some((Ok(Bytes::from(batch)), batches))
    };
    let mut source: RowSource = stream::unfold(batches, next).boxed();
    copy_rows(client, &statement, &mut source, STAGING, None)
        .await
        .map(drop)
        .map_err(ImageListError::database(DOING))
}

/// Takes the rows that wait into the list; says how many are new and how many are other ones now.
pub(crate) async fn merge(client: &Client) -> Result<(u64, u64), ImageListError> {
    let failed = || ImageListError::database("changing the list of images");
    let columns = ImageRow::COLUMNS;
    let listed = |prefix: &str| columns.map(|column| format!("{prefix}{column}")).join(", ");
    let set = columns.map(|column| format!("{column} = EXCLUDED.{column}")).join(", ");
    let sql = format!(
        "WITH done AS (INSERT INTO {PG_SCHEMA}.{PG_TABLE} AS known ({names}) SELECT {names} FROM {STAGING} \
         ON CONFLICT (collection, file) DO UPDATE SET {set} WHERE ({}) IS DISTINCT FROM ({}) \
         RETURNING (known.xmax = 0) AS added) \
         SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM done",
        listed("known."),
        listed("EXCLUDED."),
        names = listed(""),
    );
    let row = client.query_one(&sql, &[]).await.map_err(failed())?;
    let count = |place| row.try_get::<_, i64>(place).map(i64::unsigned_abs).map_err(failed());
    Ok((count(0)?, count(1)?))
}

/// Removes the rows of files.
pub(crate) async fn remove(
    client: &Client,
    collection: &str,
    files: &[String],
) -> Result<(), ImageListError> {
    let sql = format!("DELETE FROM {PG_SCHEMA}.{PG_TABLE} WHERE collection = $1 AND file = ANY($2)");
    let removed = client.execute(&sql, &[&collection, &files]).await;
    removed.map(drop).map_err(ImageListError::database("removing rows from the list of images"))
}

/// Removes the rows that are not among those that wait; says how many.
pub(crate) async fn remove_others(client: &Client, collection: &str) -> Result<u64, ImageListError> {
    let sql = format!(
        "DELETE FROM {PG_SCHEMA}.{PG_TABLE} AS known WHERE collection = $1 \
         AND NOT EXISTS (SELECT FROM {STAGING} AS new WHERE new.file = known.file)"
    );
    let removed = client.execute(&sql, &[&collection]).await;
    removed.map_err(ImageListError::database("removing rows from the list of images"))
}

/// Sets what holds for all images of a collection.
pub(crate) async fn spread(client: &Client, collection: &str, common: &Common) -> Result<(), ImageListError> {
    let sql = format!(
        "UPDATE {PG_SCHEMA}.{PG_TABLE} SET obs_creator_name = $2, data_rights = $3, \
         obs_release_date = timestamp '1970-01-01' + $4::int8 * interval '1 microsecond' \
         WHERE collection = $1 AND (obs_creator_name, data_rights, obs_release_date) IS DISTINCT FROM \
         ($2::text, $3::text, timestamp '1970-01-01' + $4::int8 * interval '1 microsecond')"
    );
    let Common { creators, rights, released } = common;
    let done =
        client.execute(&sql, &[&collection, creators, rights, &released.map(|instant| instant.0)]).await;
    done.map(drop).map_err(ImageListError::database("changing the list of images"))
}

/// Ends the transaction; the planner learns what the list is like now.
pub(crate) async fn commit(client: &Client) -> Result<(), ImageListError> {
    let sql = format!("ANALYZE {PG_SCHEMA}.{PG_TABLE}; COMMIT");
    client.batch_execute(&sql).await.map_err(ImageListError::database("committing"))
}
