//! A statement on its way into its own read-only transaction.

use std::time::Duration;

use futures_util::future::join;
use postgres_types::Type;
use tokio_postgres::{Client, Statement};

use crate::{
    DbError, Param, Pool, QuerySpec, TimeLimit,
    clock::{Deadline, within},
    lease::Lease,
    query::Queries,
    statements::is_worth_keeping,
    transaction::Mode,
    uploads, work,
};

/// The time limits of a query.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    first_row: Option<Duration>,
    pub stall: Option<Duration>,
    total: Option<Duration>,
}

/// A prepared statement in the transaction of its query.
pub(crate) struct Opened {
    pub statement: Statement,
    pub lease: Lease,
    /// Whether the statement was prepared for an earlier query.
    pub kept: bool,
    /// Until the first row.
    pub deadline: Option<Deadline>,
    pub total: Option<Deadline>,
}

/// What is to be opened.
#[derive(Clone, Copy)]
pub(crate) struct Request<'q> {
    pub sql: &'q str,
    pub types: &'q [Type],
    pub role: Option<&'q str>,
    pub pool: Pool,
    pub limits: Limits,
    /// Whether a statement of an earlier query may be used.
    pub reuse: bool,
}

impl Limits {
    pub fn of(spec: &QuerySpec) -> Self {
        Self { first_row: spec.first_row_timeout, stall: spec.stall_timeout, total: spec.total_timeout }
    }

    /// The end of the total time, and what ends first: this or the time for the first row.
    fn start(self) -> (Option<Deadline>, Option<Deadline>) {
        let total = Deadline::after(TimeLimit::Total, self.total);
        (total, Deadline::earliest(Deadline::after(TimeLimit::FirstRow, self.first_row), total))
    }
}

impl Request<'_> {
    /// A statement with parameters runs with one plan for all their values: that is what it has them for.
    fn mode(&self) -> Mode {
        if self.types.is_empty() { Mode::Read } else { Mode::ReadGeneric }
    }
}

impl Queries {
    /// Opens the transaction and prepares the statement in one round trip: preparing executes nothing, so it does no
    /// harm if the transaction could not be opened. A statement that the connection knows needs no preparing; it waits
    /// for the transaction all the same. A connection that turns out to be broken is replaced once.
    pub(crate) async fn open(&self, request: Request<'_>) -> Result<Opened, DbError> {
        let Request { sql, types, role, limits, .. } = request;
        let begin = self.text.begin(request.mode(), role, limits.total);
        let keep = is_worth_keeping(sql, types);
        let mut again = true;
        loop {
            let mut lease = self.pool(request.pool).get().await?;
            let known = if keep && request.reuse { lease.statements().get(sql, types) } else { None };
            let kept = known.is_some();
            let (total, deadline) = limits.start();
            match within(deadline, begin_with(lease.client(), &begin, role, known, sql, types)).await {
                Ok(statement) => {
                    if keep && !kept {
                        lease.statements().put(sql, types, statement.clone());
                    }
                    return Ok(Opened { statement, lease, kept, deadline, total });
                }
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(work::fail(lease, error)),
            }
        }
    }

    /// Opens the transaction, loads the uploads, and prepares the statement that reads them; the first row is awaited
    /// from then on. The statement names tables that are gone afterwards, so it is not kept.
    pub(crate) async fn open_with_uploads(
        &self,
        request: Request<'_>,
        uploads: &mut [crate::Upload],
    ) -> Result<Opened, DbError> {
        let Request { sql, types, limits, .. } = request;
        let (lease, total) = self.open_writable(request).await?;
        let client = lease.client();
        if let Err(error) = within(total, uploads::load(client, uploads, limits.stall)).await {
            return Err(work::fail(lease, error));
        }
        let first_row = Deadline::after(TimeLimit::FirstRow, limits.first_row);
        let deadline = Deadline::earliest(first_row, total);
        match within(deadline, async { Ok(client.prepare_typed(sql, types).await?) }).await {
            Ok(statement) => Ok(Opened { statement, lease, kept: false, deadline, total }),
            Err(error) => Err(work::fail(lease, error)),
        }
    }

    async fn open_writable(&self, request: Request<'_>) -> Result<(Lease, Option<Deadline>), DbError> {
        let Request { role, pool, limits, .. } = request;
        let begin = self.text.begin(Mode::Write, role, limits.total);
        let mut again = true;
        loop {
            let lease = self.pool(pool).get().await?;
            let (total, deadline) = limits.start();
            let opening = async { lease.client().batch_execute(&begin).await.map_err(not_begun(role)) };
            match within(deadline, opening).await {
                Ok(()) => return Ok((lease, total)),
                Err(DbError::Unavailable { .. }) if again => again = false,
                Err(error) => return Err(work::fail(lease, error)),
            }
        }
    }
}

/// Opens the transaction, and prepares the statement if it is not known.
async fn begin_with(
    client: &Client,
    begin: &str,
    role: Option<&str>,
    known: Option<Statement>,
    sql: &str,
    types: &[Type],
) -> Result<Statement, DbError> {
    // Both are sent when first polled, in this order.
    let begun = client.batch_execute(begin);
    if let Some(statement) = known {
        begun.await.map_err(not_begun(role))?;
        return Ok(statement);
    }
    let (begun, prepared) = join(begun, client.prepare_typed(sql, types)).await;
    begun.map_err(not_begun(role))?;
    Ok(prepared?)
}

/// Runs the statement; the stream holds it, and closes it if nobody keeps it. Nothing has run and `None` is the answer
/// where it was prepared for an earlier query and does not fit the tables any more.
pub(crate) async fn execute(
    opened: Opened,
    sql: &str,
    params: &[Param],
) -> Result<Option<(tokio_postgres::RowStream, Lease)>, DbError> {
    let Opened { statement, mut lease, kept, deadline, .. } = opened;
    let running = async { Ok(lease.client().query_raw(&statement, params).await?) };
    let begun = within(deadline, running).await;
    drop(statement);
    match begun {
        Ok(stream) => Ok(Some((stream, lease))),
        Err(error) if kept && is_stale(&error) => {
            lease.statements().forget(sql);
            lease.roll_back();
            Ok(None)
        }
        Err(error) => Err(work::fail(lease, error)),
    }
}

/// Whether a prepared statement has to be prepared again: a column that it gives has another type now (0A000), or the
/// server does not know it any more (26000).
fn is_stale(error: &DbError) -> bool {
    matches!(error, DbError::Query { code, .. } if code == "0A000" || code == "26000")
}

/// The role is not there or is not for this login (22023, 42501), or the settings of all queries are wrong: no fault of
/// the statement.
fn not_begun(role: Option<&str>) -> impl Fn(tokio_postgres::Error) -> DbError {
    move |error| match (DbError::from(error), role) {
        (away @ (DbError::Unavailable { .. } | DbError::Busy { .. }), _) => away,
        (DbError::Query { code, message } | DbError::Permission { code, message }, Some(role))
            if code == "22023" || code == "42501" =>
        {
            DbError::Role { role: role.to_owned(), message }
        }
        (other, _) => {
            DbError::internal(format!("cannot open the transaction of a query: {}", other.for_log()))
        }
    }
}
