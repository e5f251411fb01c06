//! Rows in PostgreSQL's binary form to documents: VOTable, separated values, JSON, FITS, Parquet and more.
//!
//! [`Format`] is what the client asked for, [`writer()`] makes the [`Writer`] of it. A writer appends to the caller's
//! buffer and keeps no row: `begin`, then `rows` for each batch, then `end` or `fail`. Columns are checked once, when the
//! writer is made; nothing is allocated per row or per value.

mod annotations;
mod array;
mod arrow;
mod arrow_columns;
mod base64_stream;
mod batch;
mod binary_cell;
mod bits;
mod column;
mod csv;
mod error;
mod fits;
mod format;
mod html;
mod html_head;
mod instant;
mod json;
mod json_head;
mod json_text;
mod media_type;
mod notation;
mod number;
mod number_text;
mod parquet;
pub mod read;
mod rows;
mod separated;
mod spool;
mod text;
mod text_array;
mod text_cell;
mod tsv;
mod value_text;
mod votable;
mod votable_annotations;
mod votable_head;
mod writer;

pub use annotations::{Annotations, Param, ServiceDescriptor};
pub use dali::Info;
pub use error::{Fault, FormatError, RowError, WriteError};
pub use format::{Format, Kind, Offered, Serialization, VoTableVersion};
pub use value_text::value_text;
pub use writer::{End, Head, Link, Options, Writer, writer};
