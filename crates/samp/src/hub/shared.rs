//! What all connections to a hub share: its state, and the tasks that call its clients back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;

use super::outbox::{Outbox, Told, WAITING_MAX};
use super::registered::HUB_ID;
use super::state::{State, Tell};
use crate::caller::{ANSWER_LIMIT, Caller};
use crate::xml_rpc::Fault;
use crate::{Map, Message, SampError, Value};

/// How long a client that does not answer is waited for before it is tried once more.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// A hub.
pub(super) struct Shared {
    state: Mutex<State>,
    caller: Caller,
    /// The tasks that call clients back.
    pub tasks: TaskTracker,
}

impl Shared {
    pub(super) fn new(tell: Tell) -> Result<Arc<Self>, SampError> {
        let (state, caller) = (Mutex::new(State::new(tell)), Caller::new()?);
        Ok(Arc::new(Self { state, caller, tasks: TaskTracker::new() }))
    }

    /// The state; nobody waits for anything else while it is held.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls a client back at an address from now on.
    pub(super) fn call_back(self: &Arc<Self>, id: &str, url: &str) -> Result<(), Fault> {
        if !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(Fault::new(format!(
                "`{url}` is not an address at which a client can be called back"
            )));
        }
        let (sender, told) = mpsc::channel(WAITING_MAX);
        let mut state = self.lock();
        let client = state.client_mut(id)?;
        client.outbox = Some(Outbox::Post(sender));
        let line = Line { id: id.to_owned(), key: client.key.clone(), url: url.to_owned() };
        self.tasks.spawn(line.post(Arc::downgrade(self), self.caller.clone(), told));
        Ok(())
    }

    /// Removes a client and tells it so.
    pub(super) fn disconnect(&self, id: &str, reason: &str) {
        let mut state = self.lock();
        let message = Message::new("samp.hub.disconnect", [("reason", reason)]);
        if state.client(id).is_ok_and(|client| client.subscriptions.cover(&message.mtype)) {
            // Who takes no messages learns it from the next answer.
            let _ = state.notify_unasked(HUB_ID, id, &message.to_value());
        }
        state.unregister(id);
    }

    /// Tells everybody that the hub ends, and lets go of all who are called back.
    pub(super) fn shut_down(&self) {
        let mut state = self.lock();
        state.event("samp.hub.event.shutdown", Map::new(), None);
        for client in state.clients.values_mut() {
            if let Some(Outbox::Post(_)) = &client.outbox {
                client.outbox = None;
            }
        }
        drop(state);
        self.tasks.close();
    }

    /// Whether pages have fetched all that they were told.
    pub(super) fn pages_know_all(&self) -> bool {
        let state = self.lock();
        state.clients.values().all(|client| match &client.outbox {
            Some(Outbox::Pull(kept)) => kept.is_empty(),
            Some(Outbox::Post(_)) | None => true,
        })
    }
}

/// The way to a client that is called back.
struct Line {
    id: String,
    key: String,
    url: String,
}

impl Line {
    /// Posts what the client is told, one thing after the other, until there is no more.
    async fn post(self, hub: Weak<Shared>, caller: Caller, mut told: mpsc::Receiver<Told>) {
        while let Some(one) = told.recv().await {
            let Err(error) = self.post_one(&caller, &one).await else { continue };
            let Some(hub) = hub.upgrade() else { return };
            if let Told::Call { id, .. } = &one {
                hub.lock().fail(id, &format!("it was not delivered: {error}"));
            }
            // A closed channel is that of an address in whose place there is another.
            if matches!(error, SampError::Unreachable { .. }) && !told.is_closed() {
                hub.lock().unregister(&self.id);
            }
        }
    }

    /// A client that nobody finds at its address twice is gone.
    async fn post_one(&self, caller: &Caller, told: &Told) -> Result<Value, SampError> {
        let method = format!("samp.client.{}", told.method());
        let params: Vec<Value> = [Value::from(self.key.as_str())].into_iter().chain(told.params()).collect();
        match caller.call(&self.url, &method, &params, Some(ANSWER_LIMIT)).await {
            Err(SampError::Unreachable { .. }) => {
                tokio::time::sleep(RETRY_PAUSE).await;
                caller.call(&self.url, &method, &params, Some(ANSWER_LIMIT)).await
            }
            answer => answer,
        }
    }
}
