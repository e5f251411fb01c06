//! A client of the Standard Profile: it registers with the hub of the lockfile, sends, and is called back.

mod callback;

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::caller::{ANSWER_LIMIT, Caller};
use crate::xml_rpc::Fault;
use crate::{Location, Lockfile, Message, Metadata, Response, SampError, Subscriptions, Value, endpoint};
use callback::Callback;

/// What may wait to be looked at; the hub is told when there is no room.
const RECEIVED_MAX: usize = 1000;
/// How much longer than the hub we wait for a response.
const PATIENCE: Duration = Duration::from_secs(5);

/// Another client of the same hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its id, by which the hub knows it.
    pub id: String,
    /// What it says about itself.
    pub metadata: Metadata,
}

impl Peer {
    /// Its name, or its id if it has said none.
    pub fn name(&self) -> &str {
        self.metadata.name().unwrap_or(&self.id)
    }
}

/// Something that a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A message that wants no response.
    Notification {
        /// Who sent it.
        sender: String,
        /// What it says.
        message: Message,
    },
    /// A message that wants exactly one response: see [`Client::reply`].
    Call {
        /// Who sent it.
        sender: String,
        /// Its id, for the response.
        id: String,
        /// What it says.
        message: Message,
    },
}

/// A registered client. It goes without a word when dropped; [`Client::unregister`] says goodbye.
#[derive(Debug)]
pub struct Client {
    caller: Caller,
    hub_url: String,
    key: String,
    id: String,
    /// Ends the server for callbacks.
    listening: Option<DropGuard>,
}

impl Client {
    /// Registers with the hub of the lockfile, and says who we are.
    pub async fn connect(location: &Location, metadata: &Metadata) -> Result<Self, SampError> {
        let lockfile = Lockfile::read(location).await?;
        let caller = Caller::new()?;
        let secret = [Value::from(lockfile.secret)];
        let answer = caller.call(&lockfile.hub_url, "samp.hub.register", &secret, Some(ANSWER_LIMIT)).await;
        let answer = answer.map_err(|error| match error {
            // A hub that was killed leaves its lockfile.
            SampError::Unreachable { url, .. } => {
                SampError::NoHub(format!("nobody answers at {url}, which {location} names"))
            }
            other => other,
        })?;
        let text =
            |key: &str| answer.map().and_then(|map| map.get(key)).and_then(Value::text).map(str::to_owned);
        let lacking = |key: &str| unexpected("register", format!("no `{key}`"));
        let key = text("samp.private-key").ok_or_else(|| lacking("samp.private-key"))?;
        let id = text("samp.self-id").ok_or_else(|| lacking("samp.self-id"))?;
        let client = Self { caller, hub_url: lockfile.hub_url, key, id, listening: None };
        client.hub("declareMetadata", vec![metadata.to_value()]).await?;
        Ok(client)
    }

    /// Our id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The other clients, with the hub itself.
    pub async fn peers(&self) -> Result<Vec<Peer>, SampError> {
        let answer = self.hub("getRegisteredClients", vec![]).await?;
        let ids = answer.list().ok_or_else(|| unexpected("getRegisteredClients", "no list"))?;
        self.described(ids.iter().filter_map(Value::text)).await
    }

    /// The other clients that want a message.
    pub async fn subscribed(&self, mtype: &str) -> Result<Vec<Peer>, SampError> {
        let answer = self.hub("getSubscribedClients", vec![mtype.into()]).await?;
        let ids = answer.map().ok_or_else(|| unexpected("getSubscribedClients", "no map"))?;
        self.described(ids.keys().map(String::as_str)).await
    }

    /// What another client wants.
    pub async fn subscriptions(&self, id: &str) -> Result<Subscriptions, SampError> {
        let answer = self.hub("getSubscriptions", vec![id.into()]).await?;
        Subscriptions::read(&answer).map_err(|fault| unexpected("getSubscriptions", fault.0))
    }

    /// Sends a message that wants no response.
    pub async fn notify(&self, to: &str, message: &Message) -> Result<(), SampError> {
        self.hub("notify", vec![to.into(), message.to_value()]).await.map(drop)
    }

    /// Sends it to all who want it; gives their ids.
    pub async fn notify_all(&self, message: &Message) -> Result<Vec<String>, SampError> {
        let answer = self.hub("notifyAll", vec![message.to_value()]).await?;
        Ok(answer.list().unwrap_or_default().iter().filter_map(Value::text).map(str::to_owned).collect())
    }

    /// Sends a message and waits for its response, for at most this time in whole seconds.
    pub async fn call_and_wait(
        &self,
        to: &str,
        message: &Message,
        limit: Duration,
    ) -> Result<Response, SampError> {
        let seconds = limit.as_secs().max(1).to_string();
        let params = vec![to.into(), message.to_value(), seconds.into()];
        let answer = self.hub_within("callAndWait", params, limit + PATIENCE).await?;
        Response::read(&answer).map_err(|fault| unexpected("callAndWait", fault.0))
    }

    /// Subscribes, and gives what comes from now on. What was subscribed before ends.
    pub async fn listen(
        &mut self,
        subscriptions: &Subscriptions,
    ) -> Result<mpsc::Receiver<Received>, SampError> {
        let fault = |error| SampError::io("cannot listen on 127.0.0.1", error);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(fault)?;
        let url = format!("http://{}/", listener.local_addr().map_err(fault)?);
        let (sender, received) = mpsc::channel(RECEIVED_MAX);
        let stop = CancellationToken::new();
        let callback = Callback { key: self.key.clone(), sender };
        tokio::spawn(endpoint::serve(listener, Arc::new(callback), stop.clone()));
        self.listening = Some(stop.drop_guard());
        self.hub("setXmlrpcCallback", vec![url.into()]).await?;
        self.hub("declareSubscriptions", vec![subscriptions.to_value()]).await?;
        Ok(received)
    }

    /// Responds to a call.
    pub async fn reply(&self, id: &str, response: &Response) -> Result<(), SampError> {
        self.hub("reply", vec![id.into(), response.to_value()]).await.map(drop)
    }

    /// Asks whether the hub is there.
    pub async fn ping(&self) -> Result<(), SampError> {
        self.hub("ping", vec![]).await.map(drop)
    }

    /// Says goodbye.
    pub async fn unregister(self) -> Result<(), SampError> {
        self.hub("unregister", vec![]).await.map(drop)
    }

    async fn described(&self, ids: impl Iterator<Item = &str>) -> Result<Vec<Peer>, SampError> {
        let mut peers = Vec::new();
        for id in ids {
            match self.hub("getMetadata", vec![id.into()]).await {
                Ok(metadata) => {
                    // Metadata that are none are those of a client without a name.
                    let metadata = Metadata::read(&metadata).unwrap_or_default();
                    peers.push(Peer { id: id.to_owned(), metadata });
                }
                // It has gone since.
                Err(SampError::Fault(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(peers)
    }

    async fn hub(&self, method: &str, params: Vec<Value>) -> Result<Value, SampError> {
        self.hub_within(method, params, ANSWER_LIMIT).await
    }

    async fn hub_within(
        &self,
        method: &str,
        params: Vec<Value>,
        limit: Duration,
    ) -> Result<Value, SampError> {
        let params: Vec<Value> = [Value::from(self.key.as_str())].into_iter().chain(params).collect();
        self.caller.call(&self.hub_url, &format!("samp.hub.{method}"), &params, Some(limit)).await
    }
}

fn unexpected(method: &str, reason: impl Into<String>) -> SampError {
    SampError::Unexpected { method: method.to_owned(), reason: reason.into() }
}

fn missing(what: &str) -> Fault {
    Fault::new(format!("an argument is missing: {what}"))
}
