//! The web pages of an archive: one shell for every page, the scripts behind it, and what operators put into their own pages.
//!
//! The pages are made of `web/` and use only public protocols; this plugin serves them and says where the services are.

mod addresses;
mod answer;
mod config;
mod noscript;
mod pages;
mod panels;
mod policy;
mod services;
mod settings_block;
mod viewer;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use plugin_api::{Answer, Description, Error, Host, Plugin, Request, Result, Settings};
use web_assets::Assets;

use config::Config;

/// The built pages.
static ASSETS: Assets = Assets::new(include!(concat!(env!("OUT_DIR"), "/assets.rs")));

/// The pages of one instance.
struct Portal {
    host: Host,
    config: Config,
    /// Where it is mounted below the host's own address, without a trailing slash.
    mount: String,
    /// What the log was told of offers that cannot be used.
    told: Mutex<HashSet<String>>,
}

impl Plugin for Portal {
    fn describe() -> Description {
        config::keys(Description::new("portal", env!("CARGO_PKG_VERSION"), "Web pages of the archive"))
            .route("GET", "", "the start page")
            .route("GET", "/assets/{file}", "scripts and styles, under names that change with their content")
            .route("GET", "/settings.json", "where the services are, for the pages")
            .route("GET", "/panels.js", "the script for panels in other pages: sends on to its current name")
            .route("GET", "/logo", "the picture of the operator")
            .route("GET", "/sky-frame.html", "the document in which the sky viewer runs")
            .route("GET", "/viewer/{*file}", "the files of the sky viewer")
            .route("GET", "/{*page}", "every other page")
            .example("", "the start page")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        let mount = settings.mount.trim_end_matches('/').to_owned();
        Ok(Self { host, config, mount, told: Mutex::default() })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/assets/{file}" => answer::asset(&request),
            "/settings.json" => answer::settings(&self).await,
            "/panels.js" => answer::panels_script(),
            "/logo" => answer::logo(&self, &request).await,
            "/sky-frame.html" => answer::sky_frame(&self),
            "/viewer/{*file}" => viewer::file(&self, &request).await,
            "" | "/{*page}" => answer::page(&self, &request).await,
            _ => Err(Error::not_found("there is no such page")),
        }
    }
}

plugin_api::export_plugin!(Portal);
