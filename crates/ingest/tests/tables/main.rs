//! Files to tables in a real PostgreSQL.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod broken;
mod files;
mod published;
mod radians;
mod replaced;
mod rows;
mod support;
