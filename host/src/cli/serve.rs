//! The life of the server: port, application, ready line, reloads, signals, draining.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use conf_file::Problem;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::failure::Failure;
use super::print;
use crate::config::{self, Config, HostConfig, Override};
use crate::http::{self, Drained, Handler, Listener, Served, Serving, Tls};
use crate::observe::{Logs, Metrics, Sample};
use crate::watch::Watch;

/// What answers requests and can change while it does: in the end the set of plugins.
pub trait Application: Handler {
    /// Makes a whole new set from a valid configuration and swaps to it; on any problem nothing changes.
    fn reload(&self, config: Config) -> impl Future<Output = Result<(), Vec<Problem>>> + Send;

    /// What is served now, for the ready line and after a reload.
    fn served(&self) -> Vec<Served>;

    /// Ends what runs beside requests, after the last of them.
    fn stop(&self) -> impl Future<Output = ()> + Send;
}

/// What an application is made from.
#[derive(Debug)]
pub struct Setup {
    /// The configuration.
    pub config: Config,
    /// The address of the host for clients, without a trailing slash.
    pub base_url: String,
    /// Where it counts.
    pub metrics: Arc<Metrics>,
}

/// What is served and from where it is read again.
#[derive(Debug)]
pub struct Plan {
    /// The configuration at the start.
    pub config: Config,
    /// The folder that is watched.
    pub folder: PathBuf,
    /// What the command line says, at each reading.
    pub overrides: Vec<Override>,
}

/// How often the files of the certificate are looked at.
const RENEWAL_LOOK: Duration = Duration::from_secs(10);

/// Serves until SIGINT or SIGTERM; a second one ends without draining. `build` makes the application once the port is
/// ours; `ready` is called once it serves, and must not block.
pub fn serve<A, B, F>(plan: Plan, build: B, ready: impl FnOnce()) -> Result<(), Failure>
where
    A: Application,
    B: FnOnce(Setup) -> F,
    F: Future<Output = Result<Arc<A>, Failure>>,
{
    let began = Instant::now();
    let logs = Logs::begin(&plan.config.host.log);
    let metrics = Metrics::new();
    let dropped = logs.dropped();
    metrics.gauges("log_lines_dropped", "Log lines lost because the writer was too slow", move || {
        vec![Sample { labels: Vec::new(), value: dropped() as f64 }]
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(no_runtime)?;
    let result = runtime.block_on(live(plan, metrics, build, began, ready));
    runtime.shutdown_timeout(Duration::from_secs(1));
    drop(logs);
    result
}

async fn live<A, B, F>(
    plan: Plan,
    metrics: Arc<Metrics>,
    build: B,
    began: Instant,
    ready: impl FnOnce(),
) -> Result<(), Failure>
where
    A: Application,
    B: FnOnce(Setup) -> F,
    F: Future<Output = Result<Arc<A>, Failure>>,
{
    let mut signals = Signals::begin().map_err(no_runtime)?;
    let mut watch = Watch::begin(&plan.folder).map_err(no_runtime)?;
    let mut server = plan.config.host.server.clone();
    server.connections_max = fitting(server.connections_max);
    config::readable_users(&plan.folder).iter().for_each(|problem| warn!("{}", sentence(problem)));
    let tls = tls(&plan.config)?;
    let listener = Listener::bind(&server.address).await?;
    let base_url = base_url(&plan.config.host, &listener);
    let host = plan.config.host.clone();
    let setup = Setup { config: plan.config, base_url: base_url.clone(), metrics: metrics.clone() };
    let app = tokio::select! {
        built = build(setup) => built?,
        () = signals.next() => return Ok(()),
    };
    print::status(&ready_line(&base_url, &app.served(), began));
    let stop = CancellationToken::new();
    let serving = Serving { handler: app.clone(), server, metrics: metrics.http().clone(), tls: tls.clone() };
    let served = tokio::spawn(listener.serve(serving, stop.clone()));
    ready();
    let mut look = tokio::time::interval(RENEWAL_LOOK);
    loop {
        tokio::select! {
            cause = watch.next() => {
                info!(?cause, "reading {} again", plan.folder.display());
                renew(tls.as_ref()).await;
                reload(app.as_ref(), &plan.folder, &plan.overrides, &host).await;
            }
            _ = look.tick(), if tls.is_some() => renew(tls.as_ref()).await,
            () = signals.next() => break,
        }
    }
    stop.cancel();
    drain(served, &mut signals).await;
    app.stop().await;
    info!("stopped");
    Ok(())
}

/// The certificate that the configuration names, if it names one.
pub fn tls(config: &Config) -> Result<Option<Arc<Tls>>, Failure> {
    let Some(files) = &config.host.server.tls else { return Ok(None) };
    let loaded = Tls::load(files.below(&config.folder));
    loaded.map(Some).map_err(|problem| Failure::from_lists(vec![problem], Vec::new()))
}

/// Takes a renewed certificate; a mistake is logged, and new connections are shown the old one.
async fn renew(tls: Option<&Arc<Tls>>) {
    let Some(tls) = tls.cloned() else { return };
    match tokio::task::spawn_blocking(move || tls.renew()).await {
        Ok(Ok(false)) | Err(_) => {}
        Ok(Ok(true)) => info!("new connections are shown the renewed certificate"),
        Ok(Err(problem)) => {
            tell(&problem);
            error!("the renewed certificate cannot be used, new connections are shown the old one");
        }
    }
}

/// Reads the configuration again; a mistake is logged and changes nothing.
async fn reload<A: Application>(
    app: &A,
    folder: &std::path::Path,
    overrides: &[Override],
    host: &HostConfig,
) {
    let config = match config::load(folder, overrides) {
        Ok(config) => config,
        Err(problems) => return refuse(problems.list()),
    };
    if config.host != *host {
        warn!("changes of host.toml take effect at the next start");
    }
    match app.reload(config).await {
        Ok(()) => info!("now serving {}", mounts(&app.served())),
        Err(problems) => refuse(&problems),
    }
}

fn tell(problem: &Problem) {
    error!("{}", sentence(problem));
}

fn sentence(problem: &Problem) -> String {
    let hint = problem.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{} ({}){hint}", problem.message, problem.place)
}

fn refuse(problems: &[Problem]) {
    problems.iter().for_each(tell);
    error!("the configuration has mistakes, all stays as it is; `armilla check` tells more");
}

/// Waits for the server to drain, or for a second signal.
async fn drain(served: JoinHandle<Drained>, signals: &mut Signals) {
    tokio::select! {
        drained = served => if let Err(error) = drained {
            error!("the server ended: {error}");
        },
        () = signals.next() => warn!("ending without draining"),
    }
}

/// How many connections the system lets us have.
fn fitting(connections_max: usize) -> usize {
    let fit = http::raise_open_files(connections_max);
    if fit < connections_max {
        warn!(
            "the limit on open files lets {fit} connections in, not {connections_max}; raise it with LimitNOFILE"
        );
    }
    fit
}

/// The address for clients: as configured, or from the port in fact.
fn base_url(host: &HostConfig, listener: &Listener) -> String {
    match &host.server.base_url {
        Some(url) => url.to_string(),
        None => {
            let scheme = if host.server.tls.is_some() { "https" } else { "http" };
            format!("{scheme}://{}", listener.address())
        }
    }
}

fn ready_line(base_url: &str, served: &[Served], began: Instant) -> String {
    format!(
        "armilla: ready at {base_url}/ after {} ms, serving {}",
        began.elapsed().as_millis(),
        mounts(served)
    )
}

fn mounts(served: &[Served]) -> String {
    match served {
        [] => "nothing but its own pages".to_owned(),
        _ => {
            served.iter().map(|one| format!("{} ({})", one.mount, one.plugin)).collect::<Vec<_>>().join(", ")
        }
    }
}

fn no_runtime(error: std::io::Error) -> Failure {
    Failure::machine(format!("cannot start: {error}"), "the limits on threads and open files may be too low")
}

/// The signals that end the program.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn begin() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_names_address_and_services() {
        let served = Served { mount: "/tap".into(), plugin: "tap".into(), ..Served::default() };
        let line = ready_line("http://127.0.0.1:8080", &[served], Instant::now());
        assert_eq!(line, "armilla: ready at http://127.0.0.1:8080/ after 0 ms, serving /tap (tap)");
    }
}
