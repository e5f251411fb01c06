//! The list of images: what FITS files, or a table that is there, become in `ivoa.obscore`.
//!
//! [`read`] makes an [`ImageRow`] of the headers of one file. [`ingest`] finds the files of a collection, reads those that
//! are new or were changed since, and makes the list what the folder is, in one transaction. [`ingest_table`] does the
//! same with the rows of a table.

mod cell;
mod error;
mod file;
mod files;
mod hull;
mod identifier;
mod ingest;
mod keywords;
mod light;
mod pattern;
mod report;
mod row;
mod space;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod times;

pub use error::ImageListError;
pub use file::{Reading, read};
pub use files::{FoundFile, FoundFiles, find};
pub use identifier::{did, links_id};
pub use ingest::{Order, ingest};
pub use report::Report;
pub use row::{ImageRow, Instant};
pub use table::ingest_table;
