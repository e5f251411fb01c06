//! The parts of a FITS file: finds the first table, and where its rows and its heap lie (FITS 4.0 §3).

use std::io::SeekFrom;

use fits_header::{BLOCK_BYTES, Header};

use super::malformed;
use crate::read::{Limits, ReadError, Source};

/// Parts before the first table that are looked at.
const PARTS_MAX: usize = 1000;

/// The first table of a file.
pub(super) struct Table {
    pub header: Header,
    /// Whether its cells are text.
    pub is_ascii: bool,
    /// Where the rows begin in the file.
    pub rows_at: u64,
    pub rows: u64,
    pub row_bytes: usize,
    /// Where the heap begins in the file.
    pub heap_at: u64,
    pub heap_bytes: u64,
}

impl Table {
    /// Finds the first table, behind whatever images there are.
    pub fn find(source: &mut dyn Source, limits: &Limits) -> Result<Self, ReadError> {
        let file_bytes = source.seek(SeekFrom::End(0)).map_err(ReadError::from_io)?;
        let mut at = 0;
        let mut first = "SIMPLE  =";
        for _ in 0..PARTS_MAX {
            source.seek(SeekFrom::Start(at)).map_err(ReadError::from_io)?;
            let Some(header) = Header::read(source, first)? else { break };
            first = "XTENSION=";
            let data_at = at + header.bytes;
            let data_bytes = header.data_bytes()?;
            let kind = header.text("XTENSION").unwrap_or_default();
            // A compressed image is stored as a table, but is none.
            if matches!(kind, "BINTABLE" | "A3DTABLE" | "TABLE") && !header.is_true("ZIMAGE") {
                let is_whole = data_at.checked_add(data_bytes).is_some_and(|end| end <= file_bytes);
                let is_ascii = kind == "TABLE";
                return Self::new(header, is_ascii, data_at, data_bytes, limits)
                    .and_then(|table| if is_whole { Ok(table) } else { Err(cut(file_bytes)) });
            }
            let end = data_bytes.checked_next_multiple_of(BLOCK_BYTES as u64);
            match end.and_then(|bytes| data_at.checked_add(bytes)) {
                Some(end) if end <= file_bytes => at = end,
                _ => return Err(cut(file_bytes)),
            }
        }
        Err(malformed("file", "it has no table: a BINTABLE extension is needed"))
    }

    fn new(
        header: Header,
        is_ascii: bool,
        data_at: u64,
        data_bytes: u64,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        if header.is_true("ZTABLE") {
            let what = "the table is compressed by tiles; send it as it was before, e.g. after funpack";
            return Err(malformed("keyword `ZTABLE`", what));
        }
        let row_bytes = header.count("NAXIS1")?.unwrap_or(0);
        let rows = header.count("NAXIS2")?.unwrap_or(0);
        if rows > limits.rows_max {
            return Err(ReadError::TooLarge { limit: limits.rows_max, what: "rows" });
        }
        let row_limit = limits.cell_bytes_max;
        let row_bytes = usize::try_from(row_bytes).ok().filter(|&bytes| bytes <= row_limit);
        let row_bytes =
            row_bytes.ok_or(ReadError::TooLarge { limit: row_limit as u64, what: "bytes in one row" })?;
        // Both are bounded by now.
        let rows_bytes = rows * row_bytes as u64;
        let heap = header.count("THEAP")?.unwrap_or(rows_bytes);
        let Some(heap_bytes) = data_bytes.checked_sub(heap).filter(|_| heap >= rows_bytes) else {
            return Err(malformed("keyword `THEAP`", "the heap does not begin between the rows and the end"));
        };
        let heap_at = data_at.saturating_add(heap);
        Ok(Self { header, is_ascii, rows_at: data_at, rows, row_bytes, heap_at, heap_bytes })
    }
}

fn cut(file_bytes: u64) -> ReadError {
    malformed(&format!("byte {file_bytes}"), "the file ends too early; send the whole file")
}
