//! The services of the host as a plugin holds them.

use abi_stable::std_types::{RBox, RResult, RSlice, RStr, RString, RVec};
use abi_stable::{StableAbi, sabi_trait};
use async_ffi::FfiFuture;

use super::{AbiBytesBox, AbiError, AbiOfferBox, AbiQueryBox, AbiRowsBox};

/// Consecutive HEALPix cells, nested, order 29, both ends included.
#[repr(C)]
#[derive(Clone, Copy, StableAbi)]
pub struct AbiRange {
    pub first: i64,
    pub last: i64,
    pub full: bool,
}

/// Where a log event comes from.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiCallsite<'a> {
    pub target: RStr<'a>,
    pub file: RStr<'a>,
    pub line: u32,
    /// 1 error, 2 warn, 3 info, 4 debug, 5 trace.
    pub level: u32,
}

/// Work for a thread that may block.
#[sabi_trait]
pub trait AbiTask: Send {
    /// Does the work, once.
    #[sabi(last_prefix_field)]
    fn run(&mut self);
}

/// Owned work.
pub type AbiTaskBox = AbiTask_TO<'static, RBox<()>>;

/// Everything that the host does for plugins.
#[sabi_trait]
pub trait AbiHost: Send + Sync + Clone {
    fn query(&self, query: AbiQueryBox) -> FfiFuture<RResult<AbiRowsBox, AbiError>>;

    fn execute(&self, query: AbiQueryBox) -> FfiFuture<RResult<u64, AbiError>>;

    fn copy_in(&self, target: RString, rows: AbiRowsBox) -> FfiFuture<RResult<u64, AbiError>>;

    /// Ranges that cover a region: kind (see `region::kind`) and its numbers in degrees.
    fn cover(&self, kind: u32, numbers: RSlice<'_, f64>) -> RResult<RVec<AbiRange>, AbiError>;

    fn authorize(&self, principal: RStr<'_>, resource: RStr<'_>) -> RResult<bool, AbiError>;

    /// The key of what a principal may see; equal keys see equal catalogues.
    fn visible(&self, principal: RStr<'_>) -> RResult<RString, AbiError>;

    /// What a principal may see at this instance, as JSON.
    fn collections(&self, principal: RStr<'_>) -> RResult<RString, AbiError>;

    fn offer(&self, offer: AbiOfferBox) -> RResult<(), AbiError>;

    fn offers(&self, point: RStr<'_>) -> RResult<RVec<AbiOfferBox>, AbiError>;

    fn spawn(&self, task: FfiFuture<()>) -> RResult<(), AbiError>;

    fn sleep(&self, millis: u64) -> FfiFuture<RResult<(), AbiError>>;

    fn blocking(&self, task: AbiTaskBox) -> FfiFuture<RResult<(), AbiError>>;

    /// Stores a result file.
    fn put(&self, key: RString, content: AbiBytesBox) -> FfiFuture<RResult<u64, AbiError>>;

    /// Reads a part of a result file; `length` of `u64::MAX` is to the end.
    fn get(&self, key: RString, start: u64, length: u64) -> FfiFuture<RResult<AbiBytesBox, AbiError>>;

    /// Downloads a URL under the host's guard.
    fn fetch(&self, request: RString) -> FfiFuture<RResult<AbiBytesBox, AbiError>>;

    /// A rare service by name, JSON in and out: `jobs.submit`, `sign`, `store.delete`, …
    fn call(&self, service: RStr<'_>, arguments: RString) -> FfiFuture<RResult<RString, AbiError>>;

    fn metric(&self, name: RStr<'_>, labels: RStr<'_>, value: f64) -> RResult<(), AbiError>;

    fn base_url(&self) -> RString;

    /// Registers the place of log events; 0 if nobody listens.
    fn log_register(&self, callsite: AbiCallsite<'_>) -> u64;

    /// Logs an event of a registered place.
    #[sabi(last_prefix_field)]
    fn log_event(&self, callsite: u64, message: RStr<'_>, fields: RStr<'_>);
}

/// An owned handle of the host.
pub type AbiHostBox = AbiHost_TO<'static, RBox<()>>;
