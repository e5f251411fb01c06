//! Whole documents, written by the crate and read back by an independent reader.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod annotations;
mod columnar;
mod columnar_end;
mod columnar_reader;
mod csv;
mod document;
mod failure;
mod fits;
mod fits_read;
mod garbage;
mod json;
mod pages;
mod parquet_read;
mod pg;
mod read_csv;
mod read_ecsv;
mod reader;
mod round_trip;
mod tsv;
mod upload;
mod upload_hostile;
mod upload_round_trip;
mod upload_stilts;
mod upload_votable;
mod values;
mod worked_bytes;
mod write;
