//! Why files do not become a table.

use std::io;
use std::path::{Path, PathBuf};

use database::DbError;
use formats::read::ReadError;
use thiserror::Error;

use crate::Target;

/// Why files do not become a table. The database is as it was.
#[derive(Debug, Error)]
pub enum IngestError {
    /// A file cannot be opened.
    #[error("{}: {reason}", file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// A file is no table, or a row of it is broken.
    #[error("{}: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        error: ReadError,
        /// Whether the rows behind can be read.
        goes_on: bool,
    },
    /// The position of a row is none.
    #[error("{}: row {row}: {what}", file.display())]
    Row {
        /// The file.
        file: PathBuf,
        /// The row in the file, from 1.
        row: u64,
        /// What is wrong.
        what: String,
    },
    /// The files are not of one table.
    #[error("{}: {what}", file.display())]
    Columns {
        /// The file.
        file: PathBuf,
        /// What differs.
        what: String,
    },
    /// The columns with the position cannot be used.
    #[error("{what}")]
    Position {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// What is in the database cannot be replaced.
    #[error("table {target} cannot be replaced: {what}")]
    Target {
        /// The table.
        target: Target,
        /// What stands in the way.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The collection file cannot be written. With `loaded`, the table is in its place nevertheless.
    #[error("{}: {reason}", file.display())]
    Collection {
        /// The collection file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
        /// Whether the table was loaded before.
        loaded: bool,
    },
    /// The database did not do what it should.
    #[error("{doing}: {}", error.for_log())]
    Database {
        /// What was being done.
        doing: String,
        /// What it said.
        error: DbError,
    },
    /// A file of our own cannot be written or read.
    #[error("{what}: {reason}")]
    File {
        /// Which file, and what was to be done with it.
        what: String,
        /// The system's words.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// A mistake of ours.
    #[error("{0}")]
    Internal(String),
}

impl IngestError {
    /// What to do now.
    pub fn hint(&self) -> String {
        match self {
            Self::Open { .. } => {
                "give the path of a FITS, VOTable, CSV, TSV, ECSV or Parquet file".to_owned()
            }
            Self::Row { .. } | Self::Read { goes_on: true, .. } => {
                "correct the row, or leave out broken rows with --rejects FILE".to_owned()
            }
            Self::Read { .. } => "correct the file; nothing was changed".to_owned(),
            Self::Columns { .. } => "give the type with --types where CSV files differ in it; ingest files of different columns into \
                                     tables of their own"
                .to_owned(),
            Self::Position { hint, .. } | Self::Target { hint, .. } | Self::File { hint, .. } => hint.clone(),
            Self::Database { .. } => "nothing was changed; run the same command again".to_owned(),
            Self::Collection { loaded: false, .. } => {
                "correct the file, or take another collection with --collection; nothing was changed"
                    .to_owned()
            }
            Self::Collection { loaded: true, .. } => {
                "the table is loaded; correct the file and run the same command again".to_owned()
            }
            Self::Internal(_) => "nothing was changed; please report this with the file's head".to_owned(),
        }
    }

    /// Turns an error of the database into what was being done.
    pub(crate) fn database<E: Into<DbError>>(doing: impl Into<String>) -> impl FnOnce(E) -> Self {
        let doing = doing.into();
        move |error| Self::Database { doing, error: error.into() }
    }

    /// Turns an error of the system into a file that cannot be opened.
    pub(crate) fn open(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        move |error| Self::Open { file, reason: error.to_string() }
    }

    /// Turns an error of the system into a temporary file that cannot be used.
    pub(crate) fn spill(error: io::Error) -> Self {
        Self::File {
            what: format!("the temporary file for sorting in {}", std::env::temp_dir().display()),
            reason: error.to_string(),
            hint: "it needs as much room as the rows; name another folder in TMPDIR".to_owned(),
        }
    }
}
