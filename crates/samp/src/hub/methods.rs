//! The methods that clients call (SAMP 1.3 §3.11), for both profiles.

use std::sync::Arc;
use std::time::Duration;

use super::outbox::{Kept, Outbox};
use super::registered::{HUB_ID, Profile, Registered};
use super::shared::Shared;
use crate::value::map_of;
use crate::xml_rpc::Fault;
use crate::{Map, Metadata, Subscriptions, Value};

/// The longest that a page may wait for something to be told.
const PULL_MAX: Duration = Duration::from_secs(120);

/// Calls a method, named without its prefix, of who came by this profile.
pub(super) async fn call(
    hub: &Arc<Shared>,
    profile: &Profile,
    method: &str,
    params: &[Value],
) -> Result<Value, Fault> {
    if method == "ping" {
        return Ok("1".into());
    }
    let caller = known(hub, profile, text(params, 0, "a private key")?)?;
    let params = &params[1..];
    match method {
        "callAndWait" => return call_and_wait(hub, &caller, params).await,
        "pullCallbacks" if *profile != Profile::Standard => return pull(hub, &caller, params).await,
        "setXmlrpcCallback" if *profile == Profile::Standard => {
            hub.call_back(&caller, text(params, 0, "an address")?)?;
        }
        "allowReverseCallbacks" if *profile != Profile::Standard => {
            allow_pull(hub, &caller, text(params, 0, "1 or 0")?)?;
        }
        "unregister" => hub.lock().unregister(&caller),
        _ => return with_state(hub, &caller, method, params),
    }
    Ok(Value::nothing())
}

/// The answer to a registration.
pub(super) fn registration(id: &str, key: &str) -> Map {
    map_of([("samp.hub-id", HUB_ID), ("samp.self-id", id), ("samp.private-key", key)])
}

/// The methods that need the state only.
fn with_state(hub: &Arc<Shared>, caller: &str, method: &str, params: &[Value]) -> Result<Value, Fault> {
    let mut state = hub.lock();
    let id = || text(params, 0, "the id of a client");
    match method {
        "declareMetadata" => {
            state.declare_metadata(caller, Metadata::read(param(params, 0, "a map")?)?)?;
        }
        "declareSubscriptions" => {
            state.declare_subscriptions(caller, Subscriptions::read(param(params, 0, "a map")?)?)?;
        }
        "getMetadata" => return state.metadata(id()?),
        "getSubscriptions" => return state.subscriptions(id()?),
        "getRegisteredClients" => return Ok(Value::List(state.others(caller))),
        "getSubscribedClients" => {
            let subscribed = state.subscribed(caller, text(params, 0, "the name of a message")?)?;
            return Ok(Value::Map(subscribed.into_iter().map(|(id, map)| (id, Value::Map(map))).collect()));
        }
        "notify" => state.notify(caller, id()?, param(params, 1, "a message")?)?,
        "notifyAll" => return state.notify_all(caller, param(params, 0, "a message")?).map(Value::List),
        "call" => {
            let (tag, message) = (text(params, 1, "a tag")?, param(params, 2, "a message")?);
            return state.call(caller, id()?, tag, message).map(Value::from);
        }
        "callAll" => {
            let (tag, message) = (text(params, 0, "a tag")?, param(params, 1, "a message")?);
            return state.call_all(caller, tag, message).map(Value::Map);
        }
        "reply" => {
            let (id, response) = (text(params, 0, "the id of a message")?, param(params, 1, "a response")?);
            state.reply(caller, id, response.clone())?;
        }
        other => return Err(Fault::new(format!("the hub has no method `{other}`"))),
    }
    Ok(Value::nothing())
}

/// The id of the client that has a key. A key that came by one profile, or to one origin, is of no use elsewhere.
fn known(hub: &Shared, profile: &Profile, key: &str) -> Result<String, Fault> {
    let mut state = hub.lock();
    let client = state.by_key(key).filter(|client| client.profile == *profile);
    client
        .map(|client| client.id.clone())
        .ok_or_else(|| Fault::new("the private key is not known: register first"))
}

async fn call_and_wait(hub: &Arc<Shared>, caller: &str, params: &[Value]) -> Result<Value, Fault> {
    let (to, message) = (text(params, 0, "the id of a client")?, param(params, 1, "a message")?);
    let limit = seconds(params, 2)?;
    let (id, response) = hub.lock().call_and_wait(caller, to, message)?;
    // Also when the caller goes away, which drops this.
    let _waiting = Waiting { hub: hub.clone(), id };
    let response = match limit {
        Some(limit) => tokio::time::timeout(limit, response)
            .await
            .map_err(|_| Fault::new(format!("no response within {} s", limit.as_secs())))?,
        None => response.await,
    };
    response.map_err(|_| Fault::new("the response will not come"))
}

/// A message for whose response somebody waits.
struct Waiting {
    hub: Arc<Shared>,
    id: String,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.hub.lock().forget(&self.id);
    }
}

fn allow_pull(hub: &Shared, caller: &str, allow: &str) -> Result<(), Fault> {
    let mut state = hub.lock();
    let client = state.client_mut(caller)?;
    match (allow, &client.outbox) {
        ("1", Some(Outbox::Pull(_))) => {}
        ("1", _) => client.outbox = Some(Outbox::Pull(Arc::new(Kept::default()))),
        ("0", _) => client.outbox = None,
        _ => return Err(Fault::new("allowReverseCallbacks takes \"1\" or \"0\"")),
    }
    Ok(())
}

async fn pull(hub: &Shared, caller: &str, params: &[Value]) -> Result<Value, Fault> {
    let limit = seconds(params, 0)?.unwrap_or_default().min(PULL_MAX);
    let kept = |client: &Registered| match &client.outbox {
        Some(Outbox::Pull(kept)) => Some(kept.clone()),
        Some(Outbox::Post(_)) | None => None,
    };
    let kept = kept(hub.lock().client(caller)?);
    let kept = kept.ok_or_else(|| Fault::new("call allowReverseCallbacks first"))?;
    Ok(kept.take(limit).await)
}

fn param<'p>(params: &'p [Value], index: usize, what: &str) -> Result<&'p Value, Fault> {
    params.get(index).ok_or_else(|| Fault::new(format!("an argument is missing: {what}")))
}

fn text<'p>(params: &'p [Value], index: usize, what: &str) -> Result<&'p str, Fault> {
    param(params, index, what)?
        .text()
        .ok_or_else(|| Fault::new(format!("an argument is not a string: {what}")))
}

/// A time in seconds; none if it is 0 or less.
fn seconds(params: &[Value], index: usize) -> Result<Option<Duration>, Fault> {
    let text = text(params, index, "a number of seconds")?.trim();
    let seconds: i64 =
        text.parse().map_err(|_| Fault::new(format!("`{text}` is not a number of seconds")))?;
    Ok(u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs))
}
