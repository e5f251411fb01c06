//! The service crate against a real PostgreSQL of its own: uploads joined with a small catalogue.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod cones;
mod edges;
mod exact;
mod limits;
mod matches;
mod offered;
mod pairs;
mod plans;
mod regions;
mod rows;
mod server;
mod shapes;
mod sky;
mod spooled;
mod stored;
mod through_host;
