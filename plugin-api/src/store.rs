//! The host's store of result files, as a plugin reaches it.

use std::ops::Range;

use crate::{ByteStream, Host, Result};

/// Result files by key.
pub struct Store<'h>(pub(crate) &'h Host);

impl Store<'_> {
    /// Stores a file and gives its size in bytes. New in 1.1.
    pub async fn put(&self, key: &str, content: ByteStream) -> Result<u64> {
        self.0.put(key, content).await
    }

    /// Reads bytes of a file; no range is all of it. New in 1.1.
    pub async fn get(&self, key: &str, range: Option<Range<u64>>) -> Result<ByteStream> {
        self.0.get(key, range).await
    }

    /// Deletes a file; a missing one is no error. New in 1.1.
    pub async fn delete(&self, key: &str) -> Result<()> {
        self.0.call("store.delete", &key).await
    }
}
