//! Writes a stream to a file, in parts of bounded size.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::buffered::BufWriter;
use tokio::io::AsyncWriteExt;

use super::{Store, StoreError};

/// The size of a part; a file of one part is written at once. Object stores take no smaller ones than 5 MiB.
const PART_BYTES: usize = 5 * 1024 * 1024;

/// How many parts are under way at once.
const PARTS_AHEAD: usize = 2;

/// Why a file was not written.
#[derive(Debug)]
pub enum PutError<E> {
    /// Its content broke off.
    Content(E),
    /// The store failed.
    Store(StoreError),
}

impl Store {
    /// Writes a file and gives its size. It is there whole or not at all: whoever drops the future, or whose content
    /// breaks off, has written nothing.
    pub async fn put<E>(
        &self,
        key: &str,
        mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<u64, PutError<E>> {
        let path = self.path(key).map_err(PutError::Store)?;
        let writer = BufWriter::with_capacity(Arc::clone(&self.objects), path, PART_BYTES);
        let mut writer = writer.with_max_concurrency(PARTS_AHEAD);
        let mut length = 0;
        while let Some(chunk) = content.next().await {
            let written = match chunk {
                Ok(chunk) => {
                    length += chunk.len() as u64;
                    writer.put(chunk).await.map_err(|error| PutError::Store(error.into()))
                }
                Err(error) => Err(PutError::Content(error)),
            };
            if let Err(error) = written {
                // What is left of the parts is removed with the job.
                drop(writer.abort().await);
                return Err(error);
            }
        }
        writer.shutdown().await.map_err(|error| PutError::Store(super::failed(error)))?;
        Ok(length)
    }
}
