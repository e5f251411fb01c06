//! Calls methods of others over HTTP.

use std::time::Duration;

use reqwest::redirect::Policy;

use crate::xml_rpc::{self, DOCUMENT_BYTES_MAX};
use crate::{SampError, Value};

/// Hubs and clients are on this machine.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// How long an answer may take that needs no thought.
pub(crate) const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A client of XML-RPC; clones share connections.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    http: reqwest::Client,
}

impl Caller {
    pub(crate) fn new() -> Result<Self, SampError> {
        let http =
            reqwest::Client::builder().no_proxy().connect_timeout(CONNECT_LIMIT).redirect(Policy::none());
        let http = http.build().map_err(|error| unreachable("the HTTP client", &error))?;
        Ok(Self { http })
    }

    /// Calls a method and waits for its answer; without a limit for ever.
    pub(crate) async fn call(
        &self,
        url: &str,
        method: &str,
        params: &[Value],
        limit: Option<Duration>,
    ) -> Result<Value, SampError> {
        let body = xml_rpc::write_call(method, params);
        let mut request = self.http.post(url).header("content-type", "text/xml").body(body);
        if let Some(limit) = limit {
            request = request.timeout(limit);
        }
        let answer = self.body(url, request, DOCUMENT_BYTES_MAX).await?;
        let answer = xml_rpc::read_answer(&answer).map_err(|fault| SampError::no_answer(url, &fault))?;
        answer.map_err(|fault| SampError::Fault(fault.0))
    }

    /// A text document.
    pub(crate) async fn get(&self, url: &str, bytes_max: usize) -> Result<String, SampError> {
        let body = self.body(url, self.http.get(url).timeout(ANSWER_LIMIT), bytes_max).await?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }

    async fn body(
        &self,
        url: &str,
        request: reqwest::RequestBuilder,
        bytes_max: usize,
    ) -> Result<Vec<u8>, SampError> {
        let mut response = request.send().await.map_err(|error| unreachable(url, &error))?;
        if !response.status().is_success() {
            let reason = format!("HTTP status {}", response.status().as_u16());
            return Err(SampError::NoAnswer { url: url.to_owned(), reason });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(url, &error))? {
            body.extend_from_slice(&chunk);
            if body.len() > bytes_max {
                let reason = format!("it is longer than {bytes_max} bytes");
                return Err(SampError::NoAnswer { url: url.to_owned(), reason });
            }
        }
        Ok(body)
    }
}

/// The reason that lies deepest: what is above it says only that the request failed.
fn unreachable(url: &str, error: &reqwest::Error) -> SampError {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    let reason = if error.is_timeout() { "no answer in time".to_owned() } else { deepest.to_string() };
    SampError::Unreachable { url: url.to_owned(), reason }
}
