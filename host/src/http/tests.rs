//! The server over real sockets: each test starts one on a free port.

mod answers;
mod bodies;
mod coding;
mod endings;
mod harness;
mod patience;
mod tls;
