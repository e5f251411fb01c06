//! Identities as the host uses them.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod passwords;
mod sessions;
mod support;
mod table;
mod tokens;
