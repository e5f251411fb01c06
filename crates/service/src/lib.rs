//! What all table services share: the caller's catalogue, and one way from a planned query to a streamed answer.
//!
//! A service asks [`Scopes`] for the names that a caller may use and [`Extensions`] for what plugins add to the
//! language, has `adql` translate against them with [`HostCoverage`], and gives the result to [`Run`], which streams the rows through the host in the asked format.

pub mod accept;
mod allowance;
mod availability;
mod body;
mod cones;
mod coverage;
mod error;
mod extensions;
mod few_rows;
mod files;
mod image_services;
mod images;
mod jobs;
mod limits;
mod moc_answer;
mod offered_format;
mod params;
mod position;
mod received;
mod run;
mod scopes;
mod scribe;
mod spool;
mod tally;
mod uploads;

pub use allowance::limits_for;
pub use availability::availability;
pub use cones::{ConePlan, ConePlans};
pub use coverage::HostCoverage;
pub use error::{characters, from_adql, from_dali, from_format};
pub use extensions::{ENUMERATIONS, Extensions, FUNCTIONS};
pub use few_rows::FewRows;
pub use files::{DiskFile, SentFile, Version, Wanted, file_name, read_ahead};
pub use image_services::{IMAGE_SERVICES, ImageServices, soda_regions};
pub use images::{FoundImage, ImageFinder};
pub use jobs::{Foreseen, JobTree, Oracle, ParameterRules};
pub use limits::Limits;
pub use moc_answer::moc_answer;
pub use offered_format::{AnswerFormat, OfferedFormat, OfferedFormats, WRITERS};
pub use params::bound;
pub use position::first_position;
pub use received::{FilePart, ReceiveLimits, Received, query_params, receive};
pub use run::Run;
pub use scopes::Scopes;
pub use spool::{Spool, SpoolReader, Spooled};
pub use tally::Tally;
pub use uploads::{
    HeldUploads, Upload, UploadFiles, UploadLimits, UploadRows, Uploads, open_upload, open_uploads,
};
