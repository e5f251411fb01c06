//! What a service says about itself: VOSI capabilities with the records of TAP, cone search and image access, and
//! availability (VOSI 1.1, TAPRegExt 1.0, ConeSearch 1.0, SIA 1.1).
//!
//! The documents are made from plain structs that the caller fills from the running configuration. [`Capabilities::xml`]
//! refuses a record that clients would misread; everything else about order, namespaces and prefixes is decided here.

mod availability;
mod capability;
mod cone_search;
mod error;
mod features;
mod image_access;
mod table_access;
mod table_access_xml;
mod xml;

pub use availability::Availability;
pub use capability::{Capabilities, Capability, Interface, InterfaceKind, UrlUse};
pub use cone_search::{ConeSearch, TestCone};
pub use error::RegistryError;
pub use features::{Feature, FeatureKind, LanguageFeatures};
pub use image_access::{ImageAccess, TestRegion};
pub use table_access::{
    DataLimit, DataModel, DataUnit, Language, LanguageVersion, OutputFormat, TableAccess, TimeLimit,
    UploadMethod,
};
