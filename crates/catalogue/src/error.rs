//! What can be wrong with a set of collections at an instance.

use thiserror::Error;

/// Why an instance cannot publish what its settings say; all texts are for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogueError {
    /// The settings name a collection that has no file.
    #[error("no collection `{collection}` for schema `{schema}`; {hint}")]
    UnknownCollection {
        /// The schema name in the settings.
        schema: String,
        /// The identifier that nothing has.
        collection: String,
        /// The known identifiers.
        hint: String,
    },
    /// Two collections have one schema name.
    #[error(
        "collections `{first}` and `{second}` would both be schema `{schema}`; give each its own name in \
         `[settings.schemas]`"
    )]
    SameSchema {
        /// The name of both.
        schema: String,
        /// The one that came first.
        first: String,
        /// The other one.
        second: String,
    },
    /// The name cannot be a schema.
    #[error("schema name {fault}; take a letter, then letters, digits and `_`, and no word of ADQL")]
    SchemaName {
        /// The schema name in the settings.
        schema: String,
        /// What is wrong with it.
        fault: String,
    },
}

impl CatalogueError {
    /// The schema name that the settings have to change.
    pub fn schema(&self) -> &str {
        match self {
            Self::UnknownCollection { schema, .. }
            | Self::SameSchema { schema, .. }
            | Self::SchemaName { schema, .. } => schema,
        }
    }
}
