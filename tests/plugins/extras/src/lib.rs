//! Adds an enumeration, a function, output formats and links to services that it does not know.

mod jsonl;
mod links;

use std::sync::Arc;

use jsonl::Writer;
use links::Links;
use plugin_api::{Answer, Description, Host, Offer, Plugin, Request, Result, Settings};

/// The places of the first two coordinates in a polygon.
const CORNERS: &str = r#"{
    "name": "corner",
    "description": "Coordinates of the first corner of a polygon",
    "elements": [{ "name": "ra", "index": 1 }, { "name": "dec", "index": 2 }]
}"#;

/// A flux from an AB magnitude.
const FLUX: &str = r#"{
    "name": "extras_flux",
    "description": "Flux density of an AB magnitude",
    "arguments": [{ "name": "mag", "type": "DOUBLE PRECISION" }],
    "returns": "DOUBLE PRECISION",
    "unit": "Jy",
    "ucd": "phot.flux.density",
    "sql": "3631.0::float8 * power(10.0::float8, -0.4::float8 * $1)"
}"#;

/// An enumeration that is not one.
const BROKEN: &str = r#"{ "name": "broken", "elements": [] }"#;

/// The plugin.
struct Extras;

impl Plugin for Extras {
    fn describe() -> Description {
        Description::new("extras", env!("CARGO_PKG_VERSION"), "Adds to the query language").route(
            "GET",
            "",
            "says what it is",
        )
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        host.offer(Offer::data("adql.enumeration", "corner", CORNERS))?;
        host.offer(Offer::data("adql.enumeration", "broken", BROKEN))?;
        host.offer(Offer::data("adql.function", "extras_flux", FLUX))?;
        for writer in [Writer::JsonLines, Writer::Broken, Writer::Csv] {
            host.offer(Offer::service("format.writer", writer.name(), Arc::new(writer)))?;
        }
        for links in [Links::Right, Links::Broken, Links::Wrong] {
            host.offer(Offer::service("datalink.link", links.name(), Arc::new(links)))?;
        }
        Ok(Self)
    }

    async fn answer(self: Arc<Self>, _request: Request) -> Result<Answer> {
        Ok(Answer::text("one enumeration, one function and one format\n"))
    }
}

plugin_api::export_plugin!(Extras);
