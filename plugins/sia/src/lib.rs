//! Simple Image Access 2.0 and 1.0: the images that meet a region, a range of wavelengths, a time and more.

mod answer;
mod config;
mod description;
mod error;
mod interval;
mod literal;
mod metadata;
mod options;
mod parameter;
mod params;
mod query;
mod shape;
mod v1;
mod view;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Plugin, Request, Result, Settings};
use service::{Extensions, ImageFinder, OfferedFormats, Scopes};

use config::Config;
use metadata::TestRegions;
use options::Options;

/// The identifier of the query of SIA 2.0.
const STANDARD_ID: &str = "ivo://ivoa.net/std/SIA#query-2.0";

/// The image searches of one instance.
struct Sia {
    host: Host,
    config: Config,
    scopes: Scopes,
    extensions: Extensions,
    finder: ImageFinder,
    formats: OfferedFormats,
    options: Options,
    test_regions: TestRegions,
}

impl Plugin for Sia {
    fn describe() -> Description {
        config::keys(Description::new("sia", env!("CARGO_PKG_VERSION"), "Simple Image Access 2.0 and 1.0"))
            .with_collections()
            .route("GET", "", "a page about the service")
            .route("GET POST", "/query", "images by region, wavelength, time and more (SIA 2.0)")
            .route("GET POST", "/v1", "images in a region (SIA 1.0)")
            .route("GET", "/capabilities", "what the service can do (VOSI)")
            .open()
            .route("GET", "/availability", "whether it works (VOSI)")
            .open()
            .capability(STANDARD_ID, "/query")
            .example("/query?MAXREC=0", "all parameters and what there is to ask for")
            .example("/v1?FORMAT=METADATA", "the same for version 1.0")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        Ok(Self {
            host,
            config,
            scopes: Scopes::default(),
            extensions: Extensions::default(),
            finder: ImageFinder::default(),
            formats: OfferedFormats::default(),
            options: Options::default(),
            test_regions: TestRegions::default(),
        })
    }

    async fn answer(self: Arc<Self>, mut request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/query" => query::query(&self, &mut request).await,
            "/v1" => v1::query(&self, &mut request).await,
            "/capabilities" => metadata::capabilities(&self, &request).await,
            "/availability" => service::availability(&self.host).await,
            _ => answer::page(&self, &request).await,
        }
    }
}

plugin_api::export_plugin!(Sia);
