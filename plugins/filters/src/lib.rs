//! Enumerations: names for the elements of array columns, such as the filters of a survey, offered to all services.
//!
//! They come from the settings or from tables of the database, and are offered at the extension point
//! `adql.enumeration`; the services that use them and this plugin do not know each other.

mod answer;
mod config;
mod enumeration;
mod offers;
mod query;
mod rows;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Plugin, Request, Result, Settings};

use config::Config;
use offers::Offers;

/// An instance: the enumerations of one settings file.
struct Filters {
    host: Host,
    offers: Arc<Offers>,
}

impl Plugin for Filters {
    fn describe() -> Description {
        config::keys(Description::new("filters", env!("CARGO_PKG_VERSION"), "Names for elements of arrays"))
            .route("GET", "", "a page with the names that belong to all collections")
            .route("GET", "/enumerations", "the same as JSON")
            .example("/enumerations", "the names that belong to all collections")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let Config { lists, tables } = Config::read(&settings)?;
        let offers = Arc::new(Offers::new(host.clone()));
        for list in &lists {
            offers.offer(list)?;
        }
        query::keep_reading(&host, &offers, tables)?;
        Ok(Self { host, offers })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let shown = self.offers.of_all_collections();
        match request.route() {
            "/enumerations" => answer::json(&shown),
            _ => Ok(answer::page(&self.host.base_url(), &shown)),
        }
    }
}

plugin_api::export_plugin!(Filters);

#[cfg(test)]
mod tests;
