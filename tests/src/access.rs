//! Access control of running hosts.

mod door;
mod door_tls;
