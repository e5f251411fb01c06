//! Why the list of images cannot be filled.

use std::io;
use std::path::{Path, PathBuf};

use database::DbError;
use thiserror::Error;

/// Why the list is not filled. It is as it was.
#[derive(Debug, Error)]
pub enum ImageListError {
    /// A folder or a file cannot be looked at.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// What was asked for is not within the folder of the collection.
    #[error("{} is not below {}, the folder of the images of collection `{collection}`", path.display(), folder.display())]
    Outside {
        /// What was asked for.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
        /// The collection.
        collection: String,
    },
    /// No file is there, and the list has some.
    #[error("there is no image below {}, though {listed} are listed", folder.display())]
    AllGone {
        /// The folder.
        folder: PathBuf,
        /// How many are listed.
        listed: u64,
    },
    /// The enumeration is not known.
    #[error("collection `{collection}`: no plugin offers the enumeration `{name}` of its `[images]`")]
    NoEnumeration {
        /// The collection.
        collection: String,
        /// The enumeration.
        name: String,
        /// Those that are offered.
        known: Vec<String>,
    },
    /// The table with the images is not what the collection file says.
    #[error("table {table} of the `[images]` of collection `{collection}`: {what}")]
    Table {
        /// The collection.
        collection: String,
        /// The table in PostgreSQL.
        table: String,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// Another command fills the same list.
    #[error("another command fills the list of images of collection `{0}` now")]
    Busy(String),
    /// The database did not do what it should.
    #[error("{doing}: {}", error.for_log())]
    Database {
        /// What was being done.
        doing: String,
        /// What it said.
        error: DbError,
    },
    /// A mistake of ours.
    #[error("{0}")]
    Internal(String),
}

impl ImageListError {
    /// What to do now.
    pub fn hint(&self) -> String {
        match self {
            Self::Unreadable { .. } => {
                "name a folder, a file or a pattern that is there and may be read; nothing was changed"
                    .to_owned()
            }
            Self::Outside { folder, .. } => format!(
                "name a folder, files or a pattern below {}, or change `folder` in the collection file",
                folder.display()
            ),
            Self::AllGone { .. } => {
                "if its disk is not mounted, mount it; if the images shall go, add --all; nothing was changed"
                    .to_owned()
            }
            Self::NoEnumeration { name, known, .. } => {
                conf_file::suggestion(name, "enumerations", known.iter().map(String::as_str))
            }
            Self::Table { hint, .. } => hint.clone(),
            Self::Busy(_) => "wait until it ends, then run the same command again".to_owned(),
            Self::Database { .. } => "nothing was changed; run the same command again".to_owned(),
            Self::Internal(_) => "nothing was changed; please report this".to_owned(),
        }
    }

    /// Turns an error of the database into what was being done.
    pub(crate) fn database<E: Into<DbError>>(doing: impl Into<String>) -> impl FnOnce(E) -> Self {
        let doing = doing.into();
        move |error| Self::Database { doing, error: error.into() }
    }

    /// Turns an error of the system into what cannot be read.
    pub(crate) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Unreadable { path, reason: error.to_string() }
    }
}
