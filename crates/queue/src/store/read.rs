//! Reads a file, or a part of it, as a stream.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::{GetOptions, GetRange, GetResultPayload};

use super::{Store, StoreError, failed};

/// How much of a file in a folder is read at once.
const CHUNK_BYTES: u64 = 512 * 1024;

/// A file, or a part of it.
pub struct Content {
    /// The bytes to come.
    pub length: u64,
    /// The bytes.
    pub chunks: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Store {
    /// Reads bytes of a file; no range is all of it, and a range that goes beyond the end stops there.
    pub async fn get(&self, key: &str, range: Option<Range<u64>>) -> Result<Content, StoreError> {
        let path = self.path(key)?;
        if range.as_ref().is_some_and(Range::is_empty) {
            return Ok(Content { length: 0, chunks: futures_util::stream::empty().boxed() });
        }
        let bounded = range.map(|range| match range.end {
            u64::MAX => GetRange::Offset(range.start),
            _ => GetRange::Bounded(range),
        });
        let options = GetOptions { range: bounded, ..GetOptions::default() };
        let found = self.objects.get_opts(&path, options).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => StoreError::NotFound { key: key.to_owned() },
            other => other.into(),
        })?;
        let range = found.range.clone();
        let chunks = match found.payload {
            GetResultPayload::File(file, _) => of_file(file, range.clone()),
            GetResultPayload::Stream(chunks) => chunks.map_err(StoreError::from).boxed(),
        };
        Ok(Content { length: range.end - range.start, chunks })
    }
}

fn of_file(file: File, range: Range<u64>) -> BoxStream<'static, Result<Bytes, StoreError>> {
    let chunks = futures_util::stream::try_unfold((file, range), |(file, range)| async move {
        if range.is_empty() {
            return Ok(None);
        }
        let end = range.end.min(range.start + CHUNK_BYTES);
        let read = tokio::task::spawn_blocking(move || read_at(file, range.start..end)).await;
        let (chunk, file) = read.map_err(failed)?.map_err(failed)?;
        Ok(Some((chunk, (file, end..range.end))))
    });
    chunks.boxed()
}

fn read_at(mut file: File, range: Range<u64>) -> std::io::Result<(Bytes, File)> {
    // At most CHUNK_BYTES.
    let mut chunk = BytesMut::zeroed((range.end - range.start) as usize);
    file.seek(SeekFrom::Start(range.start))?;
    file.read_exact(&mut chunk)?;
    Ok((chunk.freeze(), file))
}
