//! Rows of tokio-postgres, packed into batches without reading their values.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::Stream;
use tokio_postgres::Row;

use crate::{DbError, End, params::Raw};

/// The first batch begins small: most answers are.
const FIRST_BYTES: usize = 8 * 1024;

/// Room for the row that fills a batch.
const SLACK_BYTES: usize = 16 * 1024;

/// The rows of a running query on their way into batches.
pub(crate) struct Rows {
    stream: Pin<Box<tokio_postgres::RowStream>>,
    batch: BytesMut,
    batch_bytes: usize,
    limit: Option<u64>,
    count: u64,
}

/// Why a batch is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filled {
    /// It is full; there may be more rows.
    Full,
    /// The query has ended.
    End,
    /// The row limit is reached and there is at least one more row.
    Over,
}

impl Rows {
    pub fn new(stream: tokio_postgres::RowStream, batch_bytes: usize, limit: Option<u64>) -> Self {
        let batch = BytesMut::with_capacity(FIRST_BYTES.min(batch_bytes + SLACK_BYTES));
        Self { stream: Box::pin(stream), batch, batch_bytes, limit, count: 0 }
    }

    /// Packs rows until the batch is full, the rows end, or the driver has none ready.
    pub fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<Filled, DbError>> {
        while self.batch.len() < self.batch_bytes {
            let row = match self.stream.as_mut().poll_next(cx) {
                Poll::Ready(Some(row)) => row?,
                Poll::Ready(None) => return Poll::Ready(Ok(Filled::End)),
                Poll::Pending => return Poll::Pending,
            };
            if self.limit == Some(self.count) {
                return Poll::Ready(Ok(Filled::Over));
            }
            pack(&row, &mut self.batch)?;
            self.count += 1;
        }
        Poll::Ready(Ok(Filled::Full))
    }

    /// As [`Self::poll_fill`], but does not wait for a batch that has rows to become full.
    pub fn poll_some(&mut self, cx: &mut Context<'_>) -> Poll<Result<Filled, DbError>> {
        match self.poll_fill(cx) {
            Poll::Pending if !self.batch.is_empty() => Poll::Ready(Ok(Filled::Full)),
            other => other,
        }
    }

    /// Whether the current batch has no row yet.
    pub fn is_empty(&self) -> bool {
        self.batch.is_empty()
    }

    /// Hands the batch on, without copying, and begins another.
    pub fn take(&mut self) -> Bytes {
        self.batch.split().freeze()
    }

    /// Makes room for a whole batch; the memory of one that its consumer has dropped is used again.
    pub fn reserve(&mut self) {
        self.batch.reserve(self.batch_bytes + SLACK_BYTES);
    }

    /// How the answer ended, as `filled` says.
    pub fn end(&self, filled: Filled) -> End {
        End { rows: self.count, overflow: filled == Filled::Over }
    }

    /// How many rows have been packed.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Reads one more row; `true` if there is none and the query has ended.
    pub async fn has_ended(&mut self) -> bool {
        futures_util::StreamExt::next(&mut self.stream).await.is_none()
    }
}

/// Appends a row in PostgreSQL's binary form, which is how it came: only the driver's own framing is undone.
fn pack(row: &Row, out: &mut BytesMut) -> Result<(), DbError> {
    let columns = row.len();
    out.reserve(row.raw_size_bytes() + size_of::<i16>());
    // PostgreSQL allows 1664 columns.
    out.put_i16(columns as i16);
    for column in 0..columns {
        match row.try_get::<_, Raw<'_>>(column)?.0 {
            Some(bytes) => {
                // A value is at most 1 GiB.
                out.put_i32(bytes.len() as i32);
                out.extend_from_slice(bytes);
            }
            None => out.put_i32(-1),
        }
    }
    Ok(())
}
