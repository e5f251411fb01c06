//! SAMP for pages: the script by which they speak with programs of their reader's desktop, and a page that says how.

mod answer;
mod config;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Plugin, Request, Result, Settings};
use web_assets::Assets;

use config::Config;

/// The script, its types and the icon.
static ASSETS: Assets = Assets::new(include!(concat!(env!("OUT_DIR"), "/assets.rs")));

/// The files of one instance.
struct Samp {
    host: Host,
    config: Config,
}

impl Plugin for Samp {
    fn describe() -> Description {
        config::keys(Description::new("samp", env!("CARGO_PKG_VERSION"), "SAMP for pages (Web Profile 1.3)"))
            .route("GET", "", "a page that says how to use the script")
            .route("GET", "/{file}", "the script samp.js, its types samp.d.ts, and icon.png")
            .example("", "how to use the script")
            .example("/icon.png", "the icon of this archive in other programs")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        Ok(Self { host, config: Config::read(&settings)? })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        match request.path_param("file") {
            Some(name) => answer::file(&self.config, name, &request),
            None => Ok(answer::page(&self.host.base_url())),
        }
    }
}

plugin_api::export_plugin!(Samp);
