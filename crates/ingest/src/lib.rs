//! From files to tables in HEALPix order, and from tables to collection files.
//!
//! [`run`] reads files of one table, gives each row the HEALPix cell of its position, sorts the rows by it, and puts
//! the new table in the place of an old one, all in one transaction. Rows stay in PostgreSQL's binary form from the reader
//! to COPY; what does not fit into memory is sorted through a temporary file, in runs that are merged while they are
//! copied.

pub mod check;
mod copy;
pub mod describe;
pub mod drop;
mod error;
mod files;
mod gathering;
pub mod index;
pub mod live;
mod load;
mod memory;
mod merge;
mod old_table;
mod order;
mod pipeline;
mod pointing;
mod publication;
mod reading;
mod rejects;
mod row;
mod sorting;
mod spill;
pub mod statistics;
mod swap;
mod table;
mod target;

pub use error::IngestError;
pub use formats::read::Given;
pub use memory::MEMORY_BYTES_DEFAULT;
pub use order::{Ingest, Ingested, PositionChoice, run};
pub use publication::Publication;
pub use target::Target;
