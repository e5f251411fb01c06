//! Rows in PostgreSQL's binary form to documents: VOTable (TABLEDATA, BINARY, BINARY2) and CSV.
//!
//! [`Format`] is what the client asked for, [`writer()`] makes the [`Writer`] of it. A writer appends to the caller's
//! buffer and keeps no row: `begin`, then `rows` for each batch, then `end` or `fail`. Columns are checked once, when the
//! writer is made; nothing is allocated per row or per value.

mod array;
mod base64_stream;
mod batch;
mod binary_cell;
mod column;
mod csv;
mod error;
mod format;
mod instant;
mod media_type;
mod number;
mod number_text;
mod rows;
mod text_array;
mod text_cell;
mod votable;
mod votable_head;
mod writer;

pub use dali::Info;
pub use error::{Fault, FormatError, RowError};
pub use format::{Format, Kind, Offered, Serialization};
pub use writer::{End, Head, Writer, writer};
