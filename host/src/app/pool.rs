//! The database pools at the start: opened, and tried where something is published from the database.

use database::Database;

use crate::cli::Failure;
use crate::config;

/// Prepares the pools without connecting.
pub fn open(settings: &config::Database) -> Result<Database, Failure> {
    Database::open(&config_of(settings)).map_err(|error| unusable(&error.for_log()))
}

/// The settings as the pools and the queue of jobs take them.
pub fn config_of(settings: &config::Database) -> database::Config {
    database::Config {
        query_role: settings.query_role.clone(),
        short_pool_max: settings.short_connections_max,
        long_pool_max: settings.long_connections_max,
        connect_timeout: settings.connect_timeout,
        ..database::Config::new(settings.connection.clone())
    }
}

/// Finds out whether the database answers.
pub async fn reach(database: &Database) -> Result<(), Failure> {
    let health = database.health().await;
    match health.reason {
        Some(reason) if !health.available => Err(unusable(&reason)),
        _ => Ok(()),
    }
}

/// The failure that names the database, and what to look at.
pub fn unusable(reason: &str) -> Failure {
    let hint = "`[database] connection` in host.toml says which; `psql` with the same words shows whether it is reachable";
    Failure::machine(format!("the database cannot be used: {reason}"), hint)
}
