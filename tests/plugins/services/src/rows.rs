//! Rows in PostgreSQL's binary form, written and read by hand.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use futures_util::StreamExt;
use plugin_api::{Error, Result, RowItem, RowStream};

/// A stream of one batch: rows of one `bigint` and one `double precision`.
pub(crate) fn stream(values: &[(i64, f64)]) -> RowStream {
    let mut batch = BytesMut::new();
    for (number, value) in values {
        batch.put_i16(2);
        batch.put_i32(8);
        batch.put_i64(*number);
        batch.put_i32(8);
        batch.put_f64(*value);
    }
    let end = RowItem::End { rows: values.len() as u64, overflow: false };
    RowStream::new(Vec::new(), futures_util::stream::iter([Ok(RowItem::Rows(batch.freeze())), Ok(end)]))
}

/// The first row of an answer of one `bigint` and one `double precision`.
pub(crate) async fn first(mut rows: RowStream) -> Result<(i64, f64)> {
    let mut row = None;
    while let Some(item) = rows.next().await {
        match item? {
            RowItem::Rows(batch) => row = row.or(Some(read(batch))),
            RowItem::End { .. } => return row.ok_or_else(|| Error::internal("no row")),
        }
    }
    Err(Error::internal("no end"))
}

fn read(mut batch: Bytes) -> (i64, f64) {
    batch.advance(2 + 4);
    let number = batch.get_i64();
    batch.advance(4);
    (number, batch.get_f64())
}
