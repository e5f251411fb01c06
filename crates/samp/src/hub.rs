//! A hub of SAMP: programs and pages register with it and send each other messages.

mod harmless;
mod mentioned;
mod messages;
mod methods;
mod outbox;
mod registered;
mod shared;
mod silence;
mod standard;
mod state;
mod translator;
mod web;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::caller::Caller;
use crate::lockfile::{Location, Lockfile};
use crate::{SampError, endpoint};
use shared::Shared;
use standard::Standard;
use web::Web;

/// The port at which pages look for a hub (SAMP 1.3 §5.2.1).
pub const WEB_PORT: u16 = 21012;

/// How long a hub in a lockfile has to answer before it counts as gone.
const PING_LIMIT: Duration = Duration::from_secs(3);
/// How long clients have to learn that the hub ends.
const FAREWELL_LIMIT: Duration = Duration::from_secs(3);
const FAREWELL_STEP: Duration = Duration::from_millis(20);

/// A page that wants to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// How it calls itself. Anybody can claim any name.
    pub name: String,
    /// Where it comes from, as its browser says: `https://archive.example`. Nothing if it is no browser.
    pub origin: Option<String>,
}

/// Asks the user whether a page may register.
pub type Consent = Arc<dyn Fn(Applicant) -> BoxFuture<'static, bool> + Send + Sync>;

/// Something that happened, for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubEvent {
    /// A client has come.
    Registered {
        /// Its id.
        id: String,
    },
    /// A client has said its name.
    Named {
        /// Its name and id.
        client: String,
    },
    /// A client has gone.
    Unregistered {
        /// Its name and id.
        client: String,
    },
}

/// How a hub is to be.
pub struct HubOptions {
    /// Its lockfile.
    pub lockfile: PathBuf,
    /// The port of the Web Profile, 0 for any that is free; without one pages find no hub.
    pub web_port: Option<u16>,
    /// Who decides on pages.
    pub consent: Consent,
    /// Who is told what happens.
    pub tell: Arc<dyn Fn(HubEvent) + Send + Sync>,
}

/// A hub that runs. Without [`Hub::stop`] its clients are not told that it ends, and its lockfile stays.
pub struct Hub {
    shared: Arc<Shared>,
    lockfile: Lockfile,
    path: PathBuf,
    web_url: Option<String>,
    stop: CancellationToken,
}

impl Hub {
    /// Starts a hub, unless one runs.
    pub async fn start(options: HubOptions) -> Result<Self, SampError> {
        let shared = Shared::new(options.tell)?;
        let listener = bind((Ipv4Addr::LOCALHOST, 0).into()).await?;
        let web = match options.web_port {
            Some(port) => Some(bind((Ipv4Addr::LOCALHOST, port).into()).await?),
            None => None,
        };
        let hub_url = format!("http://127.0.0.1:{}/", port_of(&listener)?);
        let lockfile = Lockfile { secret: state::random()?, hub_url };
        claim(&lockfile, &options.lockfile).await?;
        let stop = CancellationToken::new();
        let standard = Standard { hub: shared.clone(), secret: lockfile.secret.clone() };
        tokio::spawn(endpoint::serve(listener, Arc::new(standard), stop.clone()));
        let mut web_url = None;
        if let Some(listener) = web {
            let port = port_of(&listener)?;
            let web = Arc::new(Web::new(shared.clone(), options.consent, port)?);
            tokio::spawn(endpoint::serve(listener, web.clone(), stop.clone()));
            // Some browsers try this address first for `localhost`; machines without it do without.
            if let Ok(listener) = bind((Ipv6Addr::LOCALHOST, port).into()).await {
                tokio::spawn(endpoint::serve(listener, web, stop.clone()));
            }
            tokio::spawn(silence::watch(Arc::downgrade(&shared), stop.clone()));
            web_url = Some(format!("http://127.0.0.1:{port}/"));
        }
        Ok(Self { shared, lockfile, path: options.lockfile, web_url, stop })
    }

    /// The address of the Standard Profile, as in the lockfile.
    pub fn url(&self) -> &str {
        &self.lockfile.hub_url
    }

    /// The address of the Web Profile.
    pub fn web_url(&self) -> Option<&str> {
        self.web_url.as_deref()
    }

    /// Tells all clients that the hub ends, and removes the lockfile if it is still its own.
    pub async fn stop(self) -> Result<(), SampError> {
        let what = || format!("the SAMP lockfile {}", self.path.display());
        let removed = self.lockfile.remove(&self.path).map_err(|error| SampError::io(what(), error));
        self.shared.shut_down();
        let farewell = async {
            self.shared.tasks.wait().await;
            while !self.shared.pages_know_all() {
                tokio::time::sleep(FAREWELL_STEP).await;
            }
            // The last answers to pages are on their way.
            tokio::time::sleep(FAREWELL_STEP).await;
        };
        // Who does not listen by then learns it the hard way.
        let _ = tokio::time::timeout(FAREWELL_LIMIT, farewell).await;
        self.stop.cancel();
        removed
    }
}

/// Makes the lockfile; one whose hub does not answer is replaced (SAMP 1.3 §4.2.1).
async fn claim(lockfile: &Lockfile, path: &Path) -> Result<(), SampError> {
    let fault = |error| SampError::io(format!("the SAMP lockfile {}", path.display()), error);
    match lockfile.create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        created => return created.map_err(fault),
    }
    if let Ok(found) = Lockfile::read(&Location::File(path.to_owned())).await {
        let ping = Caller::new()?.call(&found.hub_url, "samp.hub.ping", &[], Some(PING_LIMIT)).await;
        if ping.is_ok() {
            return Err(SampError::HubIsRunning { url: found.hub_url, file: path.to_owned() });
        }
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(fault(error)),
        _ => {}
    }
    lockfile.create(path).map_err(fault)
}

async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, SampError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| SampError::io(format!("cannot listen on {address}"), error))
}

fn port_of(listener: &TcpListener) -> Result<u16, SampError> {
    let address = listener.local_addr().map_err(|error| SampError::io("the port of the hub", error))?;
    Ok(address.port())
}
