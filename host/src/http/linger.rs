//! Takes what a client still sends before it is refused, because a reset would destroy the refusal on its way.

use std::time::Duration;

use futures_util::StreamExt;
use hyper::header::{self, HeaderMap};

use super::upload::Chunks;

/// How long a refused client may go on sending.
const TIME: Duration = Duration::from_secs(2);

/// Reads and drops the rest of a body, for a short while. A client that waits for `100 Continue` sends nothing yet and
/// must not be asked to (RFC 9110 §10.1.1).
pub async fn drain(headers: &HeaderMap, chunks: Option<Chunks>) {
    let Some(mut chunks) = chunks else { return };
    if headers.contains_key(header::EXPECT) {
        return;
    }
    let rest = async { while let Some(Some(_)) = chunks.next().await {} };
    // A client that needs longer sees a reset; it was told the limit in the documents.
    let _ = tokio::time::timeout(TIME, rest).await;
}
