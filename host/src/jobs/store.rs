//! The store of results as plugins reach it.

use std::ops::Range;

use futures_util::StreamExt;
use plugin_api::{ByteStream, Error, Result};
use queue::{PutError, StoreError};

use super::Jobs;
use crate::access::{Asker, Audit, Record};
use crate::services::Shared;

/// Stores a file.
pub async fn put(jobs: Jobs, key: String, content: ByteStream) -> Result<u64> {
    jobs.queue()?.store().put(&key, content).await.map_err(|failure| match failure {
        PutError::Content(error) => error,
        PutError::Store(failure) => error(&failure),
    })
}

/// Reads a file, or a part of it.
pub async fn get(
    shared: &Shared,
    instance: &str,
    key: String,
    range: Option<Range<u64>>,
) -> Result<ByteStream> {
    let content = shared.jobs.queue()?.store().get(&key, range).await.map_err(|failure| error(&failure))?;
    record(&shared.audit, instance, &key, content.length);
    let chunks = content.chunks.map(|chunk| chunk.map_err(|failure| error(&failure)));
    Ok(ByteStream::new(chunks).with_length(content.length))
}

/// Records that a result is sent. What came with a job is nobody's data but its owner's.
fn record(audit: &Audit, instance: &str, key: &str, bytes: u64) {
    let (job, below) = key.split_once('/').unwrap_or((key, ""));
    if below.starts_with("uploads/") {
        return;
    }
    let asker = Asker { job: Some(job.into()), ..Asker::current() };
    let record = Record {
        event: "result",
        instance: Some(instance),
        bytes: Some(bytes),
        outcome: "sent",
        ..Record::default()
    };
    audit.record(&asker, &record);
}

/// Deletes a file; the key is JSON, and so is the answer.
pub async fn delete(jobs: Jobs, arguments: String) -> Result<String> {
    let key: String = serde_json::from_str(&arguments)
        .map_err(|error| Error::internal(format!("unreadable key of a file: {error}")))?;
    jobs.queue()?.store().delete(&key).await.map_err(|failure| error(&failure))?;
    Ok("null".to_owned())
}

fn error(failure: &StoreError) -> Error {
    match failure {
        StoreError::NotFound { .. } => Error::not_found("there is no such file any more"),
        other => Error::internal(other.to_string()),
    }
}
