//! The next piece of a stream is made while the one before it is sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use plugin_api::Result;

/// The same stream, whose next item is begun as soon as one is taken. It holds one item.
pub fn read_ahead<S>(chunks: S) -> impl Stream<Item = Result<Bytes>> + Send
where
    S: Stream<Item = Result<Bytes>> + Send + 'static,
{
    Ahead { chunks: Some(Box::pin(chunks)), next: None }
}

struct Ahead {
    /// `None` once it has ended.
    chunks: Option<Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>>,
    next: Option<Result<Bytes>>,
}

impl Ahead {
    /// The next item of the source, which is not asked again after its end or an error.
    fn advance(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let Some(chunks) = &mut self.chunks else { return Poll::Ready(None) };
        let item = std::task::ready!(chunks.as_mut().poll_next(context));
        if !matches!(item, Some(Ok(_))) {
            self.chunks = None;
        }
        Poll::Ready(item)
    }
}

impl Stream for Ahead {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = match self.next.take() {
            Some(item) => Some(item),
            None => std::task::ready!(self.advance(context)),
        };
        if let Poll::Ready(next) = self.advance(context) {
            self.next = next;
        }
        Poll::Ready(item)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::{StreamExt, stream};
    use plugin_api::Error;
    use plugin_api::test_kit::block_on;

    use super::*;

    #[test]
    fn one_item_more_than_was_taken_is_made_and_no_other() {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = made.clone();
        let source = stream::iter(0..9_u8).map(move |number| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(Bytes::from(vec![number]))
        });
        let mut ahead = std::pin::pin!(read_ahead(source));
        for taken in 1..=4 {
            let item = block_on(ahead.next()).unwrap().unwrap();
            assert_eq!((item[0], made.load(Ordering::Relaxed)), (taken as u8 - 1, taken + 1));
        }
        let rest: Vec<u8> = block_on(ahead.map(|item| item.unwrap()[0]).collect());
        assert_eq!(rest, [4, 5, 6, 7, 8]);
    }

    #[test]
    fn an_error_is_the_last_item() {
        let items = vec![Ok(Bytes::from_static(b"a")), Err(Error::not_found("gone")), Ok(Bytes::new())];
        let items: Vec<Result<Bytes>> = block_on(read_ahead(stream::iter(items)).collect());
        assert_eq!(items, [Ok(Bytes::from_static(b"a")), Err(Error::not_found("gone"))]);
    }
}
