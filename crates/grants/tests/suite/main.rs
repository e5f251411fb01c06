//! Roles against a real PostgreSQL of their own.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod attack;
mod life;
mod rows;
mod sight;
mod support;
mod unguarded;
