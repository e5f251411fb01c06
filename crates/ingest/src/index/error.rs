//! Why a table cannot be indexed, and what to do about it.

use catalogue::nearest;

/// Why a table cannot be indexed; for the operator.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// No such relation.
    #[error("there is no table `{table}` in the database")]
    NoTable {
        /// The name that was given.
        table: String,
        /// The names in the same schema.
        known: Vec<String>,
    },
    /// Something that holds no rows of its own.
    #[error("`{table}` is {kind}")]
    NotStored {
        /// Its name.
        table: String,
        /// What it is, with article.
        kind: &'static str,
        /// What to do instead.
        hint: &'static str,
    },
    /// No such column.
    #[error("table `{table}` has no column `{column}`")]
    NoColumn {
        /// The table.
        table: String,
        /// The name that was given.
        column: String,
        /// The columns that are there.
        known: Vec<String>,
    },
    /// A position that is not stored as numbers.
    #[error("column `{column}` of `{table}` holds no numbers")]
    NoNumber {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The column for the index is there already, for something else.
    #[error("column `{column}` of `{table}` is no plain BIGINT column")]
    OtherColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// No column looks like a position.
    #[error("no columns of `{table}` look like a position")]
    NoPosition {
        /// The table.
        table: String,
    },
    /// Others hold a lock on the table.
    #[error("table `{table}` could not be locked for {what} within {secs} s; {holders}")]
    Locked {
        /// The table.
        table: String,
        /// What the lock is for.
        what: &'static str,
        /// How long it was tried, in seconds.
        secs: u64,
        /// Who holds it.
        holders: String,
    },
    /// Another run is at work on the table.
    #[error("another `armilla index` works on `{table}`")]
    Running {
        /// The table.
        table: String,
    },
    /// A server that cannot read ranges of a table by place.
    #[error("the server is PostgreSQL {version}, which cannot read a table piece by piece")]
    Version {
        /// The server's version.
        version: String,
    },
    /// The database refused a statement, or went away.
    #[error("the database refused: {}", words(.0))]
    Database(#[from] tokio_postgres::Error),
}

impl IndexError {
    /// What to do now.
    pub fn hint(&self) -> String {
        match self {
            Self::NoTable { table, known } => {
                let bare = table.rsplit('.').next().unwrap_or(table);
                match nearest(bare, known.iter().map(String::as_str), 1).first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        "write SCHEMA.TABLE as PostgreSQL calls it, in double quotes where it has capitals"
                            .to_owned()
                    }
                }
            }
            Self::NotStored { hint, .. } => (*hint).to_owned(),
            Self::NoColumn { column, known, .. } => {
                conf_file::suggestion_in_order(column, "columns", known.iter().map(String::as_str))
            }
            Self::NoNumber { .. } => "name columns of type double precision or real, in degrees".to_owned(),
            Self::OtherColumn { .. } => "choose another name with --column".to_owned(),
            Self::NoPosition { .. } => "name the columns with --ra and --dec".to_owned(),
            Self::Locked { .. } => "end what holds it, or run the command again at a quieter time".to_owned(),
            Self::Running { .. } => {
                "wait until it has ended, or end it, and run the command again".to_owned()
            }
            Self::Version { .. } => "update the server to PostgreSQL 14 or later".to_owned(),
            Self::Database(error) if is_permission(error) => {
                "connect as the owner of the table: `connection` in `[database]` of host.toml".to_owned()
            }
            Self::Database(_) => "nothing is lost: mend it and run the command again".to_owned(),
        }
    }
}

/// The server's own words, with its detail.
pub(crate) fn words(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => match db.detail() {
            Some(detail) => format!("{} ({detail})", db.message()),
            None => db.message().to_owned(),
        },
        None => error.to_string(),
    }
}

fn is_permission(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE)
}
