//! The service crate against a real PostgreSQL of its own: uploads joined with a small catalogue.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod exact;
mod limits;
mod matches;
mod plans;
mod rows;
mod server;
mod sky;
mod stored;
mod through_host;
