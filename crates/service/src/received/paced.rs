//! A body that is handed to the parser of multipart forms in measured steps.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use plugin_api::{ByteStream, Error, Result};

/// The most bytes between two parts: delimiter and headers.
const HEAD_BYTES_MAX: u64 = 64 << 10;

/// A body, one chunk at a time.
///
/// The parser takes whatever is ready before it looks at any of it, so that a client who sends fast would fill the
/// memory. Here nothing is ready directly after a chunk. Where no end of a part's head is in sight the body ends in an
/// error.
pub(super) struct Paced {
    body: ByteStream,
    head: Arc<Head>,
    rests: bool,
}

/// Whether the parser looks for a part, and what it has taken since.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// 0 inside a part; one more than the bytes taken outside.
    taken: AtomicU64,
}

impl Head {
    /// The parser looks for the next part from now on.
    pub fn begin(&self) {
        self.taken.store(1, Ordering::Relaxed);
    }

    /// The parser has found one.
    pub fn found(&self) {
        self.taken.store(0, Ordering::Relaxed);
    }

    /// Whether more may be looked at.
    fn goes_on(&self) -> bool {
        self.taken.load(Ordering::Relaxed) <= HEAD_BYTES_MAX
    }

    fn take(&self, bytes: u64) {
        if self.taken.load(Ordering::Relaxed) > 0 {
            self.taken.fetch_add(bytes, Ordering::Relaxed);
        }
    }
}

impl Paced {
    pub fn new(body: ByteStream, head: Arc<Head>) -> Self {
        Self { body, head, rests: false }
    }
}

impl Stream for Paced {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if !this.head.goes_on() {
            let text = "the multipart body has no part where one should begin; check its boundary";
            return Poll::Ready(Some(Err(Error::bad_request(text))));
        }
        let chunk = this.body.poll_next_unpin(context);
        if let Poll::Ready(Some(Ok(bytes))) = &chunk {
            this.head.take(bytes.len() as u64);
            this.rests = true;
        }
        chunk
    }
}
