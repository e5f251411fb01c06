//! What the hub calls at a client (SAMP 1.3 §3.12).

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;

use super::{Received, missing};
use crate::endpoint::{self, Body, Service};
use crate::xml_rpc::{Call, Fault};
use crate::{Message, Value};

/// The server to which the hub posts.
pub(super) struct Callback {
    /// Our private key, which only the hub knows.
    pub key: String,
    pub sender: mpsc::Sender<Received>,
}

impl Service for Callback {
    async fn answer(self: Arc<Self>, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
        if !peer.ip().is_loopback() {
            return endpoint::text(StatusCode::FORBIDDEN, "only the hub calls here");
        }
        if request.method() != Method::POST {
            return endpoint::text(StatusCode::METHOD_NOT_ALLOWED, "the hub calls by POST");
        }
        match endpoint::read_call(request).await {
            Ok(call) => endpoint::xml(self.call(&call).map(|()| Value::nothing())),
            Err(refusal) => refusal,
        }
    }
}

impl Callback {
    fn call(&self, call: &Call) -> Result<(), Fault> {
        let text = |index: usize, what: &str| {
            let found = call.params.get(index).and_then(Value::text);
            found.map(str::to_owned).ok_or_else(|| missing(what))
        };
        let message =
            |index: usize| Message::read(call.params.get(index).ok_or_else(|| missing("a message"))?);
        if text(0, "the private key")? != self.key {
            return Err(Fault::new("the private key is not that of this client"));
        }
        let sender = text(1, "the id of the sender")?;
        let received = match call.method.as_str() {
            "samp.client.receiveNotification" => Received::Notification { sender, message: message(2)? },
            "samp.client.receiveCall" => {
                Received::Call { sender, id: text(2, "the id of the message")?, message: message(3)? }
            }
            other => return Err(Fault::new(format!("this client has no method `{other}`"))),
        };
        self.sender.try_send(received).map_err(|_| Fault::new("this client has too many messages to look at"))
    }
}
