//! Black-box tests: they start the built host with its demo survey and speak the protocols to it.
//!
//! `cargo xtask test black-box` builds the host and its plugins first and installs the real clients.

#![cfg(test)]

mod access;
mod attacks;
mod cases;
mod catalogues;
mod client;
mod clients;
mod datalink;
mod describe;
mod harness;
mod hips;
mod identity;
mod image_list;
mod index;
mod ingest;
mod jobs;
mod plugins;
mod policy;
mod portal;
mod rough;
mod samp;
mod scs;
mod sia;
mod tap;
