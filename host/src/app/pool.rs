//! The database pools at the start, of both logins: opened, and tried where something is published from the database.

use database::Database;

use crate::cli::Failure;
use crate::config;

/// Connections of the host's own: to publish, and for what plugins and the host keep.
const STATE_CONNECTIONS_MAX: u32 = 4;
/// Loads of plugins at once.
const STATE_LOADS_MAX: u32 = 2;

/// The pools of the two logins, which may be one and the same.
#[derive(Clone)]
pub struct Databases {
    /// For the queries of users.
    pub queries: Database,
    /// For all else.
    pub state: Database,
}

impl Databases {
    /// Prepares the pools without connecting.
    pub fn open(settings: &config::Database) -> Result<Self, Failure> {
        let open = |config| Database::open(&config).map_err(|error| unusable(&error.for_log()));
        let own = config_of(settings);
        let connection = settings.query_connection.as_ref().unwrap_or(&settings.connection);
        let queries = open(database::Config { connection: connection.clone(), ..own.clone() })?;
        let (short_pool_max, long_pool_max) = (STATE_CONNECTIONS_MAX, STATE_LOADS_MAX);
        Ok(Self { queries, state: open(database::Config { short_pool_max, long_pool_max, ..own })? })
    }

    /// Finds out whether the database answers to both logins.
    pub async fn reach(&self) -> Result<(), Failure> {
        reach(&self.state).await?;
        reach(&self.queries).await
    }
}

/// The settings of the login that owns what there is, as the queue of jobs takes them.
pub fn config_of(settings: &config::Database) -> database::Config {
    database::Config {
        query_role: settings.query_role.clone(),
        short_pool_max: settings.short_connections_max,
        long_pool_max: settings.long_connections_max,
        connect_timeout: settings.connect_timeout,
        ..database::Config::new(settings.connection.clone())
    }
}

async fn reach(database: &Database) -> Result<(), Failure> {
    let health = database.health().await;
    match health.reason {
        Some(reason) if !health.available => Err(unusable(&reason)),
        _ => Ok(()),
    }
}

/// The failure that names the database, and what to look at.
pub fn unusable(reason: &str) -> Failure {
    let hint = "`[database] connection` and `query_connection` in host.toml say which; `psql` with the same words shows whether it is reachable";
    Failure::machine(format!("the database cannot be used: {reason}"), hint)
}
