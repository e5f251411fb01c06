//! Rows of the pipeline into the new table.

use std::sync::Arc;

use bytes::Bytes;
use database::{Client, DbError, RowSource, copy_rows};
use futures_util::{StreamExt, stream};
use progress::Progress;
use tokio::sync::mpsc::Receiver;

use crate::pipeline::Sent;

/// Name of the stage in which rows go into the database.
const LOADING: &str = "rows loaded";

/// Copies all rows, and tells how many there were; nothing is kept where they end before they are all there.
pub(crate) async fn copy(
    client: &Client,
    sql: &str,
    rows: Receiver<Sent>,
    total: u64,
    progress: &Arc<dyn Progress>,
) -> Result<u64, DbError> {
    let statement = client.prepare(sql).await?;
    let mut source = source(rows, total, progress.clone());
    let copied = copy_rows(client, &statement, &mut source, sql, None).await;
    progress.end(LOADING);
    copied
}

fn source(rows: Receiver<Sent>, total: u64, progress: Arc<dyn Progress>) -> RowSource {
    let state = (rows, 0, progress);
    stream::unfold(Some(state), move |state| async move {
        let (mut rows, mut loaded, progress) = state?;
        match rows.recv().await {
            Some(Sent::Rows(bytes, count)) => {
                loaded += count;
                progress.report(LOADING, loaded, total);
                Some((Ok(bytes), Some((rows, loaded, progress))))
            }
            Some(Sent::End) => None,
            None => Some((Err::<Bytes, _>("the rows break off".into()), None)),
        }
    })
    .boxed()
}
