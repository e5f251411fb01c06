//! Simple Cone Search 1.03: the sources round a place, for every published table with positions.

mod answer;
mod columns;
mod cone;
mod config;
mod error;
mod metadata;
mod multi;
mod params;
mod query;
mod table;
mod ucd;

use std::sync::Arc;

use plugin_api::{Answer, Description, Host, Plugin, Principal, Request, Result, Settings};
use service::{ConePlans, Extensions, OfferedFormats, Scopes};

use cone::ConeKey;
use config::Config;
use metadata::TestCones;

/// The cone searches of one instance: a service for each table.
struct Scs {
    host: Host,
    config: Config,
    scopes: Scopes,
    extensions: Extensions,
    plans: ConePlans<ConeKey>,
    formats: OfferedFormats,
    test_cones: TestCones,
}

impl Scs {
    /// The settings as they hold for a caller.
    async fn config_for(&self, principal: &Principal) -> Result<Config> {
        let (limits, uploads) = (self.config.limits, self.config.uploads);
        let (limits, uploads) = service::limits_for(&self.host, principal, limits, uploads).await?;
        Ok(Config { limits, uploads, ..self.config })
    }

    /// The answer, or the document that tells the error.
    fn told(&self, answer: Result<Answer>) -> Result<Answer> {
        answer.or_else(|error| error::told(&self.config, error))
    }
}

impl Plugin for Scs {
    fn describe() -> Description {
        config::keys(Description::new("scs", env!("CARGO_PKG_VERSION"), "Simple Cone Search 1.03"))
            .with_collections()
            .route("GET", "", "a page that lists the cone searches")
            .route("GET POST", "/{collection}/{table}", "the sources of a table round a place")
            .route("POST", "/{collection}/{table}/multi", "the sources round each of many targets")
            .route("GET", "/{collection}/{table}/capabilities", "what a cone search can do (VOSI)")
            .open()
            .route("GET", "/{collection}/{table}/availability", "whether it works (VOSI)")
            .open()
            .route("GET", "/{collection}/{table}/moc", "the coverage of a table: FITS, JSON or ASCII (MOC)")
            .example("", "all cone searches")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        Ok(Self {
            host,
            config,
            scopes: Scopes::default(),
            extensions: Extensions::default(),
            plans: ConePlans::default(),
            formats: OfferedFormats::default(),
            test_cones: TestCones::default(),
        })
    }

    async fn answer(self: Arc<Self>, mut request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/{collection}/{table}" => self.told(query::cone(&self, &mut request).await),
            "/{collection}/{table}/multi" => self.told(multi::multi(&self, &mut request).await),
            "/{collection}/{table}/capabilities" => metadata::capabilities(&self, &request).await,
            "/{collection}/{table}/availability" => metadata::availability(&self, &request).await,
            "/{collection}/{table}/moc" => metadata::moc(&self, &request),
            _ => answer::page(&self, &request),
        }
    }
}

plugin_api::export_plugin!(Scs);
