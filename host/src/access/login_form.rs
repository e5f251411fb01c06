//! Name and password as a client sends them to log in: a form (SSO 2.0, `tls-with-password`), or JSON.

use hyper::StatusCode;
use hyper::header::{self, HeaderMap};
use serde::Deserialize;

use super::form::{FORM, bounded, field, media};
use super::login_pages::Form;
use super::origin;
use crate::http::{RequestBody, Response};

/// What somebody logs in with.
#[derive(Deserialize, PartialEq, Eq)]
pub struct LogIn {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Bytes of a form; longer passwords are of no use.
const BODY_BYTES_MAX: usize = 16 * 1024;

impl LogIn {
    /// Reads the body of a request to log in; else what the client is told.
    pub async fn read(headers: &HeaderMap, body: RequestBody) -> Result<Self, Response> {
        let is_json = is_json(headers);
        if !is_json && media(headers) != FORM {
            let text =
                "send `username` and `password` as application/x-www-form-urlencoded or application/json\n";
            return Err(Response::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
        }
        let body = bounded(body, BODY_BYTES_MAX, "name and password").await?;
        let read = if is_json { serde_json::from_slice(&body).ok() } else { of_form(&body) };
        read.ok_or_else(|| Response::text(StatusCode::BAD_REQUEST, "`username` and `password` are needed\n"))
    }
}

/// In which form a client reads the answer to a log-in or log-out.
pub fn form_of(headers: &HeaderMap) -> Form {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match () {
        () if origin::is_navigation(headers) => Form::Page,
        () if is_json(headers) || accepts.contains("application/json") => Form::Json,
        () => Form::Text,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    media(headers) == "application/json"
}

fn of_form(body: &[u8]) -> Option<LogIn> {
    Some(LogIn { username: field(body, "username")?, password: field(body, "password")? })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;

    use super::*;
    use crate::http::Body;

    async fn read(media: &str, body: &'static str) -> Result<LogIn, (u16, String)> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, media.parse().unwrap())]);
        let chunk = futures_util::stream::iter([Some(Bytes::from_static(body.as_bytes()))]);
        let body = RequestBody::new(Some(Box::pin(chunk)), None, 1 << 20, Duration::from_secs(9));
        LogIn::read(&headers, body).await.map_err(|refusal| match refusal.body {
            Body::Full(text) => (refusal.status.as_u16(), String::from_utf8(text.to_vec()).unwrap()),
            other => panic!("{other:?}"),
        })
    }

    fn ada(password: &str) -> Option<LogIn> {
        Some(LogIn { username: "ada".into(), password: password.into() })
    }

    #[tokio::test]
    async fn forms_and_json_are_read() {
        let form = "application/x-www-form-urlencoded; charset=UTF-8";
        assert!(read(form, "password=se%C3%B1or+1&username=ada&next=x").await.ok() == ada("señor 1"));
        let json = "{\"username\": \"ada\", \"password\": \"señor 1\"}";
        assert!(read("application/json", json).await.ok() == ada("señor 1"));
    }

    #[tokio::test]
    async fn anything_else_is_told_what_to_send() {
        let needed = (400, "`username` and `password` are needed\n".to_owned());
        for (media, body) in [
            ("application/x-www-form-urlencoded", "username=ada"),
            ("application/json", "[1]"),
            ("application/json", "{\"username\": \"ada\", \"password\": 7}"),
        ] {
            assert!(read(media, body).await.err().as_ref() == Some(&needed), "{body}");
        }
        let (status, text) = read("multipart/form-data; boundary=x", "--x").await.err().unwrap();
        assert_eq!(
            (status, text.as_str()),
            (
                415,
                "send `username` and `password` as application/x-www-form-urlencoded or application/json\n"
            )
        );
        let long: &'static str = "x".repeat(BODY_BYTES_MAX + 1).leak();
        let (status, text) = read("application/json", long).await.err().unwrap();
        assert_eq!((status, text.as_str()), (413, "more than 16384 bytes are no name and password\n"));
    }
}
