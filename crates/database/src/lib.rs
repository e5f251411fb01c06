//! PostgreSQL for the host: two pools, queries as streams of binary rows, COPY, and a line of the host's own.
//!
//! A query runs in a read-only transaction under its own role or that of all queries. Everything set on a connection is LOCAL to a
//! transaction, so that pools (also pgbouncer's) are safe. Whoever drops a future or a stream of this crate cancels the
//! work behind it. A cancelled connection is never used again, since a cancel request may arrive late.
//!
//! Futures of this crate must be polled within the runtime in which [`Database::open`] was called.

mod clock;
mod config;
mod connect;
mod copy;
mod database;
mod error;
mod health;
mod lease;
mod line;
mod metrics;
mod opening;
mod params;
mod pool;
mod pump;
mod query;
mod rows;
mod spec;
mod statements;
mod stream;
mod tally;
mod transaction;
mod uploads;
mod work;

pub use config::Config;
pub use copy::copy_rows;
pub use database::Database;
pub use error::{DbError, TimeLimit};
pub use health::Health;
pub use line::Line;
pub use metrics::{Metrics, PoolMetrics};
pub use params::Param;
pub use spec::{BATCH_BYTES, BoxError, Pool, QuerySpec, RowSource, Upload, UploadColumn};
pub use stream::{Batch, ColumnInfo, End, RowStream};
pub use tokio_postgres::{Client, Row};
pub use transaction::{quote_name, quote_text};
