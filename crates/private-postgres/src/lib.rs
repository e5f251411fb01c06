//! Starts a private PostgreSQL server from the machine's own package, reachable by a Unix socket only, and stops it.
//!
//! The server never runs as root: a root process drops to the user `postgres`, any other runs it as itself. It is in
//! a process group of its own, so that Ctrl-C in a terminal reaches the owner alone, who then stops it in order. If
//! the owner dies without stopping it, a watchdog does; if that fails too, the next start finds and stops what is left.
//!
//! ```no_run
//! use private_postgres::{Options, PrivateServer};
//!
//! let mut server = PrivateServer::start(Options::new("var/postgres"))?;
//! println!("psql \"{}\"", server.connection_string());
//! server.stop()?;
//! # Ok::<(), private_postgres::Error>(())
//! ```

mod binaries;
mod cluster;
mod error;
mod options;
mod postmaster;
mod server;
mod socket;
mod user;
mod watchdog;

pub use binaries::{Binaries, find_binaries};
pub use error::Error;
pub use options::{Durability, Options};
pub use server::PrivateServer;
