//! The database crate against a real PostgreSQL of its own.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod cancel;
mod limits;
mod pools;
mod restart;
mod roles;
mod rows;
mod statements;
mod support;
mod transaction;
mod uploads;
mod writes;
