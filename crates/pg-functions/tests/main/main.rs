//! The functions in a real PostgreSQL, against vector arithmetic of our own and against the crate `sky`.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod contains;
mod healpix;
mod install;
mod places;
mod server;
mod vectors;
