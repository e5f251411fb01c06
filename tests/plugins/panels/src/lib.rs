//! Adds a panel to the page of an object, and a page, to a portal that it does not know.

use std::sync::Arc;

use bytes::Bytes;
use plugin_api::{Answer, Description, Host, Offer, Plugin, Request, Result, Settings};
use serde_json::json;

/// Defines the elements of both.
const SCRIPT: &str = include_str!("panels.js");

/// The plugin.
struct Panels;

impl Plugin for Panels {
    fn describe() -> Description {
        Description::new("panels", env!("CARGO_PKG_VERSION"), "Adds to the pages").route(
            "GET",
            "/panels.js",
            "the script of its panels",
        )
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        let script = format!("{}/panels.js", host.base_url());
        let offers = [
            (
                "where",
                json!({ "script": script, "element": "test-where", "where": "object", "title": "Where it is" }),
            ),
            (
                "weather",
                json!({ "script": script, "element": "test-weather", "where": "page", "title": "Weather", "path": "/weather" }),
            ),
            (
                "elsewhere",
                json!({ "script": "https://example.org/x.js", "element": "test-x", "where": "object", "title": "X" }),
            ),
            (
                "taken",
                json!({ "script": script, "element": "test-x", "where": "page", "title": "X", "path": "/sky" }),
            ),
            ("wrong", json!({ "script": script })),
        ];
        for (name, offer) in offers {
            host.offer(Offer::data("portal.panel", name, offer.to_string()))?;
        }
        Ok(Self)
    }

    async fn answer(self: Arc<Self>, _request: Request) -> Result<Answer> {
        Ok(Answer::new(200, "text/javascript; charset=utf-8", Bytes::from_static(SCRIPT.as_bytes())))
    }
}

plugin_api::export_plugin!(Panels);
