//! How large an uploaded table may be.

/// The most that a table may have. Limits are checked while reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document, after decompression.
    pub bytes_max: u64,
    /// Rows.
    pub rows_max: u64,
    /// Columns; PostgreSQL has at most 1600.
    pub columns_max: usize,
    /// Bytes of one value.
    pub cell_bytes_max: usize,
}

impl Default for Limits {
    /// 256 MiB, a million rows, 1000 columns, 16 MiB a value.
    fn default() -> Self {
        Self { bytes_max: 256 << 20, rows_max: 1_000_000, columns_max: 1000, cell_bytes_max: 16 << 20 }
    }
}
