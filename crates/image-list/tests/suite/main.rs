//! The list of images from files that astropy writes, in a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod headers;
mod mapping;
mod rerun;
mod support;
