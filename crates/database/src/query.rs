//! A query from its specification to its first rows.

use std::{future::poll_fn, sync::Arc, time::Duration};

use postgres_types::Type;
use tokio::sync::mpsc;

use crate::{
    ColumnInfo, DbError, Param, Pool, QuerySpec, RowStream, Upload,
    clock::{Deadline, within},
    metrics::Counters,
    opening::{Limits, Request, execute},
    pool::SessionPool,
    pump::Pump,
    rows::{Filled, Rows},
    stream::Rest,
    tally::Tally,
    transaction::TransactionText,
    work::Work,
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

impl Queries {
    pub fn pool(&self, pool: Pool) -> &SessionPool {
        match pool {
            Pool::Short => &self.short,
            Pool::Long => &self.long,
        }
    }

    /// Runs a query up to its first rows, its end, or its error.
    /// After [`DbError::Role`] the specification is as it was.
    pub async fn run(&self, spec: &mut QuerySpec) -> Result<RowStream, DbError> {
        let tally = Tally::begin(&self.counters);
        match self.start(spec).await {
            Ok(started) => Ok(started.into_stream(tally)),
            Err(error) => {
                tally.failed();
                Err(error)
            }
        }
    }

    async fn start(&self, spec: &mut QuerySpec) -> Result<Started, DbError> {
        let mut uploads = std::mem::take(&mut spec.uploads);
        let started = self.start_with(spec, &mut uploads).await;
        spec.uploads = uploads;
        started
    }

    async fn start_with(&self, spec: &mut QuerySpec, uploads: &mut [Upload]) -> Result<Started, DbError> {
        let types: Vec<Type> = spec.params.iter().map(Param::pg_type).collect();
        let limits = Limits::of(spec);
        let mut reuse = true;
        loop {
            let (sql, role) = (&spec.sql, spec.role.as_deref());
            let request = Request { sql, types: &types, role, pool: spec.pool, limits, reuse };
            let opened = if uploads.is_empty() {
                self.open(request).await?
            } else {
                self.open_with_uploads(request, uploads).await?
            };
            let columns: Vec<ColumnInfo> = opened.statement.columns().iter().map(ColumnInfo::from).collect();
            if let Err(error) = check_types(&columns, spec.expected_types.as_deref()) {
                drop(opened.statement);
                opened.lease.roll_back();
                return Err(error);
            }
            let (deadline, total) = (opened.deadline, opened.total);
            let Some((stream, lease)) = execute(opened, &spec.sql, &spec.params).await? else {
                reuse = false;
                continue;
            };
            let work = Work { rows: Rows::new(stream, spec.batch_bytes, spec.row_limit), lease };
            let (filled, work) = first_rows(work, deadline).await?;
            return Ok(Started { columns, filled, work, total, stall_timeout: limits.stall });
        }
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
