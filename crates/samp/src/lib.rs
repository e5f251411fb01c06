//! SAMP 1.3, by which programs and pages on one desktop exchange tables, images and positions: a hub and a client.
//!
//! [`Hub`] is what others register with, by the Standard Profile (programs, which find it by its [`Lockfile`]) and by the
//! Web Profile (pages). [`Client`] registers with any hub of the Standard Profile, sends and receives.
//! [`xml_rpc`] is the form in which all of it travels; a [`Value`] is a string, a list or a map, and nothing else.

mod caller;
mod client;
mod content;
mod endpoint;
mod error;
mod hub;
mod lockfile;
mod message;
mod metadata;
mod mtype;
mod subscriptions;
mod value;
pub mod xml_rpc;

pub use client::{Client, Peer, Received};
pub use content::{Content, SNIFFED_BYTES_MAX, id_param};
pub use error::SampError;
pub use hub::{Applicant, Consent, Hub, HubEvent, HubOptions, WEB_PORT};
pub use lockfile::{Location, Lockfile};
pub use message::{Message, Response, Status};
pub use metadata::Metadata;
pub use mtype::is_mtype;
pub use subscriptions::Subscriptions;
pub use value::{Map, Value};
