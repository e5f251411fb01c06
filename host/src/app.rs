//! The host's application: the current plugin set, and the host's own pages where no instance answers.

mod gauges;
mod handover;
mod people;
mod pool;
mod prepared;
mod publish;

use std::sync::{Arc, Mutex, PoisonError};

use conf_file::{Place, Problem};
use hyper::StatusCode;
use identity::{Identities, Place as UsersPlace};
use plugin_api::Route;
use tokio::runtime::Handle;

use crate::access::{Audit, Gate, LoginRoute, Permit, Quota, Visit};
use crate::cli::{self, Failure, Setup};
use crate::config::{self, Config, HostConfig, MetricsReaders};
use crate::fetch::Fetcher;
use crate::http::{self, Builtin, Handler, Link, Request, Response, Served, Who};
use crate::jobs::{self, Instances, Jobs};
use crate::observe::Metrics;
use crate::plugins::{
    Authenticators, Builder, Dispatch, Found, Libraries, LogForward, PlanProblems, Planned, PluginSet, plan,
};
use crate::services::{KeyError, Roles, Shared, Signer, TapSchemas, health};
use gauges::{watch_libraries, watch_pools};
use pool::config_of;
use publish::Known;

pub use pool::{Databases, config_of as database_config, unusable};
pub use prepared::Prepared;

/// Everything that answers requests.
pub struct App {
    gate: Gate,
    dispatch: Arc<Dispatch>,
    /// What runs jobs, where there are any.
    serving: Mutex<Option<queue::Serving>>,
    libraries: Arc<Libraries>,
    builder: Arc<Builder>,
    shared: Arc<Shared>,
    base_url: String,
    metrics_readers: MetricsReaders,
    query_role: Option<String>,
    known: Known,
}

impl App {
    /// Opens the database, stores what is published, configures the plugins.
    pub async fn start(setup: Setup, prepared: Prepared) -> Result<Arc<Self>, Failure> {
        let Prepared { libraries, mut planned } = prepared;
        let settings = &setup.config.host.database;
        let databases = Databases::open(settings)?;
        let (mut jobs, mut signer) = (Jobs::default(), Signer::of_this_process());
        let login = setup.config.host.login.identities.clone();
        let needed = !planned.publication.is_empty() || login.users == UsersPlace::Table;
        let mut identities = people::without_database(setup.config.users.clone())?;
        if needed || *settings != config::Database::default() {
            databases.reach().await?;
            jobs = jobs::open(&config_of(settings), setup.config.host.jobs.clone(), &setup.metrics).await?;
            signer = Signer::of_all_hosts(&databases.state).await;
            identities = people::open(login, setup.config.users, &config_of(settings)).await?;
        }
        watch_pools(&setup.metrics, &databases);
        let libraries = Arc::new(libraries);
        watch_libraries(&setup.metrics, &libraries);
        let signer = signer.map_err(keyless)?;
        let host = &setup.config.host;
        let audit = audit(host)?;
        audit.watch(&setup.metrics);
        let shared = shared(databases, jobs.clone(), signer, identities, audit, setup.metrics, host);
        let builder = Arc::new(Builder::new(shared.clone(), setup.base_url.clone()));
        planned.serve_at(&setup.base_url);
        let known = Known::default();
        let role = settings.query_role.as_deref();
        let published = known.publish(&mut planned.publication, &shared, role).await;
        published.map_err(|error| unusable(&error.for_log()))?;
        let set = configured(builder.clone(), planned)
            .await
            .map_err(|problems| Failure::from_lists(Vec::new(), problems))?;
        let dispatch = Arc::new(Dispatch::new(Arc::new(set)));
        shared.identities.ask_also(Arc::new(Authenticators::new(&dispatch)));
        let instances = Instances { dispatch: dispatch.clone(), shared: shared.clone() };
        let serving = jobs.0.map(|queue| queue.serve(Arc::new(instances)));
        let query_role = settings.query_role.clone();
        let plain_http = setup.config.host.login.plain_http;
        let access = shared.metrics.access().clone();
        let (identities, signer) = (shared.identities.clone(), shared.signer.clone());
        let gate = Gate::new(identities, signer, &setup.base_url, plain_http, access);
        let gate = gate.recording(shared.audit.clone()).accounting(shared.quota.clone(), shared.jobs.clone());
        Ok(Arc::new(Self {
            gate,
            dispatch,
            serving: Mutex::new(serving),
            libraries,
            builder,
            shared,
            base_url: setup.base_url,
            metrics_readers: setup.config.host.server.metrics,
            query_role,
            known,
        }))
    }

    async fn answer(&self, request: Request, visit: &Visit, found: Found) -> Response {
        match found {
            Found::Route(way) => {
                let asker = visit.asker(&request);
                way.answer(request, asker).await
            }
            Found::OtherMethods(allowed) => Response::method_not_allowed(&request.method, &allowed),
            Found::Nothing => match Builtin::at(&request.path) {
                Some(page) => self.page(page, &request, visit).await,
                None => {
                    let set = self.dispatch.current();
                    let mounts: Vec<&str> =
                        set.instances.iter().map(|running| running.mount.as_str()).collect();
                    Response::not_found(&request.path, &mounts)
                }
            },
        }
    }

    /// Leave for a request to an instance, which counts until its answer is sent.
    fn permit(&self, request: &Request, visit: &Visit, found: &Found) -> Result<Option<Permit>, Response> {
        if !matches!(found, Found::Route(_)) {
            return Ok(None);
        }
        let admitted = self.shared.quota.admit(&visit.principal(), request.remote.ip());
        admitted.map(Some).map_err(|refusal| self.gate.dress(visit, false, refusal.into()))
    }

    async fn page(&self, page: Builtin, request: &Request, visit: &Visit) -> Response {
        match page {
            Builtin::Landing => {
                let who = match visit.user() {
                    Some(user) => Who::User(user),
                    None if self.gate.has_users() => Who::Anonymous,
                    None => Who::Anybody,
                };
                http::landing(&self.base_url, &served(&self.dispatch.current()), who)
            }
            Builtin::Health if !self.dispatch.current().publishes => http::health(&[]),
            Builtin::Health => {
                let health = health::check(&self.shared).await;
                http::health(if health.available { &[] } else { &health.notes })
            }
            Builtin::Metrics if !self.may_read_metrics(request) => {
                Response::text(StatusCode::FORBIDDEN, "the metrics are for programs of this machine\n")
            }
            Builtin::Metrics => http::metrics(&request.headers, self.shared.metrics.text()),
        }
    }
}

impl App {
    fn may_read_metrics(&self, request: &Request) -> bool {
        self.metrics_readers == MetricsReaders::All || request.remote.ip().is_loopback()
    }
}

impl Handler for App {
    async fn handle(self: Arc<Self>, mut request: Request) -> Response {
        let visit = match self.gate.receive(&mut request).await {
            Ok(visit) => visit,
            Err(refusal) => return request.refused(refusal).await,
        };
        if let Some(route) = LoginRoute::at(&request.path) {
            return self.gate.serve(route, request, visit).await;
        }
        if let Some(mount) = self.dispatch.hands_over(&request) {
            let response = self.hand_over(&mount, request, &visit).await;
            return self.gate.dress(&visit, false, response);
        }
        let found = self.dispatch.find(&request);
        if let Err(refusal) = self.gate.admit(&visit, &found) {
            return request.refused(refusal).await;
        }
        let permit = match self.permit(&request, &visit, &found) {
            Ok(permit) => permit,
            Err(refusal) => return request.refused(refusal).await,
        };
        let is_capabilities = matches!(&found, Found::Route(way) if way.is_capabilities());
        let response = self.answer(request, &visit, found).await;
        let response = self.gate.dress(&visit, is_capabilities, response);
        match permit {
            Some(permit) => permit.until_sent(response),
            None => response,
        }
    }
}

impl cli::Application for App {
    async fn reload(&self, mut config: Config) -> Result<(), Vec<Problem>> {
        let users = std::mem::take(&mut config.users);
        let quotas = config.host.quota.clone();
        let libraries = self.libraries.clone();
        let planned = tokio::task::spawn_blocking(move || plan(&config, &libraries)).await;
        let mut planned = planned.map_err(|error| vec![broken(&error)])?.map_err(PlanProblems::all)?;
        planned.serve_at(&self.base_url);
        let role = self.query_role.as_deref();
        let published = self.known.publish(&mut planned.publication, &self.shared, role).await;
        published.map_err(|error| vec![broken(&error)])?;
        let set = configured(self.builder.clone(), planned).await?;
        self.shared.identities.reload(users);
        self.shared.quota.set(quotas);
        let old = self.dispatch.swap(Arc::new(set));
        let now = self.dispatch.current();
        let metrics = self.shared.metrics.clone();
        tokio::spawn(async move {
            old.drain().await;
            let stays = |name: &Arc<str>| now.instances.iter().any(|running| running.name == *name);
            let gone = old.instances.iter().map(|running| &running.name).filter(|name| !stays(name));
            gone.for_each(|name| metrics.forget(name));
        });
        Ok(())
    }

    fn served(&self) -> Vec<Served> {
        served(&self.dispatch.current())
    }

    async fn stop(&self) {
        let serving = self.serving.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(serving) = serving {
            serving.stop().await;
        }
        self.dispatch.current().drain().await;
        let audit = self.shared.audit.clone();
        drop(tokio::task::spawn_blocking(move || audit.flush()).await);
    }
}

fn shared(
    databases: Databases,
    jobs: Jobs,
    signer: Signer,
    identities: Identities,
    audit: Audit,
    metrics: Arc<Metrics>,
    settings: &HostConfig,
) -> Arc<Shared> {
    let roles = Roles::new(&settings.database, &databases.state, &databases.queries);
    let quota = Quota::new(settings.quota.clone());
    quota.watch(&metrics);
    Arc::new(Shared {
        roles,
        quota,
        audit,
        database: databases.queries,
        state: databases.state,
        tap_schemas: TapSchemas::default(),
        jobs,
        identities,
        runtime: Handle::current(),
        log: LogForward::default(),
        metrics,
        fetcher: Fetcher::new(settings.fetch.allow.clone()),
        signer: Arc::new(signer),
        up_since: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    })
}

/// The record of who was given what, where one is kept.
fn audit(settings: &HostConfig) -> Result<Audit, Failure> {
    let Some(path) = &settings.audit.file else { return Ok(Audit::default()) };
    Audit::open(path).map_err(|error| {
        let message = format!("the audit file {} cannot be opened: {error}", path.display());
        Failure::machine(message, "`[audit] file` in host.toml says where it is; its folder must be there")
    })
}

/// The failure to make or find the key of signatures.
fn keyless(error: KeyError) -> Failure {
    match error {
        KeyError::Database(error) => unusable(&error.for_log()),
        KeyError::Random(_) => Failure::machine(error.to_string(), "the system is not ready; try again"),
    }
}

/// Plugins may take their time to be configured, so they get a thread that may block.
async fn configured(builder: Arc<Builder>, planned: Planned) -> Result<PluginSet, Vec<Problem>> {
    let built = tokio::task::spawn_blocking(move || builder.build(planned)).await;
    built.map_err(|error| vec![broken(&error)])?.map_err(|problems| problems.into_iter().collect())
}

/// A failure that no file is to blame for.
fn broken(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(Place::file("(host)"), error.to_string())
}

/// The instances for the ready line and the landing page, with links to what a browser can show.
fn served(set: &PluginSet) -> Vec<Served> {
    let one = |running: &crate::plugins::Running| {
        let is_page = |route: &&Route| {
            let is_one = !route.path.is_empty() && !route.path.contains('{') && !route.path.ends_with('/');
            is_one && route.methods.iter().any(|method| method == "GET")
        };
        let links = running.description.routes.iter().filter(is_page).map(|route| Link {
            label: route.path.trim_start_matches('/').to_owned(),
            path: format!("{}{}", running.mount.trim_end_matches('/'), route.path),
        });
        Served {
            mount: running.mount.clone(),
            plugin: running.description.id.clone(),
            title: running.description.title.clone(),
            links: links.collect(),
        }
    };
    set.instances.iter().map(one).collect()
}
