//! The functions in a real PostgreSQL, against vector arithmetic of our own and against the crate `sky`.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod brute;
mod contains;
mod covers;
mod frames;
mod healpix;
mod install;
mod measures;
mod pairs;
mod places;
mod quads;
mod ranges;
mod server;
mod vectors;
