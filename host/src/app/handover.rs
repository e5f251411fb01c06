//! `POST {mount}/handover`: a resource of an instance for another program of its user.

use hyper::StatusCode;

use super::App;
use crate::access::{Visit, form};
use crate::http::{Request, Response};
use crate::plugins::Found;

/// Bytes of a form with an address; those of long queries must fit.
const BODY_BYTES_MAX: usize = 128 * 1024;

impl App {
    /// Answers with an address that opens what the form's `url` names, an address of the instance at `mount`.
    pub(super) async fn hand_over(&self, mount: &str, request: Request, visit: &Visit) -> Response {
        let by = visit.asker(&request);
        if form::media(&request.headers) != form::FORM {
            let text = format!("send `url` as {}\n", form::FORM);
            return request.refused(Response::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, text)).await;
        }
        let body = match form::bounded(request.body, BODY_BYTES_MAX, "address").await {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let url = form::field(&body, "url").unwrap_or_default();
        let Some(address) = local(&self.base_url, mount, url.trim()) else {
            let text = format!("`url` must be an address below {}{mount}\n", self.base_url);
            return Response::text(StatusCode::BAD_REQUEST, text);
        };
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let found = self.dispatch.find_at("GET", path);
        match &found {
            Found::Route(way) if way.mount() == mount => match self.gate.admit(visit, &found) {
                Ok(()) => self.gate.hand_over(visit, &by, way.instance(), (path, query)),
                Err(refusal) => refusal,
            },
            _ => Response::text(StatusCode::NOT_FOUND, format!("there is nothing to read at {path}\n")),
        }
    }
}

/// The path and the query of an address below a mount: of an absolute one, of one from the root of the host, or of one
/// from the mount. A fragment is the reader's own matter.
fn local(base_url: &str, mount: &str, url: &str) -> Option<String> {
    let url = url.split('#').next().unwrap_or_default();
    let prefix = base_url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let below = |path: &str, mount: &str| {
        let rest = path.strip_prefix(mount);
        rest.is_some_and(|rest| rest.starts_with(['/', '?']))
    };
    let path = match url.strip_prefix(base_url) {
        Some(path) => path.to_owned(),
        None if url.starts_with("//") => return None,
        None if url.starts_with('/') => match prefix.filter(|prefix| below(url, prefix)) {
            Some(prefix) => url[prefix.len()..].to_owned(),
            None => url.to_owned(),
        },
        None if url.is_empty() || url.split(['/', '?']).next().unwrap_or_default().contains(':') => {
            return None;
        }
        None => format!("{mount}/{url}"),
    };
    // What a client of an address would make of dots leads elsewhere.
    let dots = path.split('?').next().unwrap_or_default().split('/').any(|part| matches!(part, "." | ".."));
    (below(&path, mount) && !dots && path.bytes().all(|byte| matches!(byte, b'!'..=b'~'))).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_below_its_mount_in_whichever_form() {
        for (base, url, expected) in [
            ("http://h", "http://h/tap/sync?a=b#c", Some("/tap/sync?a=b")),
            ("http://h", "/tap/sync", Some("/tap/sync")),
            ("http://h", "sync?a=b", Some("/tap/sync?a=b")),
            ("https://h/vo", "/vo/tap/sync", Some("/tap/sync")),
            ("https://h/vo", "https://h/vo/tap/sync", Some("/tap/sync")),
            ("http://h", "http://hh/tap/sync", None),
            ("http://h", "https://elsewhere/tap/sync", None),
            ("http://h", "//elsewhere/tap/sync", None),
            ("http://h", "javascript:alert(1)", None),
            ("http://h", "/taps/sync", None),
            ("http://h", "/tap/../scs", None),
            ("http://h", "/tap/a b", None),
            ("http://h", "", None),
        ] {
            assert_eq!(local(base, "/tap", url).as_deref(), expected, "{url}");
        }
    }
}
