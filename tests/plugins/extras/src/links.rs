//! Links for identifiers that begin with `extras:`, and one more for each image of a filter.

use bytes::Bytes;
use futures_util::FutureExt;
use plugin_api::{BoxFuture, Error, Result, Service};
use serde_json::{Value, json};

/// What this plugin offers at `datalink.link`.
pub(crate) enum Links {
    /// Links that are right.
    Right,
    /// A service that panics.
    Broken,
    /// A link that is none.
    Wrong,
}

impl Links {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Right => "notes",
            Self::Broken => "broken",
            Self::Wrong => "wrong",
        }
    }
}

impl Service for Links {
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>> {
        assert!(!matches!(self, Self::Broken), "this service is broken");
        let links = match (self, serde_json::from_slice::<Value>(&input)) {
            (Self::Wrong, _) => json!({ "links": [{ "id": "extras:1", "semantics": "#this" }] }),
            (_, Ok(asked)) => json!({ "links": links(&asked) }),
            (_, Err(error)) => return async move { Err(Error::internal(error.to_string())) }.boxed(),
        };
        async move { Ok(Bytes::from(links.to_string())) }.boxed()
    }
}

fn links(asked: &Value) -> Vec<Value> {
    let caller = asked["caller"]["user"].as_str().unwrap_or("nobody");
    let ids = asked["ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let link = |id: &str| {
        let (semantics, kind) = match id {
            id if id.starts_with("extras:") => ("#this", "text/plain"),
            id if id.ends_with("?r.fits") => ("#documentation", "text/html"),
            _ => return None,
        };
        Some(json!({
            "id": id, "access_url": "http://extras.example/notes", "semantics": semantics, "content_type": kind,
            "description": format!("Notes for {caller}"), "content_length": 7, "link_auth": "false", "link_authorized": true
        }))
    };
    ids.filter_map(link).collect()
}
