//! The host's one way to PostgreSQL.

use std::{sync::Arc, time::Duration};

use postgres_types::Type;
use tokio::runtime::Handle;
use tokio_postgres::{Row, Statement};

use crate::{
    Config, DbError, Health, Metrics, Param, Pool, QuerySpec, RowSource, RowStream,
    connect::{Connector, Failures},
    copy::copy_rows,
    health::HealthCheck,
    lease::Lease,
    pool::SessionPool,
    query::Queries,
    transaction::TransactionText,
    work,
};

/// Notices a peer that is gone without saying so; TCP only.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(60);

/// How long sent data may remain without acknowledgement; TCP only.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(60);

/// Two pools of connections to one database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    queries: Arc<Queries>,
    health: Arc<HealthCheck>,
}

impl Database {
    /// Prepares the pools without connecting: a database that is away is found by the first query. Must be called
    /// within a tokio runtime; an error is a mistake in the configuration.
    pub fn open(config: &Config) -> Result<Self, DbError> {
        let runtime =
            Handle::try_current().map_err(|error| DbError::Config { message: error.to_string() })?;
        let server = server(config)?;
        let failures = Arc::new(Failures::default());
        let pool = |name, size_max| {
            let connector = Connector::new(server.clone(), config.connect_timeout, failures.clone());
            SessionPool::new(name, size_max, config, connector, failures.clone(), runtime.clone())
        };
        let queries = Queries {
            short: pool("short", config.short_pool_max),
            long: pool("long", config.long_pool_max),
            text: TransactionText::new(config),
            counters: Arc::default(),
        };
        Ok(Self { queries: Arc::new(queries), health: Arc::new(HealthCheck::new(config.health_timeout)) })
    }

    /// Runs a query in a read-only transaction under the query role. Returns with the first rows, or with the end of an
    /// answer without rows; errors and time limits until then are errors of this call, later ones of the stream.
    /// Dropping the future or the stream cancels the query.
    pub async fn query(&self, mut spec: QuerySpec) -> Result<RowStream, DbError> {
        self.try_query(&mut spec).await
    }

    /// As [`Self::query`], for a query whose role may have to be made first: after [`DbError::Role`] nothing has run,
    /// and the same specification can be given again. After anything else its uploads are used up.
    pub async fn try_query(&self, spec: &mut QuerySpec) -> Result<RowStream, DbError> {
        let answer = self.queries.run(spec).await;
        if let Err(DbError::Unavailable { .. }) = answer {
            self.health.doubt();
        }
        answer
    }

    /// Runs one statement under the login itself, in a transaction of its own, and tells how many rows it changed.
    /// Dropping the future cancels it.
    pub async fn execute(&self, sql: &str, params: &[Param]) -> Result<u64, DbError> {
        let types: Vec<Type> = params.iter().map(Param::pg_type).collect();
        let (lease, statement) = self.prepare(Pool::Short, sql, &types).await?;
        let done = lease.client().execute_raw(&statement, params).await.map_err(DbError::from);
        drop(statement);
        settle(lease, done)
    }

    /// Runs one query without parameters under the login itself and gives all its rows, for small tables of the host's own.
    /// Dropping the future cancels it.
    pub async fn rows(&self, sql: &str) -> Result<Vec<Row>, DbError> {
        let (lease, statement) = self.prepare(Pool::Short, sql, &[]).await?;
        let rows = lease.client().query(&statement, &[]).await.map_err(DbError::from);
        drop(statement);
        settle(lease, rows)
    }

    /// Runs several statements separated by `;` under the login itself, all or nothing unless they say otherwise. The
    /// connection is not used again, since they may have changed its settings. Dropping the future cancels them.
    pub async fn batch_execute(&self, sql: &str) -> Result<(), DbError> {
        let lease = self.fresh(Pool::Short).await?;
        Ok(lease.client().batch_execute(sql).await?)
    }

    /// Runs `COPY ... FROM STDIN (FORMAT binary)` under the login itself with the rows of `source`, all or nothing, and
    /// tells how many there were. Header and trailer are added. Dropping the future cancels it.
    pub async fn copy_in(&self, copy_sql: &str, mut source: RowSource) -> Result<u64, DbError> {
        let (lease, statement) = self.prepare(Pool::Long, copy_sql, &[]).await?;
        let copied = copy_rows(lease.client(), &statement, &mut source, copy_sql, None).await;
        drop(statement);
        settle(lease, copied)
    }

    /// Whether the database answers; asks at most once a second.
    pub async fn health(&self) -> Health {
        self.health.check(&self.queries.short).await
    }

    /// Counters and sizes at this moment.
    pub fn metrics(&self) -> Metrics {
        let queries = &self.queries;
        queries.counters.snapshot(queries.short.metrics(), queries.long.metrics())
    }

    /// Prepares a statement, which executes nothing, so that a connection that turns out to be broken can be replaced.
    async fn prepare(&self, pool: Pool, sql: &str, types: &[Type]) -> Result<(Lease, Statement), DbError> {
        let mut again = true;
        loop {
            let lease = self.queries.pool(pool).get().await?;
            match lease.client().prepare_typed(sql, types).await.map_err(DbError::from) {
                Ok(statement) => return Ok((lease, statement)),
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(work::fail_idle(lease, error)),
            }
        }
    }

    /// A connection that has just answered.
    async fn fresh(&self, pool: Pool) -> Result<Lease, DbError> {
        let mut again = true;
        loop {
            let lease = self.queries.pool(pool).get().await?;
            match lease.client().check_connection().await.map_err(DbError::from) {
                Ok(()) => return Ok(lease),
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(error),
            }
        }
    }
}

/// Gives the connection of a statement outside a transaction back, where its state is known.
fn settle<T>(lease: Lease, outcome: Result<T, DbError>) -> Result<T, DbError> {
    match outcome {
        Ok(value) => {
            lease.release();
            Ok(value)
        }
        Err(error) => Err(work::fail_idle(lease, error)),
    }
}

pub(crate) fn server(config: &Config) -> Result<tokio_postgres::Config, DbError> {
    let parsed = config.connection.parse::<tokio_postgres::Config>();
    let wrong = |error: tokio_postgres::Error| DbError::Config {
        message: format!("connection string of the database: {}", crate::error::with_sources(&error)),
    };
    let mut server = parsed.map_err(wrong)?;
    if server.get_application_name().is_none() {
        server.application_name("armilla");
    }
    server.connect_timeout(config.connect_timeout);
    server.keepalives_idle(KEEPALIVE_IDLE).tcp_user_timeout(TCP_USER_TIMEOUT);
    Ok(server)
}
