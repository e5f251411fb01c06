//! Table Access Protocol 1.1: queries in ADQL, answered at once or as jobs, and the VOSI endpoints that describe them.

mod answer;
mod config;
mod error;
mod examples;
mod features;
mod foresight;
mod jobs;
mod links;
mod metadata;
mod models;
mod params;
mod plan;
mod query;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Job, JobOutcome, Plugin, Principal, Request, Result, Settings};
use service::{Extensions, Limits, OfferedFormats, Scopes, UploadLimits};

use config::Config;

/// A TAP service: the collections of one instance.
struct Tap {
    host: Host,
    config: Config,
    scopes: Scopes,
    extensions: Extensions,
    formats: OfferedFormats,
    foreseen: foresight::Kept,
}

impl Tap {
    /// The limits as they hold for a caller.
    async fn limits_for(&self, principal: &Principal) -> Result<(Limits, UploadLimits)> {
        service::limits_for(&self.host, principal, self.config.limits, self.config.uploads).await
    }

    /// The answer, or the document that tells the error.
    fn told(&self, answer: Result<Answer>) -> Answer {
        answer.unwrap_or_else(|error| error::told(&self.config, &error))
    }
}

impl Plugin for Tap {
    fn describe() -> Description {
        config::keys(Description::new("tap", env!("CARGO_PKG_VERSION"), "Table Access Protocol 1.1"))
            .with_collections()
            .route("GET", "", "a page about the service")
            .route("GET POST", "/sync", "answers a query at once")
            .route("GET POST", "/async", "the list of jobs; makes one (UWS)")
            .route("GET POST", "/async/", "the same list")
            .route("GET POST DELETE", "/async/{*rest}", "a job and what belongs to it (UWS)")
            .route("GET POST", "/plan", "what a query would cost, before it runs")
            .route("GET", "/capabilities", "what the service can do (VOSI)")
            .open()
            .route("GET", "/availability", "whether the service works (VOSI)")
            .open()
            .route(
                "GET",
                "/tables",
                "all tables; ?detail=min without columns; &RESPONSEFORMAT=json with statistics and enumerations (VOSI)",
            )
            .route("GET", "/tables/{name}", "one table (VOSI)")
            .route(
                "GET",
                "/moc",
                "the coverage of all tables, or ?table=; &order=, &format=fits, json or ascii (MOC)",
            )
            .route("GET", "/examples", "queries that work here (DALI)")
            .capability("ivo://ivoa.net/std/TAP", "")
            .example(
                "/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+table_name+FROM+TAP_SCHEMA.tables",
                "the names of all tables",
            )
            .example("/tables?detail=min", "all tables, without columns")
            .example("/examples", "queries that work here")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        Ok(Self {
            host,
            config,
            scopes: Scopes::default(),
            extensions: Extensions::default(),
            formats: OfferedFormats::default(),
            foreseen: foresight::Kept::default(),
        })
    }

    async fn answer(self: Arc<Self>, mut request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/sync" if answer::is_for_people(&request) => Ok(answer::page(&self)),
            "/sync" => Ok(self.told(query::sync(&self, &mut request).await)),
            "/plan" => Ok(self.told(plan::plan(&self, &mut request).await)),
            "/async" | "/async/" | "/async/{*rest}" => jobs::answer(&self, &mut request).await,
            "/capabilities" => metadata::capabilities(&self, &request).await,
            "/availability" => service::availability(&self.host).await,
            "/tables" => metadata::tables(&self, &request),
            "/tables/{name}" => metadata::table(&self, &request),
            "/moc" => metadata::moc(&self, &request),
            "/examples" => examples::examples(&self, &request).await,
            _ => Ok(answer::page(&self)),
        }
    }

    async fn run_job(self: Arc<Self>, job: Job) -> Result<JobOutcome> {
        jobs::run(&self, job).await
    }
}

plugin_api::export_plugin!(Tap);
