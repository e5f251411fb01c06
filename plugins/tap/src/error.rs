//! Errors of queries as VOTable documents with their status (TAP 1.1 §3.3).

use dali::ErrorDocument;
use plugin_api::{Answer, Error, ErrorKind};

/// The document for the client; faults of ours go to the log in full.
pub(crate) fn document(error: &Error) -> Answer {
    match error.kind() {
        ErrorKind::Internal => tracing::error!("a query failed: {}", error.for_log()),
        ErrorKind::Unavailable => tracing::warn!("a query could not be run: {}", error.for_log()),
        _ => {}
    }
    let body = bytes::Bytes::from(ErrorDocument::new(error.for_client()).votable());
    let answer = Answer::new(error.kind().status(), ErrorDocument::VOTABLE_TYPE, body);
    match error.retry_after_secs() {
        Some(secs) => answer.with_header("retry-after", &secs.to_string()),
        None => answer,
    }
}
