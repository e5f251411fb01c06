//! Why an uploaded table cannot be read.

use thiserror::Error;

/// A table that cannot be read; every text is fit for the client and says where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The bytes are no table that is known here.
    #[error("the table is neither VOTable, FITS, Parquet nor CSV: {0}")]
    Unknown(String),
    /// The document breaks the rules of its format.
    #[error("{place}: {what}")]
    Malformed {
        /// Where, e.g. `line 12`, `row 7, column \`ra\``, `byte 1043`.
        place: String,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The table is larger than allowed.
    #[error("the table has more than {limit} {what}")]
    TooLarge {
        /// The limit.
        limit: u64,
        /// Of what, e.g. `rows`, `bytes`, `columns`.
        what: &'static str,
    },
    /// The source cannot be read.
    #[error("the table cannot be read: {0}")]
    Source(String),
}

impl ReadError {
    /// The HTTP status: 413 for what is too large, 500 for a fault of ours, else 400.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unknown(_) | Self::Malformed { .. } => 400,
            Self::TooLarge { .. } => 413,
            Self::Source(_) => 500,
        }
    }
}
