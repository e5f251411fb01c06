//! Indexing tables of a real PostgreSQL while others use them.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod crowd;
mod place;
mod refused;
mod tables;
