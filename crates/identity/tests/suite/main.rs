//! Identities as the host uses them.

#![expect(clippy::unwrap_used, reason = "clippy knows test functions, but not what they call")]

mod outside;
mod passwords;
mod provider;
mod sessions;
mod site;
mod support;
mod table;
mod tokens;
