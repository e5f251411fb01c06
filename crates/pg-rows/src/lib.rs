//! Rows in PostgreSQL's binary form: `[i16 columns][(i32 length, or -1 for NULL) bytes]*`, big-endian, as COPY and uploads
//! have them.

mod read;
mod value;

pub use read::{Field, Fields, count, length, take};
pub use value::{float8, float8_array, int4, int8, text};

/// The bytes before the first row of a binary COPY: signature, flags, length of the extension (PostgreSQL manual, COPY,
/// "Binary Format").
pub const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// The bytes after the last row of a binary COPY: a row of -1 columns.
pub const COPY_TRAILER: &[u8] = &(-1_i16).to_be_bytes();
