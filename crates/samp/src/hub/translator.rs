//! Reads addresses for pages, which may not read files of this machine nor sites that do not let them (SAMP 1.3 §5.2.6).

use std::path::Path;

use futures_util::TryStreamExt;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use hyper::header::{self, HeaderValue};
use hyper::{Response, StatusCode};
use percent_encoding::percent_decode_str;
use tokio::fs::File;
use tokio_util::io::ReaderStream;
use url::Url;

use super::shared::Shared;
use crate::SampError;
use crate::endpoint::{self, Body};

/// The path of the translator; the key of the page and a question mark with the address follow.
pub(super) const PATH: &str = "/read/";

/// What reads addresses.
pub(super) struct Translator {
    http: reqwest::Client,
}

impl Translator {
    pub(super) fn new() -> Result<Self, SampError> {
        let http = reqwest::Client::builder().build();
        let http = http.map_err(|error| SampError::Unreachable {
            url: "the HTTP client".into(),
            reason: error.to_string(),
        })?;
        Ok(Self { http })
    }

    /// What is at an address. A page may read only what a program has told it of.
    pub(super) async fn read(&self, hub: &Shared, key: &str, query: Option<&str>) -> Response<Body> {
        let Some(query) = query else {
            return endpoint::text(StatusCode::NOT_FOUND, "behind the question mark stands an address");
        };
        let url = percent_decode_str(query).decode_utf8_lossy().into_owned();
        match may_read(hub, key, &url) {
            None => endpoint::text(StatusCode::FORBIDDEN, "the key is not that of a registered page"),
            Some(false) => {
                endpoint::text(StatusCode::FORBIDDEN, "no program has sent this address to the page")
            }
            Some(true) => self.open(&url).await,
        }
    }

    async fn open(&self, url: &str) -> Response<Body> {
        let opened = match Url::parse(url) {
            Ok(parsed) if parsed.scheme() == "file" => match parsed.to_file_path() {
                Ok(path) => file(&path).await,
                Err(()) => Err("it is not a file of this machine".to_owned()),
            },
            Ok(parsed) => self.fetch(parsed).await,
            Err(error) => Err(error.to_string()),
        };
        let mut response = opened.unwrap_or_else(|reason| {
            endpoint::text(StatusCode::BAD_GATEWAY, &format!("the address cannot be read: {reason}"))
        });
        let head = response.headers_mut();
        // What comes from elsewhere must not become a page of this address.
        head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
        head.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    async fn fetch(&self, url: Url) -> Result<Response<Body>, String> {
        let answer = self.http.get(url).send().await.map_err(|error| error.to_string())?;
        let (status, content_type) = (answer.status(), answer.headers().get(header::CONTENT_TYPE).cloned());
        let length = answer.content_length();
        let chunks = answer.bytes_stream().map_ok(Frame::data).map_err(std::io::Error::other);
        let mut response = Response::new(StreamBody::new(chunks).boxed_unsync());
        *response.status_mut() = status;
        set(&mut response, content_type, length);
        Ok(response)
    }
}

/// Whether a page may read an address; nothing if there is no such page.
fn may_read(hub: &Shared, key: &str, url: &str) -> Option<bool> {
    let state = hub.lock();
    let page = state.clients.values().find(|client| client.is_page() && client.reading_key == key)?;
    Some(page.mentioned.has(url))
}

async fn file(path: &Path) -> Result<Response<Body>, String> {
    let file = File::open(path).await.map_err(|error| error.to_string())?;
    let metadata = file.metadata().await.map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is not a file".to_owned());
    }
    let chunks = ReaderStream::with_capacity(file, 64 << 10).map_ok(Frame::data);
    let mut response = Response::new(StreamBody::new(chunks).boxed_unsync());
    set(&mut response, None, Some(metadata.len()));
    Ok(response)
}

fn set(response: &mut Response<Body>, content_type: Option<HeaderValue>, length: Option<u64>) {
    let unknown = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, content_type.unwrap_or(unknown));
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
}
