//! A stream of bytes: a request's body, an answer's body, a result file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use abi_stable::std_types::{ROption, RResult};
use async_ffi::{ContextExt, FfiContext, FfiPoll};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};

use crate::abi::{self, AbiBuf, AbiBytes, AbiBytesBox, AbiError};
use crate::{Error, ErrorKind, Result};

/// Byte chunks, one after the other. An error cuts the stream; what came before it is not whole.
pub struct ByteStream {
    // A mutex makes the stream Sync; it is only ever reached through `&mut`, never locked.
    inner: Mutex<Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>>,
    length: Option<u64>,
}

impl ByteStream {
    /// A stream without bytes.
    pub fn empty() -> Self {
        Self::from(Bytes::new())
    }

    /// Bytes as they come.
    pub fn new(chunks: impl Stream<Item = Result<Bytes>> + Send + 'static) -> Self {
        Self { inner: Mutex::new(Box::pin(chunks)), length: None }
    }

    /// States the number of bytes to come; an answer then carries `Content-Length`.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The number of bytes to come, where known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Reads everything into memory, at most `limit` bytes; more is an error of kind `TooLarge`.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if whole.len() + chunk.len() > limit {
                let message = format!("the request's body is larger than {limit} bytes");
                return Err(Error::new(ErrorKind::TooLarge, message));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    pub(crate) fn into_abi(self, around: Option<abi::Around>) -> AbiBytesBox {
        abi::AbiBytes_TO::from_value(
            Guarded { stream: Some(self), around },
            abi_stable::sabi_trait::TD_Opaque,
        )
    }

    pub(crate) fn from_abi(foreign: AbiBytesBox) -> Self {
        let length = Some(foreign.length()).filter(|&bytes| bytes != u64::MAX);
        Self { inner: Mutex::new(Box::pin(Foreign(foreign))), length }
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        let chunks = (!bytes.is_empty()).then_some(Ok(bytes));
        Self::new(futures_util::stream::iter(chunks)).with_length(length)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let inner = self.inner.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        inner.as_mut().poll_next(context)
    }
}

/// A stream of this side, guarded against panics, for the other side to poll.
struct Guarded {
    stream: Option<ByteStream>,
    around: Option<abi::Around>,
}

impl AbiBytes for Guarded {
    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> FfiPoll<ROption<RResult<AbiBuf, AbiError>>> {
        let Some(stream) = self.stream.as_mut() else { return FfiPoll::Ready(ROption::RNone) };
        let polled = catch_unwind(AssertUnwindSafe(|| {
            abi::within(self.around.as_ref(), || {
                context.with_context(|context| stream.poll_next_unpin(context))
            })
        }));
        match polled {
            Ok(Poll::Pending) => FfiPoll::Pending,
            Ok(Poll::Ready(None)) => FfiPoll::Ready(ROption::RNone),
            Ok(Poll::Ready(Some(chunk))) => {
                let chunk = chunk.map(AbiBuf::from).map_err(AbiError::from);
                FfiPoll::Ready(ROption::RSome(chunk.into()))
            }
            Err(panic) => {
                abi::drop_quietly(&mut self.stream, self.around.as_ref());
                let error = Error::internal(format!("panic in a stream: {}", abi::panic_text(&*panic)));
                FfiPoll::Ready(ROption::RSome(RResult::RErr(error.into())))
            }
        }
    }

    fn length(&self) -> u64 {
        self.stream.as_ref().and_then(ByteStream::length).unwrap_or(u64::MAX)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        abi::drop_quietly(&mut self.stream, self.around.as_ref());
    }
}

/// A stream of the other side.
struct Foreign(AbiBytesBox);

impl Stream for Foreign {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match context.with_ffi_context(|context| self.0.poll_next(context)) {
            FfiPoll::Pending => Poll::Pending,
            FfiPoll::Ready(ROption::RNone) => Poll::Ready(None),
            FfiPoll::Ready(ROption::RSome(RResult::ROk(chunk))) => Poll::Ready(Some(Ok(chunk.into()))),
            FfiPoll::Ready(ROption::RSome(RResult::RErr(error))) => Poll::Ready(Some(Err(error.into()))),
            FfiPoll::Panicked => {
                Poll::Ready(Some(Err(Error::internal("a stream panicked across the boundary"))))
            }
        }
    }
}
