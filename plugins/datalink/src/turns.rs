//! Turns: a number of things that may be done at once, and a queue for whoever comes later.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use plugin_api::{Error, ErrorKind, Result};

/// Seconds after which one who was turned away may come again.
const RETRY_SECS: u32 = 5;

/// A bound for heavy work.
#[derive(Clone, Debug)]
pub(crate) struct Turns(Arc<Mutex<Queue>>);

/// Permission to work; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn(Turns);

#[derive(Debug)]
struct Queue {
    free: usize,
    waiting_max: usize,
    next_ticket: u64,
    /// Who waits, in order; the waker is there once he was asked.
    waiting: VecDeque<(u64, Option<Waker>)>,
}

/// Waits for a turn.
struct Waiting {
    turns: Turns,
    ticket: Option<u64>,
}

impl Turns {
    /// So many at once, and so many who may wait.
    pub(crate) fn new(at_once: usize, waiting_max: usize) -> Self {
        Self(Arc::new(Mutex::new(Queue {
            free: at_once,
            waiting_max,
            next_ticket: 0,
            waiting: VecDeque::new(),
        })))
    }

    /// Waits for a turn, in the order of coming; where too many wait already, the answer is to come again later.
    pub(crate) async fn take(&self) -> Result<Turn> {
        let waiting = {
            let mut queue = self.queue();
            if queue.free == 0 && queue.waiting.len() >= queue.waiting_max {
                let text = "too many images are worked on now; try again in a few seconds";
                return Err(Error::new(ErrorKind::Unavailable, text).with_retry_after(RETRY_SECS));
            }
            queue.enter(self)
        };
        Ok(waiting.await)
    }

    /// Waits for another turn, for work that has begun; nobody is turned away.
    pub(crate) async fn again(&self) -> Turn {
        let waiting = self.queue().enter(self);
        waiting.await
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn enter(&mut self, turns: &Turns) -> Waiting {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.waiting.push_back((ticket, None));
        Waiting { turns: turns.clone(), ticket: Some(ticket) }
    }

    /// Calls the first who waits, if there is a turn for him.
    fn call_first(&mut self) -> Option<Waker> {
        if self.free == 0 {
            return None;
        }
        self.waiting.front_mut().and_then(|(_, waker)| waker.take())
    }
}

impl Future for Waiting {
    type Output = Turn;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn> {
        let turns = self.turns.clone();
        let mut queue = turns.queue();
        let is_first = queue.waiting.front().map(|(ticket, _)| *ticket) == self.ticket;
        if is_first && queue.free > 0 {
            queue.waiting.pop_front();
            queue.free -= 1;
            self.ticket = None;
            let next = queue.call_first();
            drop(queue);
            next.into_iter().for_each(Waker::wake);
            return Poll::Ready(Turn(turns));
        }
        if let Some((_, waker)) = queue.waiting.iter_mut().find(|(ticket, _)| Some(*ticket) == self.ticket) {
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let next = {
            let mut queue = self.turns.queue();
            queue.waiting.retain(|(other, _)| *other != ticket);
            queue.call_first()
        };
        next.into_iter().for_each(Waker::wake);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut queue = self.0.queue();
            queue.free += 1;
            queue.call_first()
        };
        next.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use plugin_api::test_kit::block_on;

    use super::*;

    #[test]
    fn no_more_than_allowed_work_at_once_and_all_have_their_turn() {
        let turns = Turns::new(2, 100);
        let (now, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    let _turn = block_on(turns.take()).unwrap();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    now.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!((most.load(Ordering::SeqCst), done.load(Ordering::SeqCst)), (2, 20));
    }

    #[test]
    fn a_full_queue_turns_away_and_whoever_gives_up_leaves_it() {
        let turns = Turns::new(1, 1);
        let turn = block_on(turns.take()).unwrap();
        let waiting = turns.clone();
        let mut second = Box::pin(async move { waiting.take().await });
        let mut context = Context::from_waker(Waker::noop());
        assert!(second.as_mut().poll(&mut context).is_pending());
        let error = block_on(turns.take()).unwrap_err();
        assert_eq!(error.for_client(), "too many images are worked on now; try again in a few seconds");
        assert_eq!((error.kind(), error.retry_after_secs()), (ErrorKind::Unavailable, Some(5)));
        drop(second);
        drop(turn);
        assert!(block_on(turns.take()).is_ok());
    }
}
