//! The first table of a FITS file (FITS 4.0 §7): binary tables with their heap, and ASCII tables.
//!
//! NaN alone is null, as are `TNULL`, a text that begins with NUL, and an empty variable array. Unsigned integers and
//! signed bytes become the next wider type, other scaled numbers doubles, a complex number two. Nothing is trusted before
//! it is compared with the length of the file: neither the size of the table, nor places in the heap.

mod ascii;
mod cell;
mod column;
mod hdu;

use std::io::{Read, Seek, SeekFrom};

use fits_header::HeaderError;

use super::row::{begin_row, write_null};
use super::{Limits, ReadError, Rows, Source, TableReader};
use cell::{Cell, Misfit};
use column::{Content, Placed};
use hdu::Table;

/// Bytes of rows that are read and given at once.
const BATCH_BYTES: usize = 256 << 10;
/// A row may be as long as so many of the largest values.
const VALUES_IN_ROW: usize = 4;

/// The rows that are left.
struct FitsRows {
    source: Box<dyn Source>,
    table: Table,
    columns: Vec<Placed>,
    /// Rows given so far.
    given: u64,
    block: Vec<u8>,
    heap: Heap,
    goes_on: bool,
}

/// Values outside the rows.
struct Heap {
    /// Bytes that may still be read: places may overlap, and so give more than the file has.
    left_bytes: u64,
    value: Vec<u8>,
    limits: Limits,
}

/// Reads the columns.
pub(crate) fn open(mut source: Box<dyn Source>, limits: &Limits) -> Result<TableReader, ReadError> {
    let table = Table::find(&mut source, limits)?;
    let placed = column::columns(&table.header, table.is_ascii, table.row_bytes, limits)?;
    let columns = placed.iter().map(|placed| placed.column.clone()).collect();
    let heap = Heap { left_bytes: limits.bytes_max, value: Vec::new(), limits: *limits };
    let rows = FitsRows { source, table, columns: placed, given: 0, block: Vec::new(), heap, goes_on: false };
    Ok(TableReader { columns, description: None, rows: Box::new(rows) })
}

impl Rows for FitsRows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64, ReadError> {
        self.goes_on = false;
        let row_bytes = self.table.row_bytes;
        let rows = (BATCH_BYTES / row_bytes.max(1)).max(1) as u64;
        let rows = rows.min(self.table.rows - self.given) as usize;
        // Both are bounded: the rows by a batch, a single row by the limit of a value.
        self.block.resize(rows * row_bytes, 0);
        let at = self.table.rows_at + self.given * row_bytes as u64;
        read_at(&mut self.source, at, &mut self.block)?;
        let start = out.len();
        let mut written = 0;
        while written < rows && out.len() - start < BATCH_BYTES {
            let row_start = out.len();
            if let Err(fault) = self.write_row(written, out) {
                // What was written is given first; the next call comes back to this row.
                out.truncate(row_start);
                if written > 0 {
                    break;
                }
                self.given += 1;
                self.goes_on = matches!(fault, ReadError::Malformed { .. });
                return Err(fault);
            }
            written += 1;
        }
        self.given += written as u64;
        Ok(written as u64)
    }

    fn total(&self) -> Option<u64> {
        Some(self.table.rows)
    }

    fn goes_on(&self) -> bool {
        self.goes_on
    }
}

impl FitsRows {
    /// Appends a row of the block.
    fn write_row(&mut self, index: usize, out: &mut Vec<u8>) -> Result<(), ReadError> {
        let row = self.block.get(index * self.table.row_bytes..).unwrap_or_default();
        begin_row(self.columns.len(), out);
        let row_start = out.len();
        for placed in &self.columns {
            let cell = row.get(placed.at..placed.at + placed.bytes).unwrap_or_default();
            let value = match &placed.content {
                Content::Row { cell: way, count } => self.heap.write(way, cell, *count, out),
                Content::Ascii(way) => way.write(cell, out).map_err(Fault::Misfit),
                Content::Heap { cell: way, is_wide } => {
                    self.heap.fetch(&mut self.source, &self.table, way, *is_wide, cell, out)
                }
            };
            value.map_err(|fault| fault.at(self.given + index as u64 + 1, &placed.column.field.name))?;
            self.heap.check_row(out.len() - row_start)?;
        }
        Ok(())
    }
}

/// What is wrong with a value.
enum Fault {
    /// It has no place in its column.
    Misfit(Misfit),
    /// Anything else.
    Read(ReadError),
}

impl Fault {
    fn at(self, row: u64, column: &str) -> ReadError {
        match self {
            Self::Misfit(Misfit(what)) => malformed(&format!("row {row}, column `{column}`"), &what),
            Self::Read(error) => error,
        }
    }
}

impl Heap {
    /// Appends a value whose size in the answer is in bounds.
    fn write(&self, way: &Cell, cell: &[u8], count: u64, out: &mut Vec<u8>) -> Result<(), Fault> {
        let limit = self.limits.cell_bytes_max as u64;
        if way.value_bytes(count) > limit.saturating_add(1024) {
            return Err(Fault::Read(ReadError::TooLarge { limit, what: "bytes in one value" }));
        }
        way.write(cell, count, out).map_err(Fault::Misfit)
    }

    /// Appends a value of the heap, to which a descriptor in the row points.
    fn fetch(
        &mut self,
        source: &mut Box<dyn Source>,
        table: &Table,
        way: &Cell,
        is_wide: bool,
        descriptor: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let misfit = |what: &str| Fault::Misfit(Misfit(what.to_owned()));
        let (count, at) =
            place(descriptor, is_wide).ok_or_else(|| misfit("its place in the heap is negative"))?;
        if count == 0 {
            write_null(out);
            return Ok(());
        }
        let bytes = way.element.bytes(count);
        let end = bytes.and_then(|bytes| at.checked_add(bytes)).filter(|&end| end <= table.heap_bytes);
        let (Some(bytes), Some(_)) = (bytes, end) else {
            return Err(misfit("its place in the heap is behind the end of the table"));
        };
        let limit = self.limits.cell_bytes_max as u64;
        let size = usize::try_from(bytes).ok().filter(|_| bytes <= limit);
        let size = size.ok_or(Fault::Read(ReadError::TooLarge { limit, what: "bytes in one value" }))?;
        let left = self.left_bytes.checked_sub(bytes);
        let too_large = ReadError::TooLarge { limit: self.limits.bytes_max, what: "bytes" };
        self.left_bytes = left.ok_or(Fault::Read(too_large))?;
        let mut value = std::mem::take(&mut self.value);
        value.resize(size, 0);
        read_at(source, table.heap_at + at, &mut value).map_err(Fault::Read)?;
        let written = self.write(way, &value, count, out);
        self.value = value;
        written
    }

    fn check_row(&self, bytes: usize) -> Result<(), ReadError> {
        let limit = self.limits.cell_bytes_max.saturating_mul(VALUES_IN_ROW);
        if bytes > limit {
            return Err(ReadError::TooLarge { limit: limit as u64, what: "bytes in one row" });
        }
        Ok(())
    }
}

impl From<HeaderError> for ReadError {
    fn from(error: HeaderError) -> Self {
        match error {
            HeaderError::Malformed { place, what } => Self::Malformed { place, what },
            HeaderError::Source(error) => Self::from_io(error),
        }
    }
}

/// An error at a place.
fn malformed(place: &str, what: &str) -> ReadError {
    fits_header::malformed(place, what).into()
}

/// The number of elements and their place in the heap; `None` if one is negative.
fn place(descriptor: &[u8], is_wide: bool) -> Option<(u64, u64)> {
    let (count, at) = descriptor.split_at_checked(descriptor.len() / 2)?;
    let number = |bytes: &[u8]| match is_wide {
        true => bytes.try_into().ok().map(i64::from_be_bytes),
        false => bytes.try_into().ok().map(i32::from_be_bytes).map(i64::from),
    };
    Some((u64::try_from(number(count)?).ok()?, u64::try_from(number(at)?).ok()?))
}

fn read_at(source: &mut Box<dyn Source>, at: u64, bytes: &mut [u8]) -> Result<(), ReadError> {
    source.seek(SeekFrom::Start(at)).map_err(ReadError::from_io)?;
    source.read_exact(bytes).map_err(ReadError::from_io)
}
