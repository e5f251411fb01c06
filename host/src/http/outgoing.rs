//! The body of an answer on its way to the client: under its request's span, guarded against panics, counted.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use tracing::{Span, error};

use super::connection::Offer;
use super::exchange::Exchange;
use super::message::{BodyStream, Broken};

/// A streamed body with all that ends when it ends.
pub struct Outgoing {
    /// In a mutex only because warp wants `Sync`; it is never locked.
    inner: Mutex<Inner>,
}

struct Inner {
    stream: Option<BodyStream>,
    span: Span,
    offer: Offer,
    exchange: Option<Exchange>,
}

impl Outgoing {
    /// Sends `stream` as the body of `exchange`.
    pub fn new(stream: BodyStream, span: Span, exchange: Exchange) -> Self {
        let inner = Inner { stream: Some(stream), span, offer: Offer::none(), exchange: Some(exchange) };
        Self { inner: Mutex::new(inner) }
    }
}

impl Stream for Outgoing {
    type Item = Result<Bytes, Broken>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let inner = self.get_mut().inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        inner.offer.taken();
        let Some(stream) = &mut inner.stream else { return Poll::Ready(None) };
        let _entered = inner.span.enter();
        let polled = catch_unwind(AssertUnwindSafe(|| stream.as_mut().poll_next(context)));
        let polled = polled.unwrap_or_else(|panic| Poll::Ready(Some(Err(Broken(panic_message(&*panic))))));
        match &polled {
            Poll::Pending => {}
            Poll::Ready(Some(Ok(chunk))) => {
                if let Some(exchange) = &mut inner.exchange {
                    exchange.sent(chunk.len());
                    inner.offer.made(exchange.connection());
                }
            }
            Poll::Ready(Some(Err(broken))) => {
                error!("the answer broke off: {broken}");
                inner.stream = None;
                inner.exchange.take().into_iter().for_each(Exchange::broken);
            }
            Poll::Ready(None) => {
                inner.stream = None;
                inner.exchange.take().into_iter().for_each(Exchange::done);
            }
        }
        polled
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let _entered = self.span.enter();
        // What a plugin does when its stream is dropped must not end the connection's task.
        let stream = self.stream.take();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(stream))) {
            error!("dropping an answer: {}", panic_message(&*panic));
        }
        drop(self.exchange.take());
    }
}

/// What a panic said.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("(no message)"))
}
