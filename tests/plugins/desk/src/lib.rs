//! Knows users whom the host does not: a guest with a password and a token.

use std::sync::Arc;

use bytes::Bytes;
use plugin_api::{
    Answer, BoxFuture, Description, Error, Host, Offer, Plugin, Request, Result, Service, Settings,
};
use serde::Deserialize;
use serde_json::json;

/// The plugin.
struct Desk;

/// What the host asks.
#[derive(Deserialize)]
struct Question {
    scheme: String,
    credentials: String,
    address: String,
}

/// The guest list.
struct GuestList;

impl Service for GuestList {
    fn call(&self, question: Bytes) -> BoxFuture<Result<Bytes>> {
        Box::pin(async move {
            let question: Question =
                serde_json::from_slice(&question).map_err(|error| Error::bad_request(error.to_string()))?;
            let is_guest = match question.scheme.as_str() {
                "Basic" => question.credentials == "guest:let me in",
                "Bearer" => question.credentials == "ticket-7",
                _ => false,
            };
            let answer = match is_guest && question.address == "127.0.0.1" {
                true => json!({ "user": "guest", "groups": ["visitors"], "lasts_secs": 60 }),
                false => json!(null),
            };
            Ok(answer.to_string().into())
        })
    }
}

impl Plugin for Desk {
    fn describe() -> Description {
        Description::new("desk", env!("CARGO_PKG_VERSION"), "Knows a guest").route("GET", "/me", "who asks")
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        host.offer(Offer::service("auth.authenticator", "guests", Arc::new(GuestList)))?;
        Ok(Self)
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let principal = request.principal();
        let user = principal.user().unwrap_or("nobody");
        Ok(Answer::text(format!("{user} of [{}]\n", principal.groups().join(","))))
    }
}

plugin_api::export_plugin!(Desk);
