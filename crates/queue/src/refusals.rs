//! Why a statement has made or queued no job: what the account is allowed, and what it has.

use postgres_types::Type;
use uws::Phase;

use crate::{Account, Caller, Queue, QueueError, sql};

impl Queue {
    /// Why no job was made.
    pub(crate) async fn not_made(
        &self,
        caller: Caller<'_>,
        name: &str,
        account: &Account,
        run: bool,
    ) -> Result<QueueError, QueueError> {
        if let Some(max) = account.result_bytes_max {
            let rows = self.rows(sql::RESULTS, &[(&name, Type::TEXT)]).await?;
            let bytes = rows.first().map_or(Ok(0), |row| row.try_get::<_, i64>(2))?;
            if bytes >= max {
                let mut largest = Vec::new();
                // The id of a job of the anonymous is all that protects it, and others share their address.
                for row in rows.iter().filter(|_| !caller.owner.is_empty()) {
                    largest.push(format!("{} ({})", row.try_get::<_, &str>(0)?, size(row.try_get(1)?)));
                }
                return Ok(QueueError::ResultsFull { kept: size(bytes), max: size(max), largest });
            }
        }
        let count = "SELECT count(*) FROM armilla.jobs WHERE account = $1 AND phase = 'QUEUED'";
        if let Some(max) = account.queued_max.filter(|_| run) {
            let waiting: i64 = self.rows(count, &[(&name, Type::TEXT)]).await?[0].try_get(0)?;
            if waiting >= max {
                return Ok(QueueError::TooManyQueued { max });
            }
        }
        Ok(QueueError::TooMany { max: self.settings.jobs_per_user_max })
    }

    /// Why a job was not queued.
    pub(crate) async fn not_run(&self, caller: Caller<'_>, id: &str) -> Result<QueueError, QueueError> {
        let job = self.get(caller, id).await?;
        if job.phase == Phase::Pending
            && let Some(row) = self.rows(sql::WAITING, &[(&id, Type::TEXT)]).await?.first()
            && let Some(max) = row.try_get::<_, Option<i64>>(0)?
        {
            return Ok(QueueError::TooManyQueued { max });
        }
        Ok(QueueError::Phase { phase: job.phase, rule: "only a PENDING job can be run" })
    }
}

/// Bytes as people read them.
fn size(bytes: i64) -> String {
    match bytes {
        ..1_048_576 => format!("{bytes} bytes"),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}
