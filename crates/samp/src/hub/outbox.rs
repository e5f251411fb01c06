//! What is on its way to a client: posted to its callback address, or kept until a page asks for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::value::map_of;
use crate::{Map, Value};

/// The most that waits for one client. Who does not take it loses the rest.
pub(super) const WAITING_MAX: usize = 4096;

/// Something that a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// A message that wants no response.
    Notification { sender: String, message: Value },
    /// A message that wants one.
    Call { sender: String, id: String, message: Value },
    /// The response to a message of the client.
    Response { responder: String, tag: String, response: Value },
}

impl Told {
    /// The method of the client, without prefix.
    pub(super) fn method(&self) -> &'static str {
        match self {
            Self::Notification { .. } => "receiveNotification",
            Self::Call { .. } => "receiveCall",
            Self::Response { .. } => "receiveResponse",
        }
    }

    /// Its arguments behind the key.
    pub(super) fn params(&self) -> Vec<Value> {
        match self.clone() {
            Self::Notification { sender, message } => vec![sender.into(), message],
            Self::Call { sender, id, message } => vec![sender.into(), id.into(), message],
            Self::Response { responder, tag, response } => vec![responder.into(), tag.into(), response],
        }
    }
}

/// The way to a client.
#[derive(Clone, Debug)]
pub(super) enum Outbox {
    /// A task posts it.
    Post(mpsc::Sender<Told>),
    /// A page fetches it.
    Pull(Arc<Kept>),
}

impl Outbox {
    /// Puts something behind all that waits; `false` if too much waits.
    pub(super) fn put(&self, told: Told) -> bool {
        match self {
            Self::Post(sender) => sender.try_send(told).is_ok(),
            Self::Pull(kept) => kept.put(told),
        }
    }
}

/// What waits for a page.
#[derive(Debug, Default)]
pub(super) struct Kept {
    waiting: Mutex<VecDeque<Told>>,
    changed: Notify,
}

impl Kept {
    fn put(&self, told: Told) -> bool {
        let mut waiting = self.lock();
        let has_room = waiting.len() < WAITING_MAX;
        if has_room {
            waiting.push_back(told);
        }
        drop(waiting);
        self.changed.notify_one();
        has_room
    }

    /// All that waits, as soon as there is something; nothing when the time is over.
    pub(super) async fn take(&self, limit: Duration) -> Value {
        // Who is told in vain finds nothing and waits on.
        let something = async {
            loop {
                let changed = self.changed.notified();
                if !self.lock().is_empty() {
                    return;
                }
                changed.await;
            }
        };
        // Without something there is nothing to take.
        let _ = tokio::time::timeout(limit, something).await;
        Value::List(self.lock().drain(..).map(|told| callback(&told)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Told>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A callback as a page gets it: the key is left out (Web Profile, SAMP 1.3 §5.2.4).
fn callback(told: &Told) -> Value {
    let mut map: Map = map_of([("samp.methodName", told.method())]);
    map.insert("samp.params".into(), Value::List(told.params()));
    Value::Map(map)
}
