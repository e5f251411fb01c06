//! TAP_SCHEMA (TAP 1.1 §4): what describes all other tables, and itself.
//!
//! Its rows are stored in PostgreSQL once for each view of an instance, when a query first needs them, and read through
//! [`Relation`]s whose conditions leave those of the caller's view. Callers who see the same share a view. Only the
//! enumerations, which come from plugins while the host runs, are not stored.
//!
//! [`Relation`]: crate::Relation

mod description;
mod layout;
mod rows;
mod sql;

pub use description::collection;
pub use rows::{Rows, Value, rows};
pub use sql::{create_sql, grant_sql, prune_sql, store_sql};

use crate::Table;

/// The schema name that users write, in any case.
pub const SCHEMA_NAME: &str = "TAP_SCHEMA";

/// The schema in PostgreSQL that holds the rows.
pub const PG_SCHEMA: &str = "armilla";

/// What the key column `collection` holds for the rows that describe TAP_SCHEMA itself; no collection can be called
/// so, because their identifiers are lower case.
pub const SELF: &str = "TAP_SCHEMA";

/// The table, as its published name, whose rows are not stored: they are the enumerations that plugins offer at the
/// moment and that the caller may see, so the translator writes them into the query.
pub const ENUMERATIONS: &str = "enumerations";

/// Whether a table of a collection is [`ENUMERATIONS`].
pub fn is_enumerations(collection: &str, table: &Table) -> bool {
    collection == SELF && table.name == ENUMERATIONS
}

#[cfg(test)]
mod tests;
