//! A running query with its connection, and how the two part.

use std::time::Duration;

use tokio::time::timeout;

use crate::{
    DbError, End,
    lease::Lease,
    rows::{Filled, Rows},
};

/// How long a query that was cut at its row limit may take to end by itself before it is cancelled: where the
/// statement has a LIMIT of one row more, its end follows at once.
const CUT_PATIENCE: Duration = Duration::from_millis(20);

/// A running query with its connection. Dropping it cancels the query and closes the connection.
pub(crate) struct Work {
    // Dropped first: that closes the prepared statement.
    pub rows: Rows,
    pub lease: Lease,
}

impl Work {
    /// Ends the transaction of a query that gave all rows that are wanted.
    pub fn finish(self, filled: Filled) -> End {
        let end = self.rows.end(filled);
        if filled == Filled::Over {
            let runtime = self.lease.runtime().clone();
            runtime.spawn(self.cut());
        } else {
            drop(self.rows);
            self.lease.roll_back();
        }
        end
    }

    /// Ends the transaction of a query that failed; where the server did not say so itself, it is cancelled.
    pub fn fail(self, error: DbError) -> DbError {
        drop(self.rows);
        fail(self.lease, error)
    }

    async fn cut(mut self) {
        if timeout(CUT_PATIENCE, self.rows.has_ended()).await == Ok(true) {
            drop(self.rows);
            self.lease.roll_back();
        }
    }
}

/// Rolls back where the connection is known to wait for a command, else drops it.
pub(crate) fn fail(lease: Lease, error: DbError) -> DbError {
    if is_statement_error(&error) {
        lease.roll_back();
    }
    error
}

/// As [`fail`], for a statement outside a transaction.
pub(crate) fn fail_idle(lease: Lease, error: DbError) -> DbError {
    if is_statement_error(&error) {
        lease.release();
    }
    error
}

/// Whether the server itself ended the statement and waits for the next.
fn is_statement_error(error: &DbError) -> bool {
    matches!(error, DbError::Query { .. } | DbError::Permission { .. } | DbError::Cancelled { .. })
}
