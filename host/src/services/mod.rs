//! The services of the host for plugins: one object for each instance.

pub mod health;
mod people;
mod reading;
pub mod roles;
mod rows;
mod signatures;
mod tap_schemas;
mod tasks;
mod views;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use catalogue::{Scope, tap_schema};
use database::{Database, DbError, Pool, QuerySpec};
use identity::Identities;
use plugin_api::{
    BoxFuture, ByteStream, Callsite, CellRange, CopyTarget, Error, FetchRequest, HostServices, Lane,
    LoginOffer, Neighbour, Offer, Principal, Query, Region, Result, RowStream,
};
use sky::{Coverage, Healpix, SkyError, SkyPosition};
use tokio::runtime::Handle;

use crate::access::{Audit, Quota};
use crate::config::Limit;
use crate::fetch::Fetcher;
use crate::jobs::{self, Jobs};
use crate::observe::Metrics;
use crate::plugins::{LogForward, Offers};
use reading::Reading;

pub use people::principal_of;
pub use roles::Roles;
pub use rows::error as database_error;
pub use signatures::{KeyError, Signer};
pub use tap_schemas::TapSchemas;
pub use tasks::Tasks;
pub use views::{View, Views};

/// What all instances of all sets share, for the life of the process.
pub struct Shared {
    /// The database for the queries of users, under a login that may be of no other use.
    pub database: Database,
    /// The database for all else: what the host and its plugins keep there, under the login that owns it.
    pub state: Database,
    /// What of TAP_SCHEMA is in the database.
    pub tap_schemas: TapSchemas,
    /// Under which roles queries run.
    pub roles: Roles,
    /// The queue of jobs, with the store of their results.
    pub jobs: Jobs,
    /// Who may log in, and who has.
    pub identities: Identities,
    /// The runtime in which the host's futures run.
    pub runtime: Handle,
    /// Log events of plugins.
    pub log: LogForward,
    /// Metrics, also of plugins.
    pub metrics: Arc<Metrics>,
    /// Downloads.
    pub fetcher: Fetcher,
    /// How much callers may use, and do.
    pub quota: Quota,
    /// Who was given what.
    pub audit: Audit,
    /// Signs and verifies texts of plugins.
    pub signer: Arc<Signer>,
    /// When the host began to serve, `YYYY-MM-DDThh:mm:ssZ`.
    pub up_since: String,
}

/// The services for one instance.
pub struct InstanceServices {
    pub shared: Arc<Shared>,
    /// The instance's name.
    pub instance: String,
    /// Its public address.
    pub base_url: String,
    /// Whether it refuses the anonymous.
    pub wants_log_in: bool,
    /// All instances of its set, itself included.
    pub neighbours: Arc<[Neighbour]>,
    /// What it publishes, and to whom.
    pub views: Views,
    /// What the instances of its set offer to each other.
    pub offers: Arc<Offers>,
    /// The background tasks of its set.
    pub tasks: Tasks,
    /// The number of its set.
    pub generation: u64,
}

/// The ways to log in that capabilities name (SSO 2.0 §4); challenges tell the rest.
const LOGIN_METHODS: [&str; 2] = ["ivo://ivoa.net/sso#BasicAA", "ivo://ivoa.net/sso#cookie"];

impl InstanceServices {
    /// How callers log in at this instance, as JSON.
    fn login_offer(&self) -> Result<String> {
        let offers = self.shared.identities.offers();
        let methods = LOGIN_METHODS.iter().filter(|_| offers).map(|&method| method.to_owned()).collect();
        let offer = LoginOffer { required: self.wants_log_in, methods };
        serde_json::to_string(&offer)
            .map_err(|error| Error::internal(format!("an offer of log-ins cannot be JSON: {error}")))
    }

    /// The instances of its set, as JSON.
    fn neighbours(&self) -> Result<String> {
        serde_json::to_string(&*self.neighbours)
            .map_err(|error| Error::internal(format!("a list of instances cannot be JSON: {error}")))
    }

    fn spec(query: Query) -> QuerySpec {
        QuerySpec {
            params: query
                .params
                .into_iter()
                .map(|param| database::Param { type_oid: param.type_oid, value: param.value })
                .collect(),
            pool: match query.lane {
                Lane::Short => Pool::Short,
                Lane::Long => Pool::Long,
            },
            row_limit: query.row_limit,
            first_row_timeout: query.first_row_timeout,
            stall_timeout: query.stall_timeout,
            total_timeout: query.total_timeout,
            expected_types: (!query.column_types.is_empty()).then_some(query.column_types),
            uploads: query.uploads.into_iter().map(rows::upload).collect(),
            ..QuerySpec::new(query.sql)
        }
    }
}

impl HostServices for InstanceServices {
    fn query(&self, query: Query) -> BoxFuture<Result<RowStream>> {
        let (shared, instance) = (self.shared.clone(), self.instance.clone());
        let (view, whole) = (self.views.of(&query.principal), self.views.whole());
        let mut resources = query.collections.iter().map(|id| format!("collection:{id}"));
        let allowed = resources.try_for_each(|one| view.authorize(&query.principal, &one));
        Box::pin(async move {
            let mut reading = Reading::begin(shared.clone(), &instance, &query);
            allowed.inspect_err(|_| reading.refused())?;
            // The name is in every query of TAP_SCHEMA; in another it costs a look at what is remembered.
            if query.sql.contains(tap_schema::PG_SCHEMA) {
                let stored = shared.tap_schemas.ensure(&shared.state, &view.scope).await;
                stored.map_err(|error| rows::error(&error))?;
            }
            let spec = Self::spec(within(query, &shared.quota));
            let stream = asked(&shared, &view, &whole, spec).await.map_err(|error| {
                reading.failed();
                rows::error(&error)
            })?;
            Ok(rows::crossing(stream, reading))
        })
    }

    fn execute(&self, query: Query) -> BoxFuture<Result<u64>> {
        let shared = self.shared.clone();
        Box::pin(async move {
            let QuerySpec { sql, params, .. } = Self::spec(query);
            shared.state.execute(&sql, &params).await.map_err(|error| rows::error(&error))
        })
    }

    fn copy_in(&self, target: CopyTarget, rows: RowStream) -> BoxFuture<Result<u64>> {
        let shared = self.shared.clone();
        Box::pin(async move {
            let sql = rows::copy_sql(&target);
            shared.state.copy_in(&sql, rows::source(rows)).await.map_err(|error| rows::error(&error))
        })
    }

    fn cover(&self, region: &Region) -> Result<Vec<CellRange>> {
        let region = checked(region).map_err(|error| Error::bad_request(error.to_string()))?;
        let ranges = Healpix.cover(&region).map_err(|error| Error::internal(error.to_string()))?;
        Ok(ranges
            .into_iter()
            .map(|range| CellRange { first: range.first, last: range.last, full: range.full })
            .collect())
    }

    fn authorize(&self, principal: &Principal, resource: &str) -> Result<()> {
        self.views.of(principal).authorize(principal, resource)
    }

    fn visible(&self, principal: &Principal) -> Result<String> {
        Ok(self.views.of(principal).key.clone())
    }

    fn collections(&self, principal: &Principal) -> Result<String> {
        self.views.of(principal).json()
    }

    fn offer(&self, offer: Offer) -> Result<()> {
        self.offers.add(Offer { instance: self.instance.clone(), generation: self.generation, ..offer });
        Ok(())
    }

    fn offers(&self, point: &str) -> Result<Vec<Offer>> {
        Ok(self.offers.at(point))
    }

    fn spawn(&self, task: BoxFuture<()>) -> Result<()> {
        self.tasks.spawn(&self.shared.runtime, task);
        Ok(())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<Result<()>> {
        Box::pin(async move {
            tokio::time::sleep(time).await;
            Ok(())
        })
    }

    fn blocking(&self, task: Box<dyn FnOnce() + Send>) -> BoxFuture<Result<()>> {
        let work = self.shared.runtime.spawn_blocking(task);
        Box::pin(async {
            work.await.map_err(|error| Error::internal(format!("work on a blocking thread: {error}")))
        })
    }

    fn fetch(&self, request: String) -> BoxFuture<Result<ByteStream>> {
        let shared = self.shared.clone();
        Box::pin(async move {
            let request: FetchRequest = serde_json::from_str(&request)
                .map_err(|error| Error::internal(format!("unreadable request for a download: {error}")))?;
            shared.fetcher.fetch(&request).await
        })
    }

    fn put(&self, key: String, content: ByteStream) -> BoxFuture<Result<u64>> {
        Box::pin(jobs::put(self.shared.jobs.clone(), key, content))
    }

    fn get(&self, key: String, range: Option<Range<u64>>) -> BoxFuture<Result<ByteStream>> {
        let (shared, instance) = (self.shared.clone(), self.instance.clone());
        Box::pin(async move { jobs::get(&shared, &instance, key, range).await })
    }

    fn call(&self, service: &str, arguments: String) -> BoxFuture<Result<String>> {
        match service {
            name if name.starts_with("jobs.") => {
                let (shared, instance, service) =
                    (self.shared.clone(), self.instance.clone(), service.to_owned());
                Box::pin(async move { jobs::call(shared, instance, &service, &arguments).await })
            }
            "store.delete" => Box::pin(jobs::delete(self.shared.jobs.clone(), arguments)),
            "health" => Box::pin(health::report(self.shared.clone())),
            "access.login" => Box::pin(std::future::ready(self.login_offer())),
            "access.allowance" => {
                Box::pin(std::future::ready(people::allowance(&self.shared.quota, &arguments)))
            }
            "access.given" => {
                Box::pin(std::future::ready(reading::given(&self.shared, &self.instance, &arguments)))
            }
            "neighbours" => Box::pin(std::future::ready(self.neighbours())),
            "access.principal" => Box::pin(people::call(self.shared.clone(), arguments)),
            "sign" | "verify" => {
                let answer = self.shared.signer.call(&self.instance, service, &arguments);
                Box::pin(std::future::ready(answer))
            }
            _ => Box::pin(std::future::ready(Err(Error::not_offered(service)))),
        }
    }

    fn metric(&self, name: &str, labels: &[(String, String)], value: f64) -> Result<()> {
        let labels: Vec<(&str, &str)> =
            labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        self.shared.metrics.plugin(&self.instance, name, &labels, value);
        Ok(())
    }

    fn base_url(&self) -> String {
        self.base_url.clone()
    }

    fn log_register(&self, callsite: Callsite<'_>) -> u64 {
        self.shared.log.register(callsite)
    }

    fn log_event(&self, callsite: u64, message: &str, fields: &str) {
        self.shared.log.event(callsite, message, fields);
    }

    fn in_runtime(&self, work: &mut dyn FnMut()) {
        let _entered = self.shared.runtime.enter();
        work();
    }
}

/// The query within what its caller may use. What describes the service itself is not limited.
fn within(mut query: Query, quota: &Quota) -> Query {
    if query.collections.is_empty() {
        return query;
    }
    let limits = quota.limits(&query.principal);
    if let Some(most) = limits.get(Limit::Rows) {
        query.row_limit = Some(query.row_limit.map_or(most, |asked| asked.min(most)));
    }
    if let Some(most) = limits.get(Limit::QuerySecs).map(Duration::from_secs) {
        for limit in [&mut query.first_row_timeout, &mut query.total_timeout] {
            *limit = Some(limit.map_or(most, |asked| asked.min(most)));
        }
    }
    query
}

/// Runs a query under the role of its view. An instance that publishes nothing has none: it asks for itself.
async fn asked(
    shared: &Shared,
    view: &View,
    whole: &Scope,
    mut spec: QuerySpec,
) -> Result<database::RowStream, DbError> {
    if whole.published().is_empty() {
        let own = if shared.roles.has_own_login() { &shared.state } else { &shared.database };
        return own.query(spec).await;
    }
    spec.role = shared.roles.of(&view.scope, whole).await;
    // Rows of an upload go over once.
    let may_repeat = spec.role.is_some() && spec.uploads.is_empty();
    let answer = shared.database.try_query(&mut spec).await;
    let again = match &answer {
        // Somebody has dropped it since it was made.
        Err(DbError::Role { .. }) => {
            shared.roles.forget(&view.scope);
            true
        }
        // Somebody has made a table anew.
        Err(DbError::Permission { .. }) => may_repeat && shared.roles.doubt(&view.scope),
        _ => false,
    };
    if !again {
        return answer;
    }
    spec.role = shared.roles.of(&view.scope, whole).await;
    shared.database.query(spec).await
}

/// Checked types before cdshealpix sees a number.
fn checked(region: &Region) -> Result<sky::Region, SkyError> {
    match region {
        Region::Cone { lon_deg, lat_deg, radius_deg } => {
            sky::Region::cone(SkyPosition::new(*lon_deg, *lat_deg)?, *radius_deg)
        }
        Region::Polygon { vertices_deg } => {
            let vertices = vertices_deg.iter().map(|&(lon_deg, lat_deg)| SkyPosition::new(lon_deg, lat_deg));
            sky::Region::polygon(vertices.collect::<Result<_, _>>()?)
        }
        Region::Range { lons_deg, lats_deg } => {
            sky::Region::range([lons_deg.0, lons_deg.1], [lats_deg.0, lats_deg.1])
        }
    }
}
