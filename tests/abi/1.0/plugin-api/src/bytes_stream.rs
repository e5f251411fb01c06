//! A stream of bytes: a request's body, an answer's body, a result file.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use async_ffi::FfiContext;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};

use crate::abi::{self, AbiBuf, AbiBytes, AbiBytesBox, AbiPoll, Guarded};
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
        abi::AbiBytes_TO::from_value(Guarded::new(self, around), abi_stable::sabi_trait::TD_Opaque)
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

impl AbiBytes for Guarded<ByteStream> {
    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> AbiPoll<AbiBuf> {
        self.poll(context, AbiBuf::from)
    }

    fn length(&self) -> u64 {
        self.stream().and_then(ByteStream::length).unwrap_or(u64::MAX)
    }
}

/// A stream of the other side.
struct Foreign(AbiBytesBox);

impl Stream for Foreign {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        abi::poll_foreign(context, |context| self.0.poll_next(context), Bytes::from)
    }
}
