//! Parquet with the metadata of a VOTable in its footer (VOParquet 1.0).
//!
//! Rows are written in groups of about 4 MiB, so that memory does not grow with the answer; only the footer's entry for
//! each group stays. The footer holds the status of the query, so that an overflow is told. A document that fails has
//! no footer, and no reader takes it.

use std::collections::VecDeque;
use std::io;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::Compression;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::schema::types::ColumnPath;
use arrow_schema::{DataType, Schema};
use dali::QueryStatus;

use crate::arrow_columns::{CONTENT_KEY, Collector, VERSION, VERSION_KEY, columns, library};
use crate::batch::Batch;
use crate::votable_head::{WithoutRows, without_rows};
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// The memory that rows take before they are written as a group.
const GROUP_BYTES_MAX: usize = 4 << 20;
/// Rows are handed over in pieces of this many bytes of the database's form; small pieces cost more per value.
const PIECE_BYTES: usize = 1 << 20;
/// Texts are repeated or they are not: a dictionary that grows beyond this is given up.
const DICTIONARY_BYTES_MAX: usize = 32 << 10;
const PAGE_BYTES: usize = 256 << 10;
/// What is written leaves in pieces of this many bytes.
const OUTPUT_BYTES: usize = 256 << 10;

/// The writer.
pub(crate) fn writer(head: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    let columns = columns(head)?;
    let metadata = without_rows(head, &columns);
    let collector = Collector::new(head, &columns);
    let properties = properties(collector.schema());
    let writer = ArrowWriter::try_new(Output::default(), collector.schema().clone(), Some(properties));
    let writer = writer.map_err(|error| library(error).to_string());
    Ok(Box::new(ParquetWriter { metadata, collector, piece_bytes: 0, writer }))
}

struct ParquetWriter {
    metadata: WithoutRows,
    collector: Collector,
    /// Bytes of the rows that are collected.
    piece_bytes: usize,
    /// The library's writer, or why there is none.
    writer: Result<ArrowWriter<Output>, String>,
}

impl ParquetWriter {
    /// Hands over what is collected, and writes the group if it is large.
    fn hand_over(&mut self) -> Result<(), WriteError> {
        let piece = self.collector.take()?;
        self.piece_bytes = 0;
        let writer = self.library()?;
        writer.write(&piece).map_err(library)?;
        if writer.memory_size() >= GROUP_BYTES_MAX {
            writer.flush().map_err(library)?;
        }
        Ok(())
    }

    fn library(&mut self) -> Result<&mut ArrowWriter<Output>, WriteError> {
        self.writer.as_mut().map_err(|error| WriteError::Library(error.clone()))
    }

    /// Moves some of what the library has written to `out`, always more than a batch adds on average.
    fn drain(&mut self, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let writer = self.library()?;
        writer.sync().map_err(library)?;
        let output = writer.inner_mut();
        for _ in 0..(output.pieces.len() / 8).max(2) {
            output.move_piece(out);
        }
        Ok(())
    }
}

/// What the library has written and the client has not got yet.
///
/// A group is written at once. In one buffer it would stand in memory several times: here, while the buffer grows, and on
/// its way to the client. So it leaves piece by piece, while the next group is collected.
#[derive(Default)]
struct Output {
    pieces: VecDeque<Vec<u8>>,
}

impl Output {
    /// Appends the first piece to `out`; false if there is none.
    fn move_piece(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(mut piece) = self.pieces.pop_front() else { return false };
        match out.is_empty() {
            true => *out = piece,
            false => out.append(&mut piece),
        }
        true
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_full = |piece: &Vec<u8>| piece.len() >= OUTPUT_BYTES;
        if self.pieces.back().is_none_or(is_full) {
            self.pieces.push_back(Vec::with_capacity(OUTPUT_BYTES));
        }
        let Some(piece) = self.pieces.back_mut() else { return Ok(0) };
        let count = bytes.len().min(OUTPUT_BYTES - piece.len());
        piece.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Writer for ParquetWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        // An error is met again by the first rows.
        let _ = self.drain(out);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        let before = self.collector.count();
        self.piece_bytes += batch.len();
        let mut batch = Batch::new(batch);
        while !batch.is_empty() {
            self.collector.fill(&mut batch)?;
            if self.collector.is_full() || self.piece_bytes >= PIECE_BYTES {
                self.hand_over()?;
            }
        }
        self.drain(out)?;
        Ok(self.collector.count() - before)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let count = self.collector.count();
        if end.rows != count {
            return Err(library(format!("the answer is incomplete: it has {count} of {} rows", end.rows)));
        }
        if self.collector.pending() > 0 {
            self.hand_over()?;
        }
        let metadata = self.metadata.close(end.overflow.then_some(QueryStatus::Overflow));
        let writer = self.library()?;
        writer.append_key_value_metadata(KeyValue::new(VERSION_KEY.to_owned(), VERSION.to_owned()));
        writer.append_key_value_metadata(KeyValue::new(CONTENT_KEY.to_owned(), metadata));
        writer.finish().map_err(library)?;
        self.drain(out)
    }

    fn rest(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        Ok(self.library()?.inner_mut().move_piece(out))
    }

    fn fail(&mut self, _message: &str, _out: &mut Vec<u8>) {}
}

/// Dictionaries make floats and ids slower and larger, so that only texts have them.
///
/// Snappy leaves larger files than zstd (by 17 % for the demo, by half for random floats) and takes less time.
fn properties(schema: &Schema) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES_MAX)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by("armilla".to_owned());
    for field in schema.fields().iter().filter(|field| *field.data_type() == DataType::Utf8) {
        let path = ColumnPath::new(vec![field.name().clone()]);
        properties = properties.set_column_dictionary_enabled(path, true);
    }
    properties.build()
}
