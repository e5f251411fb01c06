//! Rows in PostgreSQL's binary form to documents: VOTable (TABLEDATA, BINARY, BINARY2) and CSV.
//!
//! [`Format`] is what the client asked for, [`writer`] makes the [`Writer`] of it. A writer appends to the caller's
//! buffer and keeps no row: `begin`, then `rows` for each batch, then `end` or `fail`. Columns are checked once, when the
//! writer is made; nothing is allocated per row or per value.

mod error;
mod format;
mod media_type;
mod writer;

pub use dali::Info;
pub use error::{Fault, FormatError, RowError};
pub use format::{Format, Kind, Offered, Serialization};
pub use writer::{End, Head, Writer, writer};
