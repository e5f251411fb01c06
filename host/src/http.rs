//! HTTP: the accept loop round warp's service, and everything that holds for every request whoever answers it.

mod answer;
mod compress;
mod connection;
mod cors;
mod encoding;
mod exchange;
mod forwarded;
mod inbound;
mod limits;
mod linger;
mod message;
mod outgoing;
mod pages;
mod plain_http;
mod refuse;
mod request_id;
mod server;
mod service;
mod slots;
mod talk;
mod tls;
mod upload;
mod watchdog;
mod wire;

pub use limits::raise_open_files;
pub use message::{Body, BodyStream, Broken, Handler, Request, Response};
pub use pages::{Builtin, Link, Served, Who, escaped, health, landing, metrics};
pub use server::{BindError, Drained, Listener, Serving};
pub use tls::Tls;
pub use upload::{RequestBody, UploadError};

#[cfg(test)]
mod tests;
