//! The body of a request, bounded in size and in the time between two chunks.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use tokio::time::{Instant, Sleep};

/// Why a request body ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// More bytes than the host takes.
    #[error("the request body is larger than {limit} bytes")]
    TooLarge {
        /// What the host takes, in bytes.
        limit: u64,
    },
    /// No byte for too long.
    #[error("the request body stopped arriving")]
    Stalled,
    /// The client went away or broke the protocol.
    #[error("the request body broke off")]
    BrokenOff,
}

/// The body of a request as a stream of chunks.
pub struct RequestBody {
    chunks: Option<Chunks>,
    length: Option<u64>,
    limit: u64,
    taken: u64,
    stall: Stall,
    verdict: Arc<Verdict>,
}

/// What became of a body, for the answer: a handler may hide the cause.
#[derive(Debug, Default)]
pub struct Verdict(AtomicU8);

/// The chunks of a body as the server library gives them.
pub type Chunks = Pin<Box<dyn Stream<Item = Option<Bytes>> + Send + Sync>>;

/// A timer that runs only while nothing arrives.
struct Stall {
    timeout: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    running: bool,
}

impl RequestBody {
    /// A body of chunks; `None` among them is a broken connection.
    pub fn new(chunks: Option<Chunks>, length: Option<u64>, limit: u64, stall_timeout: Duration) -> Self {
        let stall = Stall { timeout: stall_timeout, timer: None, running: false };
        Self { chunks, length, limit, taken: 0, stall, verdict: Arc::default() }
    }

    /// The number of bytes that the client announced.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// What has not been taken yet, without bounds.
    pub(super) fn into_chunks(self) -> Option<Chunks> {
        self.chunks
    }

    /// Shared with the answer.
    pub(super) fn verdict(&self) -> Arc<Verdict> {
        self.verdict.clone()
    }

    fn end(&mut self, error: UploadError) -> Poll<Option<Result<Bytes, UploadError>>> {
        self.chunks = None;
        self.verdict.set(error);
        Poll::Ready(Some(Err(error)))
    }
}

impl Stream for RequestBody {
    type Item = Result<Bytes, UploadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(chunks) = &mut this.chunks else { return Poll::Ready(None) };
        match chunks.as_mut().poll_next(context) {
            Poll::Ready(None) => {
                this.chunks = None;
                Poll::Ready(None)
            }
            Poll::Ready(Some(None)) => this.end(UploadError::BrokenOff),
            Poll::Ready(Some(Some(chunk))) => {
                this.stall.running = false;
                this.taken = this.taken.saturating_add(chunk.len() as u64);
                if this.taken > this.limit {
                    return this.end(UploadError::TooLarge { limit: this.limit });
                }
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Pending => match this.stall.poll(context) {
                Poll::Ready(()) => this.end(UploadError::Stalled),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RequestBody({:?} bytes)", self.length)
    }
}

impl Verdict {
    /// The error that a handler met, if it met one that the client should know of.
    pub(super) fn get(&self, limit: u64) -> Option<UploadError> {
        match self.0.load(Ordering::Relaxed) {
            1 => Some(UploadError::TooLarge { limit }),
            2 => Some(UploadError::Stalled),
            _ => None,
        }
    }

    fn set(&self, error: UploadError) {
        let code = match error {
            UploadError::TooLarge { .. } => 1,
            UploadError::Stalled => 2,
            UploadError::BrokenOff => 3,
        };
        self.0.store(code, Ordering::Relaxed);
    }
}

impl Stall {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.timeout)));
        if !self.running {
            self.running = true;
            if let Some(deadline) = Instant::now().checked_add(self.timeout) {
                timer.as_mut().reset(deadline);
            }
        }
        timer.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use futures_util::{StreamExt, TryStreamExt};

    use super::*;

    async fn collected(body: RequestBody) -> Result<Bytes, UploadError> {
        body.try_collect::<BytesMut>().await.map(BytesMut::freeze)
    }

    fn body(chunks: Vec<Option<Bytes>>, limit: u64) -> RequestBody {
        RequestBody::new(
            Some(Box::pin(futures_util::stream::iter(chunks))),
            None,
            limit,
            Duration::from_secs(9),
        )
    }

    fn chunk(text: &'static str) -> Option<Bytes> {
        Some(Bytes::from_static(text.as_bytes()))
    }

    #[tokio::test]
    async fn chunks_are_joined() {
        let all = collected(body(vec![chunk("ab"), chunk("c"), chunk("de")], 5)).await;
        assert_eq!(all, Ok(Bytes::from_static(b"abcde")));
        let nothing = RequestBody::new(None, Some(0), 5, Duration::MAX);
        assert_eq!(collected(nothing).await, Ok(Bytes::new()));
    }

    #[tokio::test]
    async fn one_byte_too_many_ends_the_body() {
        let body = body(vec![chunk("abc"), chunk("def"), chunk("ghi")], 5);
        let verdict = body.verdict();
        let error = collected(body).await.unwrap_err();
        assert_eq!(error.to_string(), "the request body is larger than 5 bytes");
        assert_eq!(verdict.get(5), Some(error));
    }

    #[tokio::test]
    async fn a_broken_connection_is_not_the_end_of_the_body() {
        let error = collected(body(vec![chunk("abc"), None], 50)).await.unwrap_err();
        assert_eq!(error.to_string(), "the request body broke off");
    }

    #[tokio::test]
    async fn a_body_that_stops_arriving_ends() {
        let chunks = futures_util::stream::iter(vec![chunk("abc")]).chain(futures_util::stream::pending());
        let body = RequestBody::new(Some(Box::pin(chunks)), Some(9), 50, Duration::from_millis(20));
        let error = collected(body).await.unwrap_err();
        assert_eq!(error.to_string(), "the request body stopped arriving");
    }
}
