//! Black-box tests: they start the built host with its demo survey and speak the protocols to it.
//!
//! `cargo xtask test black-box` builds the host and its plugins first and installs the real clients.

#![cfg(test)]

mod cases;
mod client;
mod clients;
mod describe;
mod harness;
mod ingest;
mod index;
mod jobs;
mod plugins;
mod rough;
mod scs;
mod tap;
