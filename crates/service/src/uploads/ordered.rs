//! Rows of an upload with their ranges, in the order of the sky.

use bytes::{BufMut, Bytes, BytesMut};
use plugin_api::{Error, ErrorKind, Result, RowItem};
use sky::CellRange;

use super::cover::Cover;
use super::tuple;

/// The size of a batch in bytes at which it is sent.
const BATCH_BYTES: usize = 256 << 10;

/// The most ranges of one table, 64 MB of them: many large cones have more.
const RANGES_MAX: usize = 4 << 20;

/// PostgreSQL's oid of `bigint`.
const INT8_OID: u32 = 20;

/// Batches of rows, each row with the two hidden columns, made as they are taken.
///
/// Neighbouring rows then look for neighbouring rows, whose pages are still at hand. Rows without a position come last.
pub(crate) struct Ordered {
    batches: Vec<Bytes>,
    ranges: Vec<(i64, i64)>,
    rows: Vec<Row>,
    /// How many rows have been given.
    given: usize,
    ended: bool,
}

/// A row where it lies.
#[derive(Clone, Copy)]
struct Row {
    /// The first cell of its ranges.
    cell: i64,
    batch: u32,
    start: u32,
    length: u32,
    ranges_start: u32,
    ranges_count: u32,
}

impl Ordered {
    /// Covers and sorts all rows.
    pub fn new(items: Vec<RowItem>, cover: &Cover) -> Result<Self> {
        let mut ordered =
            Self { batches: Vec::new(), ranges: Vec::new(), rows: Vec::new(), given: 0, ended: false };
        let mut found = Vec::new();
        for item in items {
            let RowItem::Rows(batch) = item else { break };
            ordered.add(&batch, cover, &mut found)?;
            ordered.batches.push(batch);
        }
        ordered.rows.sort_unstable_by_key(|row| (row.cell, row.batch, row.start));
        Ok(ordered)
    }

    fn add(&mut self, batch: &Bytes, cover: &Cover, found: &mut Vec<CellRange>) -> Result<()> {
        let malformed = || super::malformed(&cover.name);
        let number = |number: usize| u32::try_from(number).map_err(|_| malformed());
        let place = number(self.batches.len())?;
        let mut start = 0;
        while start < batch.len() {
            let rest = &batch[start..];
            let length = tuple::length(rest).ok_or_else(malformed)?;
            cover.ranges(rest, found)?;
            if self.ranges.len() + found.len() > RANGES_MAX {
                return Err(too_many(&cover.name));
            }
            self.rows.push(Row {
                cell: found.first().map_or(i64::MAX, |range| range.first),
                batch: place,
                start: number(start)?,
                length: number(length)?,
                ranges_start: number(self.ranges.len())?,
                ranges_count: number(found.len())?,
            });
            self.ranges.extend(found.iter().map(|range| (range.first, range.last)));
            start += length;
        }
        Ok(())
    }

    fn put(&self, row: &Row, out: &mut BytesMut) {
        let start = row.start as usize;
        let own = &self.batches[row.batch as usize][start..start + row.length as usize];
        let (columns, values) = own.split_at(2);
        let ranges = &self.ranges[row.ranges_start as usize..][..row.ranges_count as usize];
        out.put_i16(i16::from_be_bytes([columns[0], columns[1]]).saturating_add(2));
        out.put_slice(values);
        put_array(out, ranges.iter().map(|range| range.0));
        put_array(out, ranges.iter().map(|range| range.1));
    }
}

impl Iterator for Ordered {
    type Item = Result<RowItem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.given == self.rows.len() {
            let end = RowItem::End { rows: self.given as u64, overflow: false };
            return (!std::mem::replace(&mut self.ended, true)).then_some(Ok(end));
        }
        let mut out = BytesMut::with_capacity(BATCH_BYTES + BATCH_BYTES / 16);
        while out.len() < BATCH_BYTES
            && let Some(row) = self.rows.get(self.given)
        {
            self.put(row, &mut out);
            self.given += 1;
        }
        Some(Ok(RowItem::Rows(out.freeze())))
    }
}

/// A value of type `bigint[]`: dimensions, whether there are nulls, element type; then length and lower bound of the
/// one dimension. An array without elements has no dimension.
fn put_array(out: &mut BytesMut, values: impl ExactSizeIterator<Item = i64>) {
    let count = values.len();
    let length = if count == 0 { 12 } else { 20 + 12 * count };
    out.put_i32(length as i32);
    out.put_i32(i32::from(count > 0));
    out.put_i32(0);
    out.put_u32(INT8_OID);
    if count > 0 {
        out.put_i32(count as i32);
        out.put_i32(1);
    }
    for value in values {
        out.put_i32(8);
        out.put_i64(value);
    }
}

fn too_many(name: &str) -> Error {
    let text =
        format!("upload `{name}` has too many rows for cones of this size; take fewer, or a smaller radius");
    Error::new(ErrorKind::TooLarge, text)
}
