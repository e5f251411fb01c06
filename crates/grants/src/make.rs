//! Roles made in the database, or told as a script for somebody who may.

use database::{Database, DbError};

use crate::actual::Actual;
use crate::{Role, sql};

/// Why a role is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The database refused, or could not be asked.
    #[error("{}", .0.for_log())]
    Database(#[from] DbError),
    /// A role of that name belongs to somebody else.
    #[error("there is a role `{0}` that was not made by a host; rename it")]
    Taken(String),
    /// The login may not grant what it may read.
    #[error("the login may not run: {0}")]
    Withheld(String),
    /// A foreign server would not know the role.
    #[error("foreign server `{0}` has no user mapping for PUBLIC, which roles of views need")]
    Unmapped(String),
}

impl NotMade {
    /// Whether another attempt may do better although nothing has changed.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Database(DbError::Unavailable { .. } | DbError::Busy { .. }))
    }
}

/// Makes the role what it should be, and writes nothing where it is.
pub async fn ensure(database: &Database, role: &Role) -> Result<(), NotMade> {
    let statements = script(database, role).await?;
    if statements.is_empty() {
        return Ok(());
    }
    let made = database.batch_execute(&sql::transaction(&statements)).await;
    // A grant that the login may not give is a warning and no error, so what counts is what there is now; the day of
    // its last use alone is no reason to do without it.
    let missing = script(database, role).await?.into_iter().find(|left| !left.starts_with("COMMENT"));
    match (missing, made) {
        (None, _) => Ok(()),
        (Some(_), Err(error)) => Err(error.into()),
        (Some(statement), Ok(())) => Err(NotMade::Withheld(statement)),
    }
}

/// The statements that are missing to make the role what it should be.
pub async fn script(database: &Database, role: &Role) -> Result<Vec<String>, NotMade> {
    let actual = Actual::read(database, role).await?;
    if actual.comment.as_ref().is_some_and(|comment| !comment.starts_with(&role.mark)) {
        return Err(NotMade::Taken(role.name.clone()));
    }
    match actual.unmapped.first() {
        Some(server) => Err(NotMade::Unmapped(server.clone())),
        None => Ok(role.statements(&actual, &today())),
    }
}

/// The day in UTC, `YYYY-MM-DD`.
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}
