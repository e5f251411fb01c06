//! The Standard Profile: programs that have read the lockfile (SAMP 1.3 §4).

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::ORIGIN;
use hyper::{Method, Request, Response, StatusCode};

use super::methods::{self, registration};
use super::registered::Profile;
use super::shared::Shared;
use crate::Value;
use crate::endpoint::{self, Body, Service};
use crate::xml_rpc::{Call, Fault};

/// The server of the Standard Profile.
pub(super) struct Standard {
    pub hub: Arc<Shared>,
    /// What a client must have read in the lockfile.
    pub secret: String,
}

impl Service for Standard {
    async fn answer(self: Arc<Self>, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
        // Browsers say where a page comes from; programs do not. Pages have a profile of their own.
        if !peer.ip().is_loopback() || request.headers().contains_key(ORIGIN) {
            return endpoint::text(
                StatusCode::FORBIDDEN,
                "the Standard Profile of SAMP is for programs of this machine",
            );
        }
        if request.method() != Method::POST {
            return endpoint::text(StatusCode::METHOD_NOT_ALLOWED, "a SAMP hub takes XML-RPC calls by POST");
        }
        match endpoint::read_call(request).await {
            Ok(call) => endpoint::xml(self.call(&call).await),
            Err(refusal) => refusal,
        }
    }
}

impl Standard {
    async fn call(&self, call: &Call) -> Result<Value, Fault> {
        let method = call.method.strip_prefix("samp.hub.");
        let method = method.ok_or_else(|| Fault::new(format!("the hub has no method `{}`", call.method)))?;
        if method == "register" {
            if call.params.first().and_then(Value::text) != Some(&self.secret) {
                return Err(Fault::new("the secret is not that of the lockfile"));
            }
            let (id, key, _) = self.hub.lock().register(Profile::Standard)?;
            return Ok(Value::Map(registration(&id, &key)));
        }
        methods::call(&self.hub, &Profile::Standard, method, &call.params).await
    }
}
