//! The queue against a real PostgreSQL of its own.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod calls;
mod hosts;
mod quotas;
mod runs;
mod store;
mod support;
