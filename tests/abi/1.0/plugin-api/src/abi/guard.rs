//! Guards: calls, futures, streams and destructors whose panics stop at the boundary.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use abi_stable::std_types::{ROption, RResult};
use async_ffi::{ContextExt, FfiContext, FfiFuture, FfiPoll, FutureExt};
use futures_util::{Stream, StreamExt};

use super::AbiError;
use crate::Error;

/// How a future is polled on the side that made it; the host enters its runtime here.
pub type Around = std::sync::Arc<dyn Fn(&mut dyn FnMut()) + Send + Sync>;

/// A future of one side, guarded: a panic in it becomes an error with the panic's text, a panic while it is
/// dropped is logged and swallowed.
pub struct Catching<F> {
    future: Option<Pin<Box<F>>>,
    around: Option<Around>,
}

impl<F> Catching<F> {
    /// Guards `future`.
    pub fn new(future: F) -> Self {
        Self { future: Some(Box::pin(future)), around: None }
    }

    /// Guards `future`, which is polled and dropped inside `around`.
    pub fn inside(around: Around, future: F) -> Self {
        Self { future: Some(Box::pin(future)), around: Some(around) }
    }
}

impl<T, F: Future<Output = Result<T, Error>>> Future for Catching<F> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let Some(future) = this.future.as_mut() else {
            return Poll::Ready(Err(Error::internal("a finished future was polled again")));
        };
        let polled =
            catch_unwind(AssertUnwindSafe(|| within(this.around.as_ref(), || future.as_mut().poll(context))));
        match polled {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => {
                drop_quietly(&mut this.future, this.around.as_ref());
                Poll::Ready(output)
            }
            Err(panic) => {
                drop_quietly(&mut this.future, this.around.as_ref());
                Poll::Ready(Err(Error::internal(format!("panic: {}", panic_text(&*panic)))))
            }
        }
    }
}

impl<T, F> Catching<F>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    /// The form that crosses the boundary.
    pub fn into_crossing(self) -> FfiFuture<RResult<T, AbiError>> {
        async move { RResult::from(self.await.map_err(AbiError::from)) }.into_ffi()
    }
}

impl<F> Drop for Catching<F> {
    fn drop(&mut self) {
        drop_quietly(&mut self.future, self.around.as_ref());
    }
}

/// A stream of this side for the other side to poll: a panic in it is its last item, one in its destructor is logged.
pub struct Guarded<S> {
    stream: Option<S>,
    around: Option<Around>,
}

/// An item of a stream as it crosses.
pub type AbiPoll<T> = FfiPoll<ROption<RResult<T, AbiError>>>;

impl<S> Guarded<S> {
    /// Guards `stream`, which is polled and dropped inside `around`.
    pub fn new(stream: S, around: Option<Around>) -> Self {
        Self { stream: Some(stream), around }
    }

    /// The stream, unless it has panicked.
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_ref()
    }
}

impl<I, S: Stream<Item = Result<I, Error>> + Unpin> Guarded<S> {
    /// Polls the stream; `convert` gives an item its crossing form.
    pub fn poll<T>(&mut self, context: &mut FfiContext<'_>, convert: impl FnOnce(I) -> T) -> AbiPoll<T> {
        let Some(stream) = self.stream.as_mut() else { return FfiPoll::Ready(ROption::RNone) };
        let polled = catch_unwind(AssertUnwindSafe(|| {
            within(self.around.as_ref(), || context.with_context(|context| stream.poll_next_unpin(context)))
        }));
        match polled {
            Ok(Poll::Pending) => FfiPoll::Pending,
            Ok(Poll::Ready(None)) => FfiPoll::Ready(ROption::RNone),
            Ok(Poll::Ready(Some(item))) => {
                FfiPoll::Ready(ROption::RSome(item.map(convert).map_err(AbiError::from).into()))
            }
            Err(panic) => {
                drop_quietly(&mut self.stream, self.around.as_ref());
                let error = Error::internal(format!("panic in a stream: {}", panic_text(&*panic)));
                FfiPoll::Ready(ROption::RSome(RResult::RErr(error.into())))
            }
        }
    }
}

impl<S> Drop for Guarded<S> {
    fn drop(&mut self) {
        drop_quietly(&mut self.stream, self.around.as_ref());
    }
}

/// Polls a stream of the other side; `convert` gives an item its form of this side.
pub fn poll_foreign<A, T>(
    context: &mut Context<'_>,
    poll: impl FnOnce(&mut FfiContext<'_>) -> AbiPoll<A>,
    convert: impl FnOnce(A) -> T,
) -> Poll<Option<Result<T, Error>>> {
    match context.with_ffi_context(poll) {
        FfiPoll::Pending => Poll::Pending,
        FfiPoll::Ready(ROption::RNone) => Poll::Ready(None),
        FfiPoll::Ready(ROption::RSome(item)) => {
            Poll::Ready(Some(item.into_result().map(convert).map_err(Error::from)))
        }
        FfiPoll::Panicked => Poll::Ready(Some(Err(Error::internal("a stream panicked across the boundary")))),
    }
}

/// Runs a call of this side; a panic in it becomes an error with the panic's text.
pub fn caught<T>(call: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|panic| Err(Error::internal(format!("panic: {}", panic_text(&*panic)))))
}

/// Runs `work` inside `around`, if there is one.
pub fn within<T>(around: Option<&Around>, work: impl FnOnce() -> T) -> T {
    let Some(around) = around else { return work() };
    let mut work = Some(work);
    let mut output = None;
    around(&mut || output = work.take().map(|work| work()));
    output.expect("`around` calls its argument once")
}

/// Drops a value whose destructor may panic; the panic is logged.
pub fn drop_quietly<T>(value: &mut Option<T>, around: Option<&Around>) {
    let Some(value) = value.take() else { return };
    let dropped = catch_unwind(AssertUnwindSafe(|| within(around, || drop(value))));
    if let Err(panic) = dropped {
        tracing::error!("panic in a destructor: {}", panic_text(&*panic));
    }
}

/// The text of a panic.
pub fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no text)")
}
