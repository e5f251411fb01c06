//! What a host implements: one plain trait, guarded before it crosses.

use std::ops::Range;
use std::time::Duration;

use crate::{
    BoxFuture, ByteStream, CellRange, CopyTarget, Error, Offer, Principal, Query, Region, Result, RowStream,
};

/// Where a log event of a plugin comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Callsite<'a> {
    /// The target, usually the module.
    pub target: &'a str,
    /// The source file.
    pub file: &'a str,
    /// The line.
    pub line: u32,
    /// The level.
    pub level: tracing::Level,
}

/// The services of a host for one instance. Every call is run under a guard; a panic is an error for the plugin.
pub trait HostServices: Send + Sync + 'static {
    /// See [`crate::Host::query`].
    fn query(&self, query: Query) -> BoxFuture<Result<RowStream>>;

    /// See [`crate::Host::execute`].
    fn execute(&self, query: Query) -> BoxFuture<Result<u64>>;

    /// See [`crate::Host::copy_in`].
    fn copy_in(&self, target: CopyTarget, rows: RowStream) -> BoxFuture<Result<u64>>;

    /// See [`crate::Host::cover`].
    fn cover(&self, region: &Region) -> Result<Vec<CellRange>>;

    /// See [`crate::Host::authorize`].
    fn authorize(&self, principal: &Principal, resource: &str) -> Result<()>;

    /// See [`crate::Host::visible`].
    fn visible(&self, principal: &Principal) -> Result<String>;

    /// See [`crate::Host::collections`].
    fn collections(&self, principal: &Principal) -> Result<String>;

    /// See [`crate::Host::offer`].
    fn offer(&self, offer: Offer) -> Result<()>;

    /// See [`crate::Host::offers`].
    fn offers(&self, point: &str) -> Result<Vec<Offer>>;

    /// See [`crate::Host::spawn`].
    fn spawn(&self, task: BoxFuture<()>) -> Result<()>;

    /// See [`crate::Host::sleep`].
    fn sleep(&self, time: Duration) -> BoxFuture<Result<()>>;

    /// See [`crate::Host::blocking`].
    fn blocking(&self, task: Box<dyn FnOnce() + Send>) -> BoxFuture<Result<()>>;

    /// See [`crate::Store::put`].
    fn put(&self, key: String, content: ByteStream) -> BoxFuture<Result<u64>> {
        let _ = (key, content);
        Box::pin(std::future::ready(Err(Error::not_offered("store.put"))))
    }

    /// See [`crate::Store::get`].
    fn get(&self, key: String, range: Option<Range<u64>>) -> BoxFuture<Result<ByteStream>> {
        let _ = (key, range);
        Box::pin(std::future::ready(Err(Error::not_offered("store.get"))))
    }

    /// See [`crate::Host::fetch`]; the request is JSON.
    fn fetch(&self, request: String) -> BoxFuture<Result<ByteStream>> {
        let _ = request;
        Box::pin(std::future::ready(Err(Error::not_offered("fetch"))))
    }

    /// A rare service by name, JSON in and out: `access.*`, `health`, `jobs.*`, `neighbours`, `store.delete`,
    /// `sign`, `verify`.
    fn call(&self, service: &str, arguments: String) -> BoxFuture<Result<String>> {
        let _ = arguments;
        Box::pin(std::future::ready(Err(Error::not_offered(service))))
    }

    /// See [`crate::Host::metric`].
    fn metric(&self, name: &str, labels: &[(String, String)], value: f64) -> Result<()>;

    /// See [`crate::Host::base_url`].
    fn base_url(&self) -> String;

    /// Registers the place of log events; 0 if nobody listens.
    fn log_register(&self, callsite: Callsite<'_>) -> u64;

    /// Logs an event of a registered place.
    fn log_event(&self, callsite: u64, message: &str, fields: &str);

    /// Runs a poll or a destructor of the host where its runtime can be found.
    fn in_runtime(&self, work: &mut dyn FnMut()) {
        work();
    }
}
