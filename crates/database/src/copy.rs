//! Binary COPY into a table.

use std::{
    pin::{Pin, pin},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use pg_rows::{COPY_HEADER, COPY_TRAILER};
use tokio_postgres::{Client, CopyInSink, Statement};

use crate::{
    DbError, RowSource, TimeLimit,
    clock::{Deadline, within},
};

/// Runs a prepared `COPY ... FROM STDIN (FORMAT binary)` with the rows of `source`, and tells how many there were. After
/// an error of the source, or its silence for `stall_timeout`, PostgreSQL keeps none of them. `target` is for messages.
pub async fn copy_rows(
    client: &Client,
    statement: &Statement,
    source: &mut RowSource,
    target: &str,
    stall_timeout: Option<Duration>,
) -> Result<u64, DbError> {
    let mut sink = pin!(client.copy_in::<_, Bytes>(statement).await?);
    sink.feed(Bytes::from_static(COPY_HEADER)).await?;
    while let Some(rows) = next(source, target, stall_timeout).await? {
        // Feeding does not wait for the socket, but for the driver to take the batch: one is on its way at a time.
        sink.feed(rows).await?;
    }
    finish(sink).await
}

async fn finish(mut sink: Pin<&mut CopyInSink<Bytes>>) -> Result<u64, DbError> {
    sink.feed(Bytes::from_static(COPY_TRAILER)).await?;
    Ok(sink.finish().await?)
}

async fn next(
    source: &mut RowSource,
    target: &str,
    stall: Option<Duration>,
) -> Result<Option<Bytes>, DbError> {
    within(Deadline::after(TimeLimit::Stall, stall), async {
        let wrong =
            |error: crate::BoxError| DbError::Input { target: target.to_owned(), message: error.to_string() };
        source.next().await.transpose().map_err(wrong)
    })
    .await
}
