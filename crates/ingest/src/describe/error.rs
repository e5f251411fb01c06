//! Why a table cannot be described.

use catalogue::nearest;
use thiserror::Error;

use crate::index::words;

/// What went wrong; all texts are for the operator.
#[derive(Debug, Error)]
pub enum DescribeError {
    /// No such schema, or nothing in it.
    #[error("there is no schema `{schema}` with tables that the login may see")]
    UnknownSchema {
        /// What was asked for.
        schema: String,
        /// What to do now.
        hint: String,
    },
    /// No such table.
    #[error("there is no table `{table}` in schema `{schema}`")]
    UnknownTable {
        /// The schema.
        schema: String,
        /// What was asked for.
        table: String,
        /// What to do now.
        hint: String,
    },
    /// No column has a type that can be published.
    #[error("{table} has no column that can be published")]
    Nothing {
        /// The table with its schema.
        table: String,
    },
    /// PostgreSQL refused a query.
    #[error("the database refused: {}", words(.0))]
    Database(#[from] tokio_postgres::Error),
}

impl DescribeError {
    /// What to do now.
    pub fn hint(&self) -> &str {
        match self {
            Self::UnknownSchema { hint, .. } | Self::UnknownTable { hint, .. } => hint,
            Self::Nothing { .. } => {
                "make a view that casts its columns to numbers or text, and describe the view"
            }
            Self::Database(_) => "the login of [database] needs the right to read the table",
        }
    }

    pub(super) fn schema(schema: &str, known: &[String]) -> Self {
        Self::UnknownSchema { schema: schema.to_owned(), hint: hint(schema, "schemas", known) }
    }

    pub(super) fn table(schema: &str, table: &str, known: &[String]) -> Self {
        Self::UnknownTable {
            schema: schema.to_owned(),
            table: table.to_owned(),
            hint: hint(table, "tables", known),
        }
    }
}

/// The nearest names, or else all.
fn hint(wrong: &str, noun: &str, known: &[String]) -> String {
    let near = nearest(wrong, known.iter().map(String::as_str), 5);
    match (near.is_empty(), known.is_empty()) {
        (false, _) => format!("did you mean `{}`?", near.join("`, `")),
        (true, false) => format!("known {noun}: {}", known.join(", ")),
        (true, true) => format!("there are no {noun} here"),
    }
}
