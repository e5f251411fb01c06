//! What can go wrong when the demo survey is made or loaded.

use std::path::PathBuf;

use thiserror::Error;

use crate::OBJECTS_MAX;

/// A failure of the demo survey. The texts are for the operator: some name database objects.
#[derive(Debug, Error)]
pub enum SurveyError {
    /// The number of objects is 0 or above [`OBJECTS_MAX`].
    #[error("{0} objects is out of range: the demo survey holds 1 to {OBJECTS_MAX}")]
    Objects(u64),
    /// PostgreSQL refused a step.
    #[error("failed to {step}; see the source of this error and the log of PostgreSQL")]
    Database {
        /// What was being done, as a verb with its object.
        step: String,
        /// The answer of PostgreSQL or of its driver.
        source: tokio_postgres::Error,
    },
    /// The folder of the images cannot be written.
    #[error("the images below {} cannot be written: {source}", folder.display())]
    Images {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The threads that make rows ended before the last row.
    #[error(
        "the rows of release `{0}` ended early: a thread that makes them has failed; its message is in the log"
    )]
    Generator(&'static str),
}

impl SurveyError {
    /// Wraps an error of PostgreSQL with the step that met it.
    pub(crate) fn database(step: impl Into<String>) -> impl FnOnce(tokio_postgres::Error) -> Self {
        let step = step.into();
        |source| Self::Database { step, source }
    }
}
