//! Messages from client to client: notifications, calls and responses (SAMP 1.3 §2.5, §3.11).

use tokio::sync::oneshot;

use super::harmless::may_come_from_page;
use super::outbox::Told;
use super::registered::{HUB_ID, Registered};
use super::state::{Pending, State, Wanted};
use crate::xml_rpc::Fault;
use crate::{Map, Message, Response, Subscriptions, Value};

/// The most messages that a client may leave without response.
const UNANSWERED_MAX: usize = 10_000;
/// What only the hub says.
const OF_THE_HUB: [&str; 2] = ["samp.hub.event.", "samp.hub.disconnect"];

impl State {
    /// The clients that want a message and may have it from this sender, with their annotations.
    pub(super) fn subscribed(&self, sender: &str, mtype: &str) -> Result<Vec<(String, Map)>, Fault> {
        let is_page = self.client(sender)?.is_page();
        let hub = [(HUB_ID, &self.hub_subscriptions)].into_iter();
        let clients = self.clients.values().map(|client| (client.id.as_str(), &client.subscriptions));
        let takes = |subscriptions: &Subscriptions| !is_page || may_come_from_page(mtype, subscriptions);
        Ok(hub
            .chain(clients)
            .filter(|(id, subscriptions)| *id != sender && takes(subscriptions))
            .filter_map(|(id, subscriptions)| {
                Some((id.to_owned(), subscriptions.annotations(mtype)?.clone()))
            })
            .collect())
    }

    pub(super) fn notify(&mut self, sender: &str, to: &str, message: &Value) -> Result<(), Fault> {
        self.check(sender, to, message)?;
        self.notify_unasked(sender, to, message)
    }

    /// Notifies all who want it; gives their ids.
    pub(super) fn notify_all(&mut self, sender: &str, message: &Value) -> Result<Vec<Value>, Fault> {
        let mut told = Vec::new();
        for id in self.receivers(sender, message)? {
            // Who is too slow is left out.
            if self.notify_unasked(sender, &id, message).is_ok() {
                told.push(Value::from(id));
            }
        }
        Ok(told)
    }

    pub(super) fn call(
        &mut self,
        sender: &str,
        to: &str,
        tag: &str,
        message: &Value,
    ) -> Result<String, Fault> {
        self.must_be_callable(sender)?;
        self.check(sender, to, message)?;
        self.begin(sender, to, message, Wanted::Tag(tag.to_owned()))
    }

    /// Calls all who want it; gives the id of the message of each.
    pub(super) fn call_all(&mut self, sender: &str, tag: &str, message: &Value) -> Result<Map, Fault> {
        self.must_be_callable(sender)?;
        let mut called = Map::new();
        for id in self.receivers(sender, message)? {
            if let Ok(message) = self.begin(sender, &id, message, Wanted::Tag(tag.to_owned())) {
                called.insert(id, message.into());
            }
        }
        Ok(called)
    }

    /// Calls one, and gives what the response will come from, with the id of the message.
    pub(super) fn call_and_wait(
        &mut self,
        sender: &str,
        to: &str,
        message: &Value,
    ) -> Result<(String, oneshot::Receiver<Value>), Fault> {
        self.check(sender, to, message)?;
        let (respond, response) = oneshot::channel();
        let id = self.begin(sender, to, message, Wanted::Waits(respond))?;
        Ok((id, response))
    }

    /// Takes the response of a receiver and gives it to the sender.
    pub(super) fn reply(&mut self, responder: &str, id: &str, response: Value) -> Result<(), Fault> {
        Response::read(&response)?;
        if self.pending.get(id).is_none_or(|pending| pending.receiver != responder) {
            return Err(Fault::new(format!("no message `{id}` to you waits for a response")));
        }
        self.respond(id, response);
        Ok(())
    }

    /// Gives the sender of a message an error in place of the response that will not come.
    pub(super) fn fail(&mut self, id: &str, reason: &str) {
        self.respond(id, Response::error(reason).to_value());
    }

    /// Forgets a message for whose response nobody waits any longer.
    pub(super) fn forget(&mut self, id: &str) {
        if let Some(pending) = self.pending.remove(id) {
            self.answered(&pending.receiver);
        }
    }

    /// Puts a notification on its way without asking who wants it.
    pub(super) fn notify_unasked(&mut self, sender: &str, to: &str, message: &Value) -> Result<(), Fault> {
        // A ping that wants no response needs no work of the hub.
        if to == HUB_ID {
            return Ok(());
        }
        self.put(sender, to, Told::Notification { sender: sender.to_owned(), message: message.clone() })
    }

    fn begin(&mut self, sender: &str, to: &str, message: &Value, wanted: Wanted) -> Result<String, Fault> {
        let id = format!("m{}", self.next_message);
        self.next_message += 1;
        let pending = Pending { sender: sender.to_owned(), receiver: to.to_owned(), wanted };
        if to == HUB_ID {
            self.pending.insert(id.clone(), pending);
            self.respond(&id, Response::ok(Map::new()).to_value());
            return Ok(id);
        }
        let client = self.client_mut(to)?;
        if client.unanswered >= UNANSWERED_MAX {
            return Err(Fault::new(format!(
                "{} has {UNANSWERED_MAX} messages without response",
                client.shown()
            )));
        }
        client.unanswered += 1;
        self.pending.insert(id.clone(), pending);
        let told = Told::Call { sender: sender.to_owned(), id: id.clone(), message: message.clone() };
        self.put(sender, to, told).inspect_err(|_| self.forget(&id))?;
        Ok(id)
    }

    fn respond(&mut self, id: &str, response: Value) {
        let Some(pending) = self.pending.remove(id) else { return };
        self.answered(&pending.receiver);
        match pending.wanted {
            // Who does not wait any longer does not want it.
            Wanted::Waits(sender) => drop(sender.send(response)),
            Wanted::Tag(tag) => {
                let told = Told::Response { responder: pending.receiver.clone(), tag, response };
                // A sender that is gone, or takes nothing, cannot be told.
                let _ = self.put(&pending.receiver, &pending.sender, told);
            }
        }
    }

    fn answered(&mut self, receiver: &str) {
        if let Ok(client) = self.client_mut(receiver) {
            client.unanswered = client.unanswered.saturating_sub(1);
        }
    }

    /// Puts something on its way; what a program tells a page, the page may read through the hub.
    fn put(&mut self, from: &str, to: &str, told: Told) -> Result<(), Fault> {
        let is_from_program = self.client(from).is_ok_and(|client| !client.is_page());
        let client = self.client_mut(to)?;
        if client.is_page() && is_from_program {
            told.params().iter().for_each(|value| client.mentioned.add(value));
        }
        match &client.outbox {
            Some(outbox) if outbox.put(told) => Ok(()),
            Some(_) => Err(Fault::new(format!("{} does not take its messages", client.shown()))),
            None => Err(cannot_be_called(client)),
        }
    }

    fn receivers(&self, sender: &str, message: &Value) -> Result<Vec<String>, Fault> {
        let message = Message::read(message)?;
        let subscribed = self.subscribed(sender, may_send(&message.mtype)?)?;
        Ok(subscribed.into_iter().map(|(id, _)| id).collect())
    }

    /// Whether a message may go from one to the other.
    fn check(&self, sender: &str, to: &str, message: &Value) -> Result<(), Fault> {
        let message = Message::read(message)?;
        let mtype = may_send(&message.mtype)?;
        let (name, subscriptions) = match to {
            HUB_ID => ("the hub".to_owned(), &self.hub_subscriptions),
            _ => self.client(to).map(|client| (client.shown(), &client.subscriptions))?,
        };
        if !subscriptions.cover(mtype) {
            return Err(Fault::new(format!("{name} is not subscribed to `{mtype}`")));
        }
        if self.client(sender)?.is_page() && !may_come_from_page(mtype, subscriptions) {
            return Err(Fault::new(format!("a page may not send `{mtype}` to {name}")));
        }
        Ok(())
    }

    fn must_be_callable(&self, sender: &str) -> Result<(), Fault> {
        let client = self.client(sender)?;
        client.outbox.as_ref().map(drop).ok_or_else(|| cannot_be_called(client))
    }
}

fn may_send(mtype: &str) -> Result<&str, Fault> {
    if OF_THE_HUB.iter().any(|beginning| mtype.starts_with(beginning)) {
        return Err(Fault::new(format!("only the hub sends `{mtype}`")));
    }
    Ok(mtype)
}

fn cannot_be_called(client: &Registered) -> Fault {
    Fault::new(format!("{} has not said how it is called back", client.shown()))
}
