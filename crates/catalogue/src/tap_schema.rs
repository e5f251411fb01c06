//! TAP_SCHEMA (TAP 1.1 §4): what describes all other tables, and itself.

mod description;

pub use description::collection;

/// The schema name that users write, in any case.
pub const SCHEMA_NAME: &str = "TAP_SCHEMA";

/// The schema in PostgreSQL that holds the rows.
pub const PG_SCHEMA: &str = "armilla";

/// What the key column `collection` holds for the rows that describe TAP_SCHEMA itself; no collection can be called
/// so, because their identifiers are lower case.
pub const SELF: &str = "TAP_SCHEMA";
