//! The only thing that Armilla's host and its plugins share.
//!
//! An author implements [`Plugin`] and writes [`export_plugin!`] once; everything that makes the crossing safe
//! (stable layouts, version checks, guards against panics) happens underneath. The guide is `docs/plugin-guide.md`.
#![expect(
    non_local_definitions,
    reason = "the trait-object macros of abi_stable 0.11 define impls inside constants"
)]

#[doc(hidden)]
pub mod abi;
mod answer;
mod bytes_stream;
mod description;
mod error;
#[doc(hidden)]
pub mod export;
mod fault;
mod forward;
mod host;
mod job;
mod loaded;
mod offer;
mod plugin;
mod principal;
mod query;
mod region;
mod request;
mod rows;
mod settings;
mod store;
pub mod test_kit;

#[cfg(feature = "host")]
pub use abi::{LoadError, open};
pub use answer::Answer;
pub use bytes_stream::ByteStream;
pub use description::{Capability, ConfigKey, Description, Example, KeyKind, Route};
pub use error::{Error, ErrorKind, Place, Result};
pub use fault::{TextFault, TextRepair};
pub use host::{
    Allowance, Callsite, CopyTarget, FetchRequest, Health, Host, HostServices, LoginOffer, Neighbour,
};
pub use job::{
    Job, JobChange, JobError, JobFile, JobFilter, JobLimits, JobOutcome, JobRecord, JobRequest, JobResult,
    Jobs,
};
pub use loaded::{PluginInstance, PluginModule};
pub use offer::{BoxFuture, Offer, OfferValue, Service};
pub use plugin::Plugin;
pub use principal::Principal;
pub use query::{Lane, Param, Query, Upload, UploadTable};
pub use region::{CellRange, Region};
pub use request::{Request, RequestHead};
pub use rows::{RowColumn, RowItem, RowStream};
pub use settings::Settings;
pub use store::Store;

/// The version of this plugin API.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
