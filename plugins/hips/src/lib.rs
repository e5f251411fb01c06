//! Hierarchical progressive surveys (HiPS 1.0) of the images of collections: tiles, properties, coverage, and their list.

mod answer;
mod config;
mod error;
mod params;
mod query;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Plugin, Request, Result, Settings};
use service::Scopes;

use config::Config;

/// The HiPS of one instance: those of the collections that it publishes.
struct Hips {
    host: Host,
    config: Config,
    scopes: Scopes,
}

impl Plugin for Hips {
    fn describe() -> Description {
        config::keys(Description::new("hips", env!("CARGO_PKG_VERSION"), "Sky views of images (HiPS 1.0)"))
            .with_collections()
            .route("GET", "", "a page that lists the sky views")
            .route("GET", "/list", "the HiPS list: what clients need to know of each")
            .route("GET", "/{collection}/{name}", "a sky view: sends on to its page")
            .route("GET", "/{collection}/{name}/", "its page")
            .route("GET", "/{collection}/{name}/{*file}", "its properties, tiles, coverage and pictures")
            .example("", "all sky views")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        Ok(Self { host, config, scopes: Scopes::default() })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/list" => answer::list(&self, &request).await,
            "/{collection}/{name}" => query::to_page(&self, &request).await,
            "/{collection}/{name}/" | "/{collection}/{name}/{*file}" => query::file(&self, &request).await,
            _ => answer::page(&self, &request).await,
        }
    }
}

plugin_api::export_plugin!(Hips);
