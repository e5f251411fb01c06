//! A connection of the host's own beside the pools: short statements under the login itself, and notifications.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls, Socket, tls::NoTlsStream};

use crate::{Config, DbError, database::server};

/// For how long after a failed attempt calls are answered without another one.
const PAUSE: Duration = Duration::from_millis(200);

type Notices = Arc<dyn Fn(&str) + Send + Sync>;

/// One connection that everybody shares, made when it is first needed and again after it broke. Statements are run one
/// after the other in the order in which they were sent, so each must be short and a transaction of its own.
pub struct Line {
    server: tokio_postgres::Config,
    timeout: Duration,
    setup: String,
    notices: Notices,
    client: tokio::sync::Mutex<Option<Arc<Client>>>,
    failure: Mutex<Option<(Instant, DbError)>>,
}

impl Line {
    /// Prepares a connection without connecting. `setup` is run on each new one, e.g. `LISTEN jobs`; `notices` gets the
    /// payload of each notification. An error is a mistake in the configuration.
    pub fn new(
        config: &Config,
        setup: impl Into<String>,
        notices: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, DbError> {
        Ok(Self {
            server: server(config)?,
            timeout: config.connect_timeout,
            setup: setup.into(),
            notices: Arc::new(notices),
            client: tokio::sync::Mutex::default(),
            failure: Mutex::default(),
        })
    }

    /// The connection, made anew where there is none that lives. All who ask while it is made share it, and its failure
    /// for a moment.
    pub async fn client(&self) -> Result<Arc<Client>, DbError> {
        let mut shared = self.client.lock().await;
        if let Some(client) = shared.as_ref().filter(|client| !client.is_closed()) {
            return Ok(client.clone());
        }
        *shared = None;
        if let Some((_, error)) = self.failure().as_ref().filter(|(at, _)| at.elapsed() < PAUSE) {
            return Err(error.clone());
        }
        let made = match timeout(self.timeout, self.connect()).await {
            Ok(made) => made,
            Err(_) => Err(DbError::unavailable(format!("no answer within {:?}", self.timeout))),
        };
        *self.failure() = made.as_ref().err().map(|error| (Instant::now(), error.clone()));
        let client = Arc::new(made?);
        *shared = Some(client.clone());
        Ok(client)
    }

    async fn connect(&self) -> Result<Client, DbError> {
        let (client, connection) = self.server.connect(NoTls).await?;
        // It ends when the last holder of the client is gone, or when the connection breaks.
        tokio::spawn(drive(connection, self.notices.clone()));
        client.batch_execute(&self.setup).await?;
        Ok(client)
    }

    fn failure(&self) -> MutexGuard<'_, Option<(Instant, DbError)>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn drive(mut connection: Connection<Socket, NoTlsStream>, notices: Notices) {
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(notice))) => notices(notice.payload()),
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                tracing::debug!("a connection of the host ended: {error}");
                return;
            }
            None => return,
        }
    }
}
