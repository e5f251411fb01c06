//! The host's application: the current plugin set, and the host's own pages where no instance answers.

use std::sync::Arc;

use conf_file::{Place, Problem};
use database::Database;
use tokio::runtime::Handle;

use crate::cli::{self, Failure, Setup};
use crate::config::{self, Config};
use crate::http::{self, Builtin, Handler, Link, Request, Response, Served};
use crate::observe::{Metrics, Sample};
use crate::plugins::{Builder, Dispatch, Libraries, LogForward, PlanProblems, Planned, PluginSet, plan};
use crate::services::{Shared, health};

/// Everything that answers requests.
pub struct App {
    dispatch: Dispatch,
    libraries: Arc<Libraries>,
    builder: Arc<Builder>,
    shared: Arc<Shared>,
    base_url: String,
    query_role: Option<String>,
}

/// A configuration that was checked, with its plugins loaded.
pub struct Prepared {
    libraries: Libraries,
    planned: Planned,
}

impl Prepared {
    /// Reads the configuration and loads what it names; all mistakes of files and plugins at once.
    pub fn read(folder: &cli::Folder) -> Result<(Config, Self), Failure> {
        let libraries = Libraries::new().map_err(|error| {
            Failure::machine(format!("no temporary folder: {error}"), "set TMPDIR to a folder with room")
        })?;
        let (config, mut wrong) = config::read(&folder.conf, &folder.overrides);
        match plan(&config, &libraries) {
            Ok(planned) if wrong.is_empty() => Ok((config, Self { libraries, planned })),
            Ok(_) => Err(Failure::from_lists(wrong, Vec::new())),
            Err(PlanProblems { config: more, plugins }) => {
                wrong.extend(more);
                Err(Failure::from_lists(wrong, plugins))
            }
        }
    }
}

impl Prepared {
    /// Configures the plugins and lets go of them again, to see whether they take their settings.
    pub fn configure(self, config: &Config) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(1).build();
        let runtime = runtime.map_err(|error| {
            Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
        })?;
        let _entered = runtime.enter();
        let shared = shared(open(&config.host.database)?, Metrics::new());
        let built = Builder::new(shared, String::new()).build(self.planned);
        built.map(drop).map_err(|problems| Failure::from_lists(Vec::new(), problems.into_iter().collect()))
    }
}

impl App {
    /// Opens the database, stores what is published, configures the plugins.
    pub async fn start(setup: Setup, prepared: Prepared) -> Result<Arc<Self>, Failure> {
        let Prepared { libraries, planned } = prepared;
        let settings = &setup.config.host.database;
        let database = open(settings)?;
        if !planned.publication.is_empty() || *settings != config::Database::default() {
            reach(&database).await?;
        }
        watch_pools(&setup.metrics, &database);
        let libraries = Arc::new(libraries);
        watch_libraries(&setup.metrics, &libraries);
        let shared = shared(database, setup.metrics);
        let builder = Arc::new(Builder::new(shared.clone(), setup.base_url.clone()));
        let stored = planned.publication.store(&shared.database, settings.query_role.as_deref()).await;
        stored.map_err(|error| unusable(&error.for_log()))?;
        let set = configured(builder.clone(), planned)
            .await
            .map_err(|problems| Failure::from_lists(Vec::new(), problems))?;
        let dispatch = Dispatch::new(Arc::new(set));
        let query_role = settings.query_role.clone();
        Ok(Arc::new(Self { dispatch, libraries, builder, shared, base_url: setup.base_url, query_role }))
    }

    async fn page(&self, page: Builtin, request: &Request) -> Response {
        match page {
            Builtin::Landing => http::landing(&self.base_url, &served(&self.dispatch.current())),
            Builtin::Health => {
                let health = health::check(&self.shared).await;
                let ill = self.dispatch.current().publishes && !health.available;
                http::health(if ill { &health.notes } else { &[] })
            }
            Builtin::Metrics => http::metrics(&request.headers, self.shared.metrics.text()),
        }
    }
}

impl Handler for App {
    async fn handle(self: Arc<Self>, request: Request) -> Response {
        match self.dispatch.answer(request).await {
            Ok(response) => response,
            Err(request) => match Builtin::at(&request.path) {
                Some(page) => self.page(page, &request).await,
                None => {
                    let set = self.dispatch.current();
                    let mounts: Vec<&str> =
                        set.instances.iter().map(|running| running.mount.as_str()).collect();
                    Response::not_found(&request.path, &mounts)
                }
            },
        }
    }
}

impl cli::Application for App {
    async fn reload(&self, config: Config) -> Result<(), Vec<Problem>> {
        let libraries = self.libraries.clone();
        let planned = tokio::task::spawn_blocking(move || plan(&config, &libraries)).await;
        let planned = planned.map_err(|error| vec![broken(&error)])?.map_err(PlanProblems::all)?;
        let stored = planned.publication.store(&self.shared.database, self.query_role.as_deref()).await;
        stored.map_err(|error| vec![broken(&error)])?;
        let set = configured(self.builder.clone(), planned).await?;
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
        self.dispatch.current().drain().await;
    }
}

fn shared(database: Database, metrics: Arc<Metrics>) -> Arc<Shared> {
    Arc::new(Shared {
        database,
        runtime: Handle::current(),
        log: LogForward::default(),
        metrics,
        up_since: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    })
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

fn open(settings: &config::Database) -> Result<Database, Failure> {
    let config = database::Config {
        query_role: settings.query_role.clone(),
        short_pool_max: settings.short_connections_max,
        long_pool_max: settings.long_connections_max,
        connect_timeout: settings.connect_timeout,
        ..database::Config::new(settings.connection.clone())
    };
    Database::open(&config).map_err(|error| unusable(&error.for_log()))
}

async fn reach(database: &Database) -> Result<(), Failure> {
    let health = database.health().await;
    match health.reason {
        Some(reason) if !health.available => Err(unusable(&reason)),
        _ => Ok(()),
    }
}

fn unusable(reason: &str) -> Failure {
    let hint = "`[database] connection` in host.toml says which; `psql` with the same words shows whether it is reachable";
    Failure::machine(format!("the database cannot be used: {reason}"), hint)
}

/// The pools as gauges, read when somebody asks for the metrics.
fn watch_pools(metrics: &Arc<Metrics>, database: &Database) {
    let database = database.clone();
    metrics.gauges("database_connections", "Connections of a pool by state", move || {
        let metrics = database.metrics();
        let pools = [("short", metrics.short), ("long", metrics.long)];
        pools.into_iter().flat_map(|(name, pool)| samples(name, &pool)).collect()
    });
}

/// Libraries stay open when a newer one takes their place, at half a MiB each.
fn watch_libraries(metrics: &Metrics, libraries: &Arc<Libraries>) {
    let libraries = libraries.clone();
    metrics.gauges("plugin_libraries", "Plugin libraries opened since the start", move || {
        vec![Sample { labels: Vec::new(), value: libraries.opened_count() as f64 }]
    });
}

fn samples(pool: &str, metrics: &database::PoolMetrics) -> Vec<Sample> {
    let states = [
        ("open", metrics.open),
        ("in_use", metrics.in_use),
        ("waiting", metrics.waiting),
        ("max", metrics.size_max),
    ];
    let labels =
        |state: &str| vec![("pool".to_owned(), pool.to_owned()), ("state".to_owned(), state.to_owned())];
    states
        .into_iter()
        .map(|(state, count)| Sample { labels: labels(state), value: f64::from(count) })
        .collect()
}

/// The instances for the ready line and the landing page, with links to what a browser can show.
fn served(set: &PluginSet) -> Vec<Served> {
    let one = |running: &crate::plugins::Running| {
        let routes = running.description.routes.iter();
        let shown = routes
            .filter(|route| route.methods.iter().any(|method| method == "GET") && !route.path.contains('{'));
        let links = shown.filter(|route| !route.path.is_empty()).map(|route| Link {
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
