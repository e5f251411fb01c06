//! Rough treatment: whatever happens to the host, it serves on, and no backend query outlives its client.

mod connections;
mod crowd;
mod database;
mod raw;
mod reload;
mod slow;
mod start;
mod stop;

pub use raw::{Raw, endless, thinking};
