//! Rows in PostgreSQL's binary form, made and taken apart.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use plugin_api::Result;
use service::UploadRows;

/// A value of a row.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    Null,
    Int8(i64),
    Float8(f64),
    Text(&'static str),
}

/// Rows, one after the other.
pub fn packed(rows: &[Vec<Value>]) -> Bytes {
    let mut out = BytesMut::new();
    for row in rows {
        out.put_i16(row.len() as i16);
        row.iter().for_each(|value| put(&mut out, *value));
    }
    out.freeze()
}

/// Rows as a caller brings them, in batches of three.
pub fn batches_of(rows: &[Vec<Value>]) -> Box<dyn UploadRows> {
    let batches: Vec<_> = rows.chunks(3).map(|rows| (rows.len() as u64, packed(rows))).collect();
    Box::new(Batches(batches.into_iter()))
}

/// Batches as they are, each with what it says to be the number of its rows.
pub struct Batches(pub std::vec::IntoIter<(u64, Bytes)>);

impl UploadRows for Batches {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64> {
        let Some((count, rows)) = self.0.next() else { return Ok(0) };
        out.extend_from_slice(&rows);
        Ok(count)
    }
}

/// The integers of all rows; NULL is `None`.
pub fn integers(mut batch: Bytes) -> Vec<Vec<Option<i64>>> {
    let mut rows = Vec::new();
    while !batch.is_empty() {
        let columns = batch.get_i16();
        let value = |_| match batch.get_i32() {
            -1 => None,
            8 => Some(batch.get_i64()),
            length => panic!("a value of {length} bytes is no bigint"),
        };
        rows.push((0..columns).map(value).collect());
    }
    rows
}

fn put(out: &mut BytesMut, value: Value) {
    match value {
        Value::Null => out.put_i32(-1),
        Value::Int8(number) => put_bytes(out, &number.to_be_bytes()),
        Value::Float8(number) => put_bytes(out, &number.to_be_bytes()),
        Value::Text(text) => put_bytes(out, text.as_bytes()),
    }
}

fn put_bytes(out: &mut BytesMut, bytes: &[u8]) {
    out.put_i32(bytes.len() as i32);
    out.put_slice(bytes);
}
