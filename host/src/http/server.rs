//! The accept loop: binds, lets connections in, and drains them when told to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream, lookup_host};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, info, warn};

use super::answer::Core;
use super::connection::{Clock, Connection};
use super::message::Handler;
use super::refuse::Refuser;
use super::request_id::RequestIds;
use super::service::service;
use super::slots::Slots;
use super::talk::{Ends, Talk};
use super::tls::Tls;
use super::watchdog::Patience;
use crate::config;
use crate::observe::HttpMetrics;

/// A bound port.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

/// What a server serves.
pub struct Serving<H> {
    /// Who answers.
    pub handler: Arc<H>,
    /// The settings.
    pub server: config::Server,
    /// Where requests and connections are counted.
    pub metrics: Arc<HttpMetrics>,
    /// What clients are shown before they may ask; `None`: HTTP without encryption.
    pub tls: Option<Arc<Tls>>,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drained {
    /// Connections that were cut because their requests did not end in time.
    pub cut: usize,
}

/// Why a port cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {reason}")]
pub struct BindError {
    /// The address as configured.
    pub address: String,
    /// What the system says.
    pub reason: String,
    /// What to do now.
    pub hint: String,
}

/// Connections that may wait in the system until the loop takes them.
const BACKLOG: u32 = 4096;

impl Listener {
    /// Takes the port.
    pub async fn bind(address: &config::Address) -> Result<Self, BindError> {
        let bound = async {
            let candidate = lookup_host(address.as_str()).await?.next();
            let candidate = candidate.ok_or_else(|| io::Error::other("the name has no address"))?;
            let socket = if candidate.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
            socket.set_reuseaddr(true)?;
            socket.bind(candidate)?;
            let socket = socket.listen(BACKLOG)?;
            Ok(Self { address: socket.local_addr()?, socket })
        };
        bound.await.map_err(|error: io::Error| BindError::of(address, &error))
    }

    /// The address in fact, with the port that the system chose for port 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then lets requests finish within the drain time and cuts what is left.
    pub async fn serve<H: Handler>(self, serving: Serving<H>, stop: CancellationToken) -> Drained {
        let drain_timeout = serving.server.drain_timeout;
        let tasks = TaskTracker::new();
        let ends = Ends { stop: stop.clone(), cut: CancellationToken::new() };
        let door = Door {
            slots: Slots::new(serving.server.connections_max),
            refuser: Refuser::new(),
            clock: Clock::new(),
            patience: Patience::of(&serving.server),
            metrics: serving.metrics.clone(),
            tls: serving.tls.clone(),
            tasks: tasks.clone(),
            ends: ends.clone(),
        };
        let Serving { handler, server, metrics, tls: _ } = serving;
        let service = service(Arc::new(Core { handler, server, metrics, ids: RequestIds::new() }));
        tokio::select! {
            () = stop.cancelled() => {}
            () = door.open(&self.socket, service) => {}
        }
        drop(self.socket);
        drain(&tasks, &ends.cut, drain_timeout).await
    }
}

/// What the accept loop needs for each connection.
struct Door {
    slots: Arc<Slots>,
    refuser: Refuser,
    clock: Clock,
    patience: Patience,
    metrics: Arc<HttpMetrics>,
    tls: Option<Arc<Tls>>,
    tasks: TaskTracker,
    ends: Ends,
}

impl Door {
    /// Lets connections in, for ever.
    async fn open<S: super::talk::Filter>(&self, socket: &TcpListener, service: S) {
        loop {
            match socket.accept().await {
                Ok((stream, remote)) => {
                    self.let_in(stream, remote, service.clone());
                    if self.slots.is_over() {
                        // Those that were told to leave need a turn before more come.
                        tokio::task::yield_now().await;
                    }
                }
                Err(error) => {
                    // The client's doing, but for too many open files, where only waiting helps.
                    warn!("cannot accept a connection: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    fn let_in<S: super::talk::Filter>(&self, stream: TcpStream, remote: SocketAddr, service: S) {
        let connection = Arc::new(Connection::new(remote, self.clock, self.tls.is_some()));
        let Some(slot) = self.slots.take(&connection) else {
            self.metrics.connections_refused.inc();
            // What is not encrypted would be noise to a client that speaks TLS.
            if self.tls.is_none() {
                self.refuser.refuse(stream);
            }
            return;
        };
        if let Err(error) = stream.set_nodelay(true) {
            debug!("cannot set TCP_NODELAY: {error}");
        }
        let talk = Talk {
            clock: self.clock,
            patience: self.patience,
            ends: self.ends.clone(),
            slots: self.slots.clone(),
        };
        let (open, tls) = (self.metrics.connection(), self.tls.clone());
        self.tasks.spawn(async move {
            talk.run(stream, connection, service, tls).await;
            drop((slot, open));
        });
    }
}

/// Waits for the connections to end; cuts them after the time.
async fn drain(tasks: &TaskTracker, cut: &CancellationToken, time: Duration) -> Drained {
    tasks.close();
    if !tasks.is_empty() {
        info!("draining {} connections, at most {} s", tasks.len(), time.as_secs());
    }
    if tokio::time::timeout(time, tasks.wait()).await.is_ok() {
        return Drained { cut: 0 };
    }
    let left = tasks.len();
    warn!("cutting {left} connections whose requests did not end in time");
    cut.cancel();
    tasks.wait().await;
    Drained { cut: left }
}

impl BindError {
    fn of(address: &config::Address, error: &io::Error) -> Self {
        let port = address.port();
        let (reason, hint) = match error.kind() {
            io::ErrorKind::AddrInUse => (
                "another program has the port".to_owned(),
                format!(
                    "`ss -ltnp 'sport = :{port}'` shows which; or set another `address` in `[server]` of host.toml"
                ),
            ),
            io::ErrorKind::PermissionDenied => (
                "ports below 1024 need a privilege".to_owned(),
                "take a port above, or give the program CAP_NET_BIND_SERVICE".to_owned(),
            ),
            io::ErrorKind::AddrNotAvailable => (
                "this machine does not have the address".to_owned(),
                "`ip address` lists those it has; 0.0.0.0 or [::] takes all".to_owned(),
            ),
            _ => (error.to_string(), "set another `address` in `[server]` of host.toml".to_owned()),
        };
        Self { address: address.to_string(), reason, hint }
    }
}
