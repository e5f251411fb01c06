//! How to reach the database and how much of it to use.

use std::{fmt, time::Duration};

/// How to reach the database and how much of it to use.
#[derive(Clone)]
pub struct Config {
    /// A connection string of libpq, `key=value ...` or `postgresql://...`. A `host` that begins with `/` is the folder
    /// of a Unix socket. Connections are not encrypted: a string that requires TLS fails.
    pub connection: String,
    /// The role of queries that name none of their own; `None` is the login itself.
    pub query_role: Option<String>,
    /// How many connections small queries and metadata may use; at least 1.
    pub short_pool_max: u32,
    /// How many connections downloads and loads may use; at least 1.
    pub long_pool_max: u32,
    /// How long one attempt to connect may take, log-in included.
    pub connect_timeout: Duration,
    /// How long a request may wait for a connection.
    pub wait_timeout: Duration,
    /// How long a connection may be idle before it is closed.
    pub idle_timeout: Duration,
    /// How old a connection may grow before it is replaced: its backend's caches grow with it.
    pub lifetime: Duration,
    /// How long a health check may take.
    pub health_timeout: Duration,
    /// Settings of PostgreSQL, name and value, that hold in each query's transaction.
    pub query_settings: Vec<(String, String)>,
}

impl Config {
    /// The defaults for a server at `connection`.
    pub fn new(connection: impl Into<String>) -> Self {
        Self {
            connection: connection.into(),
            query_role: None,
            short_pool_max: 8,
            long_pool_max: 16,
            connect_timeout: Duration::from_secs(3),
            wait_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(300),
            lifetime: Duration::from_secs(3600),
            health_timeout: Duration::from_secs(1),
            // The backend of a host that was killed ends; PostgreSQL 14 and later.
            query_settings: vec![("client_connection_check_interval".to_owned(), "1s".to_owned())],
        }
    }
}

impl fmt::Debug for Config {
    /// Leaves the connection string out: it may hold a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Config")
            .field("query_role", &self.query_role)
            .field("short_pool_max", &self.short_pool_max)
            .field("long_pool_max", &self.long_pool_max)
            .finish_non_exhaustive()
    }
}
