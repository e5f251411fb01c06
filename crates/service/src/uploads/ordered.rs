//! Rows of an upload with their ranges, in the order of the sky.

use bytes::BufMut;
use plugin_api::{Error, ErrorKind, Result};
use sky::CellRange;

use super::cover::Cover;
use super::held::Batches;

/// The size of a batch in bytes at which it is given away.
const BATCH_BYTES: usize = 256 << 10;

/// The size of the rows in bytes at which they are put into order and given away.
const WINDOW_BYTES: usize = 4 << 20;

/// The number of ranges at which rows are put into order and given away.
const WINDOW_RANGES: usize = 256 << 10;

/// The most ranges of one table, 100 MB of them: many large cones have more.
const RANGES_MAX: usize = 4 << 20;

/// PostgreSQL's oid of `bigint`.
const INT8_OID: u32 = 20;

/// Rows that are put into order together, each then with the two hidden columns.
///
/// Neighbouring rows then look for neighbouring rows, whose pages are still at hand. Rows without a position come last.
pub(super) struct Window {
    cover: Cover,
    bytes: Vec<u8>,
    ranges: Vec<(i64, i64)>,
    rows: Vec<Row>,
    /// The ranges of the rows before these.
    ranges_given: usize,
    found: Vec<CellRange>,
    out: Vec<u8>,
}

/// A row where it lies.
#[derive(Clone, Copy)]
struct Row {
    /// The first cell of its ranges.
    cell: i64,
    start: usize,
    length: usize,
    ranges_start: usize,
    ranges_count: usize,
}

impl Window {
    /// No rows yet.
    pub fn new(cover: Cover) -> Self {
        let (bytes, ranges, rows, found, out) = Default::default();
        Self { cover, bytes, ranges, rows, ranges_given: 0, found, out }
    }

    /// Adds whole rows, and gives away what is enough to be put into order.
    pub fn add(&mut self, batch: &[u8], out: &mut Batches) -> Result<()> {
        let mut rest = batch;
        while !rest.is_empty() {
            let length = pg_rows::length(rest).ok_or_else(|| super::malformed(&self.cover.name))?;
            let (row, after) = rest.split_at(length);
            self.put_by(row)?;
            if self.bytes.len() >= WINDOW_BYTES || self.ranges.len() >= WINDOW_RANGES {
                self.flush(out)?;
            }
            rest = after;
        }
        Ok(())
    }

    fn put_by(&mut self, row: &[u8]) -> Result<()> {
        self.cover.ranges(row, &mut self.found)?;
        if self.ranges_given + self.ranges.len() + self.found.len() > RANGES_MAX {
            return Err(too_many(&self.cover.name));
        }
        self.rows.push(Row {
            cell: self.found.first().map_or(i64::MAX, |range| range.first),
            start: self.bytes.len(),
            length: row.len(),
            ranges_start: self.ranges.len(),
            ranges_count: self.found.len(),
        });
        self.bytes.extend_from_slice(row);
        self.ranges.extend(self.found.iter().map(|range| (range.first, range.last)));
        Ok(())
    }

    /// Gives away all rows that are here, in order.
    pub fn flush(&mut self, out: &mut Batches) -> Result<()> {
        self.rows.sort_unstable_by_key(|row| (row.cell, row.start));
        for row in &self.rows {
            let ranges = &self.ranges[row.ranges_start..][..row.ranges_count];
            put(&self.bytes[row.start..][..row.length], ranges, &mut self.out);
            if self.out.len() >= BATCH_BYTES {
                out.add(&self.out)?;
                self.out.clear();
            }
        }
        if !self.out.is_empty() {
            out.add(&self.out)?;
            self.out.clear();
        }
        self.ranges_given += self.ranges.len();
        self.rows.clear();
        self.bytes.clear();
        self.ranges.clear();
        Ok(())
    }
}

fn put(row: &[u8], ranges: &[(i64, i64)], out: &mut Vec<u8>) {
    let (columns, values) = row.split_at(2);
    out.put_i16(i16::from_be_bytes([columns[0], columns[1]]).saturating_add(2));
    out.put_slice(values);
    put_array(out, ranges.iter().map(|range| range.0));
    put_array(out, ranges.iter().map(|range| range.1));
}

/// A value of type `bigint[]`: dimensions, whether there are nulls, element type; then length and lower bound of the
/// one dimension. An array without elements has no dimension.
fn put_array(out: &mut Vec<u8>, values: impl ExactSizeIterator<Item = i64>) {
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
