//! An Arrow IPC stream, with the metadata of a VOTable in its schema and the status of the query in its last message.
//!
//! The schema has the keys of VOParquet 1.0, so that a table that is read from the stream and saved as Parquet keeps
//! the metadata. The last record batch is empty, and its own metadata say `QUERY_STATUS` (OK, OVERFLOW or ERROR),
//! `QUERY_STATUS_TEXT` and `rows`. Since common readers drop the metadata of a batch, a failure also cuts the connection.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::writer::{
    DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteOptions, StreamWriter, write_message,
};
use arrow_ipc::{KeyValue, KeyValueArgs, Message, MessageArgs, MessageHeader, MetadataVersion};
use arrow_schema::Schema;
use flatbuffers::FlatBufferBuilder;

use crate::arrow_columns::{CONTENT_KEY, Collector, VERSION, VERSION_KEY, columns, library};
use crate::batch::Batch;
use crate::votable_head::without_rows;
use crate::writer::{End, Head, Writer};
use crate::{FormatError, WriteError};

/// The writer.
pub(crate) fn writer(head: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    let columns = columns(head)?;
    let metadata =
        [(VERSION_KEY, VERSION.to_owned()), (CONTENT_KEY, without_rows(head, &columns).close(None))];
    let collector = Collector::new(head, &columns);
    let schema = Schema::clone(collector.schema()).with_metadata(metadata);
    let writer = StreamWriter::try_new(Vec::new(), &schema).map_err(|error| library(error).to_string());
    Ok(Box::new(ArrowStreamWriter { collector, writer }))
}

struct ArrowStreamWriter {
    collector: Collector,
    /// The library's writer, or why there is none.
    writer: Result<StreamWriter<Vec<u8>>, String>,
}

impl ArrowStreamWriter {
    fn library(&mut self) -> Result<&mut StreamWriter<Vec<u8>>, WriteError> {
        self.writer.as_mut().map_err(|error| WriteError::Library(error.clone()))
    }

    /// Writes what is collected as a record batch.
    fn hand_over(&mut self, out: &mut Vec<u8>) -> Result<(), WriteError> {
        if self.collector.pending() > 0 {
            let rows = self.collector.take()?;
            self.library()?.write(&rows).map_err(library)?;
        }
        self.drain(out)
    }

    /// Moves what the library has written to `out`.
    fn drain(&mut self, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let written = self.library()?.get_mut();
        match out.is_empty() {
            true => std::mem::swap(out, written),
            false => out.append(written),
        }
        Ok(())
    }

    /// Writes the last batch, which has no rows but says how the query went.
    fn close(&mut self, status: &[(&str, &str)], out: &mut Vec<u8>) -> Result<(), WriteError> {
        self.hand_over(out)?;
        let last = RecordBatch::new_empty(Arc::clone(self.collector.schema()));
        write_with_metadata(&last, status, out)
    }
}

impl Writer for ArrowStreamWriter {
    fn begin(&mut self, out: &mut Vec<u8>) {
        // An error is met again by the first rows.
        let _ = self.drain(out);
    }

    fn rows(&mut self, batch: &[u8], out: &mut Vec<u8>) -> Result<u64, WriteError> {
        let before = self.collector.count();
        let mut batch = Batch::new(batch);
        while !batch.is_empty() {
            let result = self.collector.fill(&mut batch);
            self.hand_over(out)?;
            result?;
        }
        Ok(self.collector.count() - before)
    }

    fn end(&mut self, end: &End, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let count = self.collector.count();
        if end.rows != count {
            return Err(library(format!("the answer is incomplete: it has {count} of {} rows", end.rows)));
        }
        let status = if end.overflow { "OVERFLOW" } else { "OK" };
        self.close(&[("QUERY_STATUS", status), ("rows", &count.to_string())], out)?;
        self.library()?.finish().map_err(library)?;
        self.drain(out)
    }

    fn fail(&mut self, message: &str, out: &mut Vec<u8>) {
        let rows = self.collector.count().to_string();
        let status = [("QUERY_STATUS", "ERROR"), ("QUERY_STATUS_TEXT", message), ("rows", rows.as_str())];
        // The connection is cut in any case; without the end mark no reader sees a whole stream.
        let _ = self.close(&status, out);
    }
}

/// Appends a record batch whose message has metadata of its own, for which the library has no way yet.
fn write_with_metadata(
    batch: &RecordBatch,
    metadata: &[(&str, &str)],
    out: &mut Vec<u8>,
) -> Result<(), WriteError> {
    let options = IpcWriteOptions::default();
    let mut tracker = DictionaryTracker::new(false);
    let encoder = IpcDataGenerator {};
    let (_, plain) =
        encoder.encode(batch, &mut tracker, &options, &mut Default::default()).map_err(library)?;
    let message = arrow_ipc::root_as_message(&plain.ipc_message).map_err(library)?;
    let ipc_message =
        with_metadata(&message, metadata).ok_or_else(|| library("the last message has no rows"))?;
    let message = EncodedData { ipc_message, arrow_data: plain.arrow_data };
    write_message(out, message, &options).map(drop).map_err(library)
}

/// The message of a record batch once more, with metadata.
fn with_metadata(message: &Message<'_>, metadata: &[(&str, &str)]) -> Option<Vec<u8>> {
    let batch = message.header_as_record_batch()?;
    let mut builder = FlatBufferBuilder::new();
    let pairs: Vec<_> = metadata
        .iter()
        .map(|(key, value)| {
            let (key, value) = (builder.create_string(key), builder.create_string(value));
            KeyValue::create(&mut builder, &KeyValueArgs { key: Some(key), value: Some(value) })
        })
        .collect();
    let custom_metadata = Some(builder.create_vector(&pairs));
    let nodes: Vec<_> = batch.nodes()?.iter().copied().collect();
    let buffers: Vec<_> = batch.buffers()?.iter().copied().collect();
    let (nodes, buffers) = (Some(builder.create_vector(&nodes)), Some(builder.create_vector(&buffers)));
    let arguments =
        arrow_ipc::RecordBatchArgs { length: batch.length(), nodes, buffers, ..Default::default() };
    let header = arrow_ipc::RecordBatch::create(&mut builder, &arguments).as_union_value();
    let arguments = MessageArgs {
        version: MetadataVersion::V5,
        header_type: MessageHeader::RecordBatch,
        header: Some(header),
        bodyLength: message.bodyLength(),
        custom_metadata,
    };
    let message = Message::create(&mut builder, &arguments);
    builder.finish(message, None);
    Some(builder.finished_data().to_vec())
}
