//! A connection on loan from a pool: given back clean, or cancelled and closed.

use std::time::Duration;

use bb8::PooledConnection;
use futures_util::FutureExt;
use tokio::{runtime::Handle, time::timeout};
use tokio_postgres::{Client, NoTls};

use crate::{connect::Connector, statements::Statements};

/// How long a request to cancel may take; the connection is closed in any case.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection on loan. Dropped without [`Lease::release`] its work is cancelled and it is never used again.
pub(crate) struct Lease {
    session: PooledConnection<'static, Connector>,
    runtime: Handle,
    clean: bool,
}

impl Lease {
    pub fn new(session: PooledConnection<'static, Connector>, runtime: Handle) -> Self {
        Self { session, runtime, clean: false }
    }

    pub fn client(&self) -> &Client {
        &self.session.client
    }

    /// What this connection has prepared for earlier queries.
    pub fn statements(&mut self) -> &mut Statements {
        &mut self.session.statements
    }

    pub fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Sends ROLLBACK without waiting for the answer, and gives the connection back: whatever the next holder sends
    /// comes after it. COMMIT would keep what a statement has set for the session.
    pub fn roll_back(self) {
        if !matches!(self.client().batch_execute("ROLLBACK").now_or_never(), Some(Err(_))) {
            self.release();
        }
    }

    /// Gives the connection back; nothing may run on it and no transaction may be open.
    pub fn release(mut self) {
        self.clean = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.clean {
            return;
        }
        self.session.discard = true;
        if self.session.client.is_closed() {
            return;
        }
        let token = self.session.client.cancel_token();
        // May be dropped on a thread of a plugin, which is not one of the runtime's.
        self.runtime.spawn(async move {
            match timeout(CANCEL_TIMEOUT, token.cancel_query(NoTls)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!("cannot cancel a query: {}", crate::error::with_sources(&error))
                }
                Err(_) => tracing::warn!("cannot cancel a query: no answer within {CANCEL_TIMEOUT:?}"),
            }
        });
    }
}
