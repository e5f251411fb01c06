//! `armilla samp listen`: what programs send, as lines of JSON.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use samp::{Client, Map, Message, Received, Response, Subscriptions, Value};
use serde_json::json;
use tokio::sync::mpsc::Receiver;

use super::super::args::SampListen;
use super::save::save;
use super::{Failure, ascii, connect, failure, print};

/// How often a hub is asked whether it is still there: one that is killed says nothing.
const PING_STEP: Duration = Duration::from_secs(5);
/// What tells that the hub ends, or lets us go.
const ENDS: [&str; 2] = ["samp.hub.event.shutdown", "samp.hub.disconnect"];

/// Prints messages until there are enough, the hub ends, or Ctrl-C.
pub async fn listen(flags: &SampListen) -> Result<(), Failure> {
    let subscriptions = subscriptions(&flags.mtypes)?;
    let mut client = connect(&flags.name).await?;
    let received = client.listen(&subscriptions).await.map_err(failure)?;
    print::status(&format!("armilla: listening as `{}` ({})", flags.name, client.id()));
    let listener = Listener { client, names: HashMap::new(), wanted: flags.clone(), seen: 0 };
    listener.run(received).await
}

/// What is asked for, and how the hub ends.
fn subscriptions(mtypes: &[String]) -> Result<Subscriptions, Failure> {
    let all = ["*".to_owned()];
    let mtypes = if mtypes.is_empty() { &all } else { mtypes };
    let patterns = mtypes.iter().map(String::as_str).chain(ENDS).chain(["samp.app.ping"]);
    Subscriptions::of(patterns).ok_or_else(|| {
        let mtypes = mtypes.join("`, `");
        Failure::Usage(format!("`{mtypes}`: write names of messages, or patterns such as `table.*` and `*`"))
    })
}

struct Listener {
    client: Client,
    /// Of senders, by id.
    names: HashMap<String, String>,
    wanted: SampListen,
    seen: u64,
}

impl Listener {
    async fn run(mut self, mut received: Receiver<Received>) -> Result<(), Failure> {
        loop {
            let next = tokio::select! {
                next = received.recv() => next,
                () = tokio::time::sleep(PING_STEP) => {
                    self.client.ping().await.map_err(failure)?;
                    continue;
                }
                _ = tokio::signal::ctrl_c() => break,
            };
            let Some(next) = next else { break };
            if self.take(next).await? {
                break;
            }
        }
        // A hub that has ended knows nobody.
        let _ = self.client.unregister().await;
        Ok(())
    }

    /// Answers and prints a message; says whether it was the last.
    async fn take(&mut self, received: Received) -> Result<bool, Failure> {
        let (sender, message, call) = match received {
            Received::Notification { sender, message } => (sender, message, None),
            Received::Call { sender, id, message } => (sender, message, Some(id)),
        };
        let is_asked_for = self.is_asked_for(&message);
        let saved = match &self.wanted.save {
            Some(folder) if is_asked_for => save(&message, folder, self.seen + 1).await,
            _ => Ok(None),
        };
        if let Some(id) = &call {
            let response = saved
                .as_ref()
                .map_or_else(|reason| Response::error(ascii(reason)), |_| Response::ok(Map::new()));
            // A sender that does not wait any longer is gone.
            let _ = self.client.reply(id, &response).await;
        }
        if ENDS.contains(&message.mtype.as_str()) {
            print::status("armilla: the hub has ended, or has let this listener go");
            return Ok(true);
        }
        if !is_asked_for {
            return Ok(false);
        }
        let saved = saved.unwrap_or_else(|reason| {
            print::status(&format!("armilla: {reason}"));
            None
        });
        self.print(&sender, &message, call.is_some(), saved).await;
        self.seen += 1;
        Ok(self.wanted.count.is_some_and(|count| self.seen >= count))
    }

    /// Pings are answered; they and news of the hub are printed for who asks for them by name.
    fn is_asked_for(&self, message: &Message) -> bool {
        let is_of_the_hub = message.mtype.starts_with("samp.");
        let by_name = Subscriptions::of(self.wanted.mtypes.iter().map(String::as_str));
        !is_of_the_hub || by_name.is_some_and(|wanted| wanted.cover(&message.mtype))
    }

    async fn print(&mut self, sender: &str, message: &Message, wants_response: bool, saved: Option<PathBuf>) {
        let name = self.name(sender).await;
        let mut line = json!({
            "sender": sender,
            "name": name,
            "mtype": message.mtype,
            "params": Value::Map(message.params.clone()).to_json(),
            "call": wants_response,
        });
        if let Some(path) = saved {
            line["saved"] = path.display().to_string().into();
        }
        print::line(&line.to_string());
    }

    async fn name(&mut self, sender: &str) -> String {
        if !self.names.contains_key(sender)
            && let Ok(peers) = self.client.peers().await
        {
            self.names.extend(peers.into_iter().map(|peer| (peer.id.clone(), peer.name().to_owned())));
        }
        self.names.get(sender).cloned().unwrap_or_else(|| sender.to_owned())
    }
}
