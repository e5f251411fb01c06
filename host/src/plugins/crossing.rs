//! HTTP requests and responses in the form that plugins know, and back.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use plugin_api::{Answer, ByteStream, Error, ErrorKind, Principal, RequestHead};

use super::set::{PluginSet, Running};
use crate::http::{Body, BodyStream, Broken, Request, RequestBody, Response, UploadError};

/// A request as the instance reads it.
pub fn request_for(
    request: Request,
    running: &Running,
    route: &str,
    params: Vec<(String, String)>,
    principal: Principal,
) -> plugin_api::Request {
    let decoded = |(name, value): (String, String)| {
        let value = percent_decode_str(&value).decode_utf8_lossy().into_owned();
        (name, value)
    };
    let headers =
        request.headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    let head = RequestHead {
        method: request.method.as_str().to_owned(),
        path: request
            .path
            .strip_prefix(running.mount.trim_end_matches('/'))
            .unwrap_or(&request.path)
            .to_owned(),
        id: request.id.as_str().to_owned(),
        remote: request.remote.ip().to_string(),
        principal,
        route: route.to_owned(),
        headers: headers.collect(),
        path_params: params.into_iter().map(decoded).collect(),
        query: request.query,
    };
    plugin_api::Request::new(head, receiving(request.body))
}

fn receiving(body: RequestBody) -> ByteStream {
    let length = body.length();
    if length == Some(0) {
        return ByteStream::empty();
    }
    let chunks = body.map(|chunk| {
        chunk.map_err(|error| {
            let kind = match error {
                UploadError::TooLarge { .. } => ErrorKind::TooLarge,
                UploadError::Stalled => ErrorKind::Timeout,
                UploadError::BrokenOff => ErrorKind::Cancelled,
            };
            Error::new(kind, error.to_string())
        })
    });
    let stream = ByteStream::new(chunks);
    match length {
        Some(bytes) => stream.with_length(bytes),
        None => stream,
    }
}

/// An answer as HTTP; its body keeps the set alive until it is sent.
pub fn response_of(answer: Answer, instance: Arc<str>, set: Arc<PluginSet>) -> Response {
    let status = StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(status);
    response.instance = Some(instance);
    for (name, value) in answer.headers() {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                response.headers.append(name, value);
            }
            _ => tracing::warn!("a header of an answer cannot be sent: {name}"),
        }
    }
    response.body = sending(answer.into_body(), set);
    response
}

fn sending(mut body: ByteStream, set: Arc<PluginSet>) -> Body {
    let length = body.length();
    if length == Some(0) {
        return Body::Empty;
    }
    // Most answers are small and whole by now; they need no stream.
    let first: Option<Result<Bytes, Error>> = match length {
        Some(_) => body.next().now_or_never().flatten(),
        None => None,
    };
    if let (Some(Ok(bytes)), Some(length)) = (&first, length)
        && bytes.len() as u64 == length
    {
        return Body::Full(bytes.clone());
    }
    let chunks = futures_util::stream::iter(first).chain(body).map(move |chunk| {
        let _held = &set;
        chunk.map_err(|error| Broken(error.for_log().to_owned()))
    });
    let stream: BodyStream = Box::pin(chunks);
    Body::Stream { stream, length }
}
