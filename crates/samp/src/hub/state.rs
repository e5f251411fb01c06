//! Who is registered, what each has declared, and what waits for a response.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::HubEvent;
use super::registered::{HUB_ID, Profile, Registered};
use crate::value::map_of;
use crate::xml_rpc::Fault;
use crate::{Map, Message, Metadata, SampError, Subscriptions, Value};

/// The most clients at once.
const CLIENTS_MAX: usize = 500;

/// Who is told what happens.
pub(super) type Tell = Arc<dyn Fn(HubEvent) + Send + Sync>;

/// Who wants the response to a message.
#[derive(Debug)]
pub(super) enum Wanted {
    /// Its sender, under the tag that it chose.
    Tag(String),
    /// Its sender, who waits.
    Waits(oneshot::Sender<Value>),
}

/// A message without response yet.
#[derive(Debug)]
pub(super) struct Pending {
    pub sender: String,
    pub receiver: String,
    pub wanted: Wanted,
}

/// The state of a hub.
pub(super) struct State {
    /// By number, so that lists are in the order of registration.
    pub clients: BTreeMap<u64, Registered>,
    pub numbers: HashMap<String, u64>,
    pub pending: HashMap<String, Pending>,
    pub hub_metadata: Metadata,
    pub hub_subscriptions: Subscriptions,
    pub next_client: u64,
    pub next_message: u64,
    pub tell: Tell,
}

impl State {
    pub(super) fn new(tell: Tell) -> Self {
        let metadata = Metadata::new("Armilla hub", "The SAMP hub of `armilla samp hub`");
        Self {
            clients: BTreeMap::new(),
            numbers: HashMap::new(),
            pending: HashMap::new(),
            hub_metadata: metadata.with("x-samp.release.version", env!("CARGO_PKG_VERSION")),
            hub_subscriptions: Subscriptions::of(["samp.app.ping"]).unwrap_or_default(),
            next_client: 1,
            next_message: 1,
            tell,
        }
    }

    /// Registers a client; gives its id, its private key and its key for reading.
    pub(super) fn register(&mut self, profile: Profile) -> Result<(String, String, String), Fault> {
        if self.clients.len() >= CLIENTS_MAX {
            return Err(Fault::new(format!("the hub has {CLIENTS_MAX} clients already")));
        }
        let no_random = |error: SampError| Fault::new(error.to_string());
        let (key, reading_key) = (random().map_err(no_random)?, random().map_err(no_random)?);
        let number = self.next_client;
        self.next_client += 1;
        let id = format!("c{number}");
        let client = Registered::new(id.clone(), key.clone(), reading_key.clone(), profile);
        self.clients.insert(number, client);
        self.numbers.insert(id.clone(), number);
        (self.tell)(HubEvent::Registered { id: id.clone() });
        self.event("samp.hub.event.register", map_of([("id", &id)]), Some(&id));
        Ok((id, key, reading_key))
    }

    /// Removes a client; who waits for its responses gets errors.
    pub(super) fn unregister(&mut self, id: &str) {
        let Some(client) = self.numbers.remove(id).and_then(|number| self.clients.remove(&number)) else {
            return;
        };
        self.pending.retain(|_, pending| pending.sender != id);
        let unanswered = self.pending.iter().filter(|(_, pending)| pending.receiver == id);
        let unanswered: Vec<String> = unanswered.map(|(message, _)| message.clone()).collect();
        for message in unanswered {
            self.fail(&message, &format!("{} has gone without a response", client.shown()));
        }
        (self.tell)(HubEvent::Unregistered { client: client.shown() });
        self.event("samp.hub.event.unregister", map_of([("id", id)]), Some(id));
    }

    /// The client that has a private key.
    pub(super) fn by_key(&mut self, key: &str) -> Option<&mut Registered> {
        let client = self.clients.values_mut().find(|client| client.key == key)?;
        client.heard = Instant::now();
        Some(client)
    }

    pub(super) fn client(&self, id: &str) -> Result<&Registered, Fault> {
        let found = self.numbers.get(id).and_then(|number| self.clients.get(number));
        found.ok_or_else(|| Fault::new(format!("no client has the id `{id}`")))
    }

    pub(super) fn client_mut(&mut self, id: &str) -> Result<&mut Registered, Fault> {
        let found = self.numbers.get(id).and_then(|number| self.clients.get_mut(number));
        found.ok_or_else(|| Fault::new(format!("no client has the id `{id}`")))
    }

    pub(super) fn declare_metadata(&mut self, id: &str, metadata: Metadata) -> Result<(), Fault> {
        let client = self.client_mut(id)?;
        let is_new = client.metadata.name() != metadata.name();
        client.metadata = metadata.clone();
        let shown = client.shown();
        if is_new {
            (self.tell)(HubEvent::Named { client: shown });
        }
        let mut params = map_of([("id", id)]);
        params.insert("metadata".into(), metadata.to_value());
        self.event("samp.hub.event.metadata", params, None);
        Ok(())
    }

    pub(super) fn declare_subscriptions(
        &mut self,
        id: &str,
        subscriptions: Subscriptions,
    ) -> Result<(), Fault> {
        let client = self.client_mut(id)?;
        if client.outbox.is_none() {
            return Err(Fault::new(
                "who cannot be called has no subscriptions: say first how you are called back",
            ));
        }
        client.subscriptions = subscriptions.clone();
        let mut params = map_of([("id", id)]);
        params.insert("subscriptions".into(), subscriptions.to_value());
        self.event("samp.hub.event.subscriptions", params, None);
        Ok(())
    }

    pub(super) fn metadata(&self, id: &str) -> Result<Value, Fault> {
        match id {
            HUB_ID => Ok(self.hub_metadata.to_value()),
            _ => Ok(self.client(id)?.metadata.to_value()),
        }
    }

    pub(super) fn subscriptions(&self, id: &str) -> Result<Value, Fault> {
        match id {
            HUB_ID => Ok(self.hub_subscriptions.to_value()),
            _ => Ok(self.client(id)?.subscriptions.to_value()),
        }
    }

    /// All clients but this one, with the hub.
    pub(super) fn others(&self, id: &str) -> Vec<Value> {
        let clients = self.clients.values().map(|client| client.id.as_str()).filter(|other| *other != id);
        [HUB_ID].into_iter().chain(clients).map(Value::from).collect()
    }

    /// Tells those who want to know that something has happened in the hub; `about` is not told of itself.
    pub(super) fn event(&mut self, mtype: &str, params: Map, about: Option<&str>) {
        let message = Message { mtype: mtype.to_owned(), params }.to_value();
        let wanting = self.clients.values().filter(|client| client.subscriptions.cover(mtype));
        let wanting: Vec<String> = wanting.map(|client| client.id.clone()).collect();
        for id in wanting.iter().filter(|id| Some(id.as_str()) != about) {
            // Who is too slow for events loses some.
            let _ = self.notify_unasked(HUB_ID, id, &message);
        }
    }
}

/// A key that nobody guesses: 128 bits as hexadecimal digits.
pub(super) fn random() -> Result<String, SampError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
