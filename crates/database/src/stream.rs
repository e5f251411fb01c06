//! The answer to a query as its consumer sees it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Column;

use crate::DbError;

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnInfo {
    /// The name that the query gives it.
    pub name: String,
    /// The OID of its type.
    pub type_oid: u32,
    /// The modifier of its type, e.g. the length of a `varchar(n)` plus 4; -1 for none.
    pub typmod: i32,
}

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Whole rows, each `[i16 columns][(i32 length, or -1 for NULL) bytes]*`, big-endian.
    Rows(Bytes),
    /// The end. An answer without it is not complete.
    End(End),
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// How many rows were delivered.
    pub rows: u64,
    /// Whether the row limit cut the answer: there was at least one row more.
    pub overflow: bool,
}

/// The answer to a query: batches of rows, then [`Batch::End`] or an error, then nothing. Dropping it before the end
/// cancels the query.
pub struct RowStream {
    columns: Vec<ColumnInfo>,
    first: Option<Bytes>,
    rest: Rest,
}

/// What follows the first batch.
pub(crate) enum Rest {
    /// The query has ended.
    Ended(End),
    /// A task sends what follows.
    Coming(Receiver<Result<Batch, DbError>>),
    /// Nothing: the end or an error has been delivered.
    Done,
}

impl RowStream {
    pub(crate) fn new(columns: Vec<ColumnInfo>, first: Bytes, rest: Rest) -> Self {
        Self { columns, first: (!first.is_empty()).then_some(first), rest }
    }

    /// The columns; known also where there are no rows.
    pub fn columns(&self) -> &[ColumnInfo] {
        &self.columns
    }

    /// The next piece; `None` only after the end or an error.
    pub async fn next(&mut self) -> Option<Result<Batch, DbError>> {
        StreamExt::next(self).await
    }
}

impl Stream for RowStream {
    type Item = Result<Batch, DbError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(rows) = self.first.take() {
            return Poll::Ready(Some(Ok(Batch::Rows(rows))));
        }
        let item = match &mut self.rest {
            Rest::Ended(end) => Some(Ok(Batch::End(*end))),
            Rest::Coming(receiver) => {
                let broken_off = || Err(DbError::internal("the rows of a query broke off without an end"));
                Some(ready!(receiver.poll_recv(cx)).unwrap_or_else(broken_off))
            }
            Rest::Done => None,
        };
        if !matches!(item, Some(Ok(Batch::Rows(_)))) {
            self.rest = Rest::Done;
        }
        Poll::Ready(item)
    }
}

impl From<&Column> for ColumnInfo {
    fn from(column: &Column) -> Self {
        Self {
            name: column.name().to_owned(),
            type_oid: column.type_().oid(),
            typmod: column.type_modifier(),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::sync::mpsc;

    use super::*;

    fn next(stream: &mut RowStream) -> Option<Result<Batch, DbError>> {
        stream.next().now_or_never().expect("ready")
    }

    #[test]
    fn closed_channel_without_end_is_an_error() {
        let (sender, receiver) = mpsc::channel(2);
        let rows = Bytes::from_static(&[0, 0]);
        sender.try_send(Ok(Batch::Rows(rows.clone()))).unwrap();
        drop(sender);
        let mut stream = RowStream::new(Vec::new(), Bytes::new(), Rest::Coming(receiver));
        assert_eq!(next(&mut stream), Some(Ok(Batch::Rows(rows))));
        let error = next(&mut stream).unwrap().unwrap_err();
        assert_eq!(error.for_log(), "the rows of a query broke off without an end");
        assert_eq!(next(&mut stream), None);
    }

    #[test]
    fn nothing_follows_the_end() {
        let end = End { rows: 0, overflow: false };
        let mut stream = RowStream::new(Vec::new(), Bytes::new(), Rest::Ended(end));
        assert_eq!(next(&mut stream), Some(Ok(Batch::End(end))));
        assert_eq!(next(&mut stream), None);
    }
}
