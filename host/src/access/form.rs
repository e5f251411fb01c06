//! Bodies of forms that the host itself answers: read whole, and no longer than they need to be.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use hyper::StatusCode;
use hyper::header::{self, HeaderMap};
use url::form_urlencoded;

use crate::http::{RequestBody, Response};

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of the body, without its parameters.
pub fn media(headers: &HeaderMap) -> String {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The body, which with more bytes than this is not what is wanted: `what` says what that is.
pub async fn bounded(mut body: RequestBody, bytes_max: usize, what: &str) -> Result<Bytes, Response> {
    let mut taken = BytesMut::new();
    // A broken body is told by the server itself.
    while let Ok(Some(chunk)) = body.try_next().await {
        if taken.len() + chunk.len() > bytes_max {
            let text = format!("more than {bytes_max} bytes are no {what}\n");
            return Err(Response::text(StatusCode::PAYLOAD_TOO_LARGE, text));
        }
        taken.extend_from_slice(&chunk);
    }
    Ok(taken.freeze())
}

/// The first field of this name.
pub fn field(body: &[u8], name: &str) -> Option<String> {
    let mut found = form_urlencoded::parse(body).filter(|(field, _)| field == name);
    found.next().map(|(_, value)| value.into_owned())
}
