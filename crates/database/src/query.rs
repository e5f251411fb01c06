//! A query from its specification to its first rows.

use std::{future::poll_fn, sync::Arc, time::Duration};

use futures_util::future::join;
use postgres_types::Type;
use tokio::sync::mpsc;
use tokio_postgres::Statement;

use crate::{
    ColumnInfo, DbError, Param, Pool, QuerySpec, RowStream, TimeLimit, Upload,
    clock::{Deadline, within},
    lease::Lease,
    metrics::Counters,
    pool::SessionPool,
    pump::Pump,
    rows::{Filled, Rows},
    stream::Rest,
    tally::Tally,
    transaction::TransactionText,
    uploads,
    work::{self, Work},
};

/// How many batches wait for the consumer.
const BATCHES_AHEAD: usize = 2;

/// What queries need: the pools, the text of their transaction, the counters.
pub(crate) struct Queries {
    pub short: SessionPool,
    pub long: SessionPool,
    pub text: TransactionText,
    pub counters: Arc<Counters>,
}

/// The time limits of a query.
#[derive(Clone, Copy)]
struct Limits {
    first_row: Option<Duration>,
    stall: Option<Duration>,
    total: Option<Duration>,
}

impl Limits {
    /// The end of the total time, and what ends first: this or the time for the first row.
    fn start(self) -> (Option<Deadline>, Option<Deadline>) {
        let total = Deadline::after(TimeLimit::Total, self.total);
        (total, Deadline::earliest(Deadline::after(TimeLimit::FirstRow, self.first_row), total))
    }
}

/// A prepared statement in the transaction of its query.
struct Opened {
    statement: Statement,
    lease: Lease,
    /// Until the first row.
    deadline: Option<Deadline>,
    total: Option<Deadline>,
}

impl Queries {
    pub fn pool(&self, pool: Pool) -> &SessionPool {
        match pool {
            Pool::Short => &self.short,
            Pool::Long => &self.long,
        }
    }

    /// Runs a query up to its first rows, its end, or its error.
    pub async fn run(&self, spec: QuerySpec) -> Result<RowStream, DbError> {
        let tally = Tally::begin(&self.counters);
        match self.start(spec).await {
            Ok(started) => Ok(started.into_stream(tally)),
            Err(error) => {
                tally.failed();
                Err(error)
            }
        }
    }

    async fn start(&self, spec: QuerySpec) -> Result<Started, DbError> {
        let QuerySpec { sql, params, pool, row_limit, batch_bytes, expected_types, mut uploads, .. } = spec;
        let limits = Limits {
            first_row: spec.first_row_timeout,
            stall: spec.stall_timeout,
            total: spec.total_timeout,
        };
        let types: Vec<Type> = params.iter().map(Param::pg_type).collect();
        let opened = if uploads.is_empty() {
            self.open(pool, limits, &sql, &types).await?
        } else {
            self.open_with_uploads(pool, limits, &mut uploads, &sql, &types).await?
        };
        let columns: Vec<ColumnInfo> = opened.statement.columns().iter().map(ColumnInfo::from).collect();
        if let Err(error) = check_types(&columns, expected_types.as_deref()) {
            drop(opened.statement);
            opened.lease.roll_back();
            return Err(error);
        }
        let (deadline, total) = (opened.deadline, opened.total);
        let (stream, lease) = execute(opened, &params).await?;
        let work = Work { rows: Rows::new(stream, batch_bytes, row_limit), lease };
        let (filled, work) = first_rows(work, deadline).await?;
        Ok(Started { columns, filled, work, total, stall_timeout: limits.stall })
    }

    /// Opens the transaction and prepares the statement in one round trip: preparing executes nothing, so it does no
    /// harm if the transaction could not be opened. A connection that turns out to be broken is replaced once.
    async fn open(&self, pool: Pool, limits: Limits, sql: &str, types: &[Type]) -> Result<Opened, DbError> {
        let begin = self.text.begin(true, limits.total);
        let mut again = true;
        loop {
            let lease = self.pool(pool).get().await?;
            let (total, deadline) = limits.start();
            let opening = async {
                // Both are sent when first polled, in this order.
                let begun = lease.client().batch_execute(&begin);
                let (begun, prepared) = join(begun, lease.client().prepare_typed(sql, types)).await;
                begun.map_err(not_begun)?;
                Ok(prepared?)
            };
            match within(deadline, opening).await {
                Ok(statement) => return Ok(Opened { statement, lease, deadline, total }),
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(work::fail(lease, error)),
            }
        }
    }

    /// Opens the transaction, loads the uploads, and prepares the statement that reads them; the first row is awaited
    /// from then on.
    async fn open_with_uploads(
        &self,
        pool: Pool,
        limits: Limits,
        uploads: &mut [Upload],
        sql: &str,
        types: &[Type],
    ) -> Result<Opened, DbError> {
        let (lease, total) = self.open_writable(pool, limits).await?;
        let client = lease.client();
        if let Err(error) = within(total, uploads::load(client, uploads, limits.stall)).await {
            return Err(work::fail(lease, error));
        }
        let first_row = Deadline::after(TimeLimit::FirstRow, limits.first_row);
        let deadline = Deadline::earliest(first_row, total);
        match within(deadline, async { Ok(client.prepare_typed(sql, types).await?) }).await {
            Ok(statement) => Ok(Opened { statement, lease, deadline, total }),
            Err(error) => Err(work::fail(lease, error)),
        }
    }

    async fn open_writable(&self, pool: Pool, limits: Limits) -> Result<(Lease, Option<Deadline>), DbError> {
        let begin = self.text.begin(false, limits.total);
        let mut again = true;
        loop {
            let lease = self.pool(pool).get().await?;
            let (total, deadline) = limits.start();
            let opening = async { lease.client().batch_execute(&begin).await.map_err(not_begun) };
            match within(deadline, opening).await {
                Ok(()) => return Ok((lease, total)),
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(work::fail(lease, error)),
            }
        }
    }
}

/// Runs the statement, which from here on only the stream holds: it is closed with it.
async fn execute(opened: Opened, params: &[Param]) -> Result<(tokio_postgres::RowStream, Lease), DbError> {
    let Opened { statement, lease, deadline, .. } = opened;
    let running = async { Ok(lease.client().query_raw(&statement, params).await?) };
    let begun = within(deadline, running).await;
    drop(statement);
    match begun {
        Ok(stream) => Ok((stream, lease)),
        Err(error) => Err(work::fail(lease, error)),
    }
}

/// The role or the settings of all queries are wrong: no fault of this one.
fn not_begun(error: tokio_postgres::Error) -> DbError {
    match DbError::from(error) {
        away @ (DbError::Unavailable { .. } | DbError::Busy { .. }) => away,
        other => DbError::internal(format!("cannot open the transaction of a query: {}", other.for_log())),
    }
}

async fn first_rows(mut work: Work, deadline: Option<Deadline>) -> Result<(Filled, Work), DbError> {
    match within(deadline, poll_fn(|cx| work.rows.poll_some(cx))).await {
        Ok(filled) => Ok((filled, work)),
        Err(error) => Err(work.fail(error)),
    }
}

/// A query with its first rows.
struct Started {
    columns: Vec<ColumnInfo>,
    filled: Filled,
    work: Work,
    total: Option<Deadline>,
    stall_timeout: Option<Duration>,
}

impl Started {
    /// A small answer is complete and needs no task; for a large one a task sends what follows.
    fn into_stream(mut self, tally: Tally) -> RowStream {
        let first = self.work.rows.take();
        tally.delivered(self.work.rows.count(), first.len());
        let rest = if self.filled == Filled::Full {
            self.work.rows.reserve();
            let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
            let pump = Pump { sender, total: self.total, stall_timeout: self.stall_timeout, tally };
            let runtime = self.work.lease.runtime().clone();
            runtime.spawn(pump.run(self.work));
            Rest::Coming(receiver)
        } else {
            tally.finished();
            Rest::Ended(self.work.finish(self.filled))
        };
        RowStream::new(self.columns, first, rest)
    }
}

fn check_types(columns: &[ColumnInfo], expected: Option<&[u32]>) -> Result<(), DbError> {
    let Some(expected) = expected else { return Ok(()) };
    if columns.len() != expected.len() {
        let message =
            format!("the query has {} columns where {} are expected", columns.len(), expected.len());
        return Err(DbError::internal(message));
    }
    match columns.iter().zip(expected).find(|(column, oid)| column.type_oid != **oid) {
        None => Ok(()),
        Some((column, oid)) => Err(DbError::internal(format!(
            "column `{}` of the query has the type with OID {} where {oid} is expected",
            column.name, column.type_oid
        ))),
    }
}
