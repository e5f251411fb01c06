//! Who may log in: opened at the start, with what the database keeps of it.

use database::DbError;
use identity::{Identities, OpenError, Settings, Users};

use super::pool::unusable;
use crate::cli::Failure;

/// Identities over the users of the file alone.
pub fn without_database(users: Users) -> Result<Identities, Failure> {
    Identities::new(users).map_err(|error| no_random(&error))
}

/// Identities with sessions and tokens. A database that may not be written to, e.g. a standby, is told in the log; there
/// are none of either then.
pub async fn open(
    settings: Settings,
    users: Users,
    database: &database::Config,
) -> Result<Identities, Failure> {
    match Identities::open(settings, users.clone(), database).await {
        Ok(identities) => Ok(identities),
        Err(OpenError::Database(DbError::Permission { message, .. })) => {
            tracing::warn!(
                "there are no sessions and no tokens, since the database lets us keep none: {message}. If it is no \
                 standby, let the login of [database] make tables: GRANT CREATE ON DATABASE … TO …"
            );
            without_database(users)
        }
        Err(OpenError::Database(error)) => Err(unusable(&error.for_log())),
        Err(OpenError::Random(error)) => Err(no_random(&error)),
    }
}

fn no_random(error: &dyn std::fmt::Display) -> Failure {
    Failure::machine(
        format!("no random numbers: {error}"),
        "the system has no source of them; see getrandom(2)",
    )
}
