//! The layer that crosses the boundary: stable layouts and checked trait objects. Authors never see it.
//!
//! What may grow crosses as keyed values or as trait objects whose methods have default bodies; the few plain
//! structs here are frozen for the life of the major version.
#![expect(unsafe_code, reason = "the one place where raw pointers cross")]

mod buf;
mod bytes_stream;
mod error;
mod guard;
mod host;
#[cfg(feature = "host")]
mod loader;
mod module;
mod offer;
mod plugin;
mod query;
mod request;
mod rows;

pub use buf::AbiBuf;
pub use bytes_stream::{AbiBytes, AbiBytes_TO, AbiBytesBox};
pub use error::AbiError;
pub use guard::{AbiPoll, Around, Catching, Guarded, caught, drop_quietly, poll_foreign, within};
pub use host::{AbiCallsite, AbiHost, AbiHost_TO, AbiHostBox, AbiRange, AbiTask, AbiTask_TO, AbiTaskBox};
#[cfg(feature = "host")]
pub use loader::{LoadError, open};
pub use module::{
    AbiModule, AbiModuleRef, LibHeader, MODULE_SYMBOL, VERSION_SYMBOL, header, pack_version, unpack_version,
};
pub use offer::{AbiOffer, AbiOffer_TO, AbiOfferBox, AbiService, AbiService_TO, AbiServiceBox};
pub use plugin::{AbiPlugin, AbiPlugin_TO, AbiPluginBox};
pub use query::{AbiParam, AbiQuery, AbiQuery_TO, AbiQueryBox};
pub use request::{AbiAnswer, AbiAnswer_TO, AbiAnswerBox, AbiRequest, AbiRequest_TO, AbiRequestBox};
pub use rows::{AbiColumn, AbiRowItem, AbiRows, AbiRows_TO, AbiRowsBox};
