//! What all data access services share: parameters, MAXREC, QUERY_STATUS and error documents (DALI 1.1, and 1.2 where
//! it breaks no 1.1 client).
//!
//! Requests become [`Params`]; helpers read one parameter each ([`MaxRec`], [`Language`], [`run_id`],
//! [`response_format`], [`check_request`], [`uploads`]). What the client did wrong is an [`Error`] with an HTTP status, and
//! [`ErrorDocument`] is the body that goes with it. There are no HTTP types here: a status is a number, a body is bytes.

mod error;
mod error_document;
mod info;
mod language;
mod literal;
mod maxrec;
mod parameter;
mod params;
mod upload;
mod xml;

pub use error::Error;
pub use error_document::ErrorDocument;
pub use info::{Info, QueryStatus};
pub use language::{Language, Offer};
pub use literal::{boolean, integer, real};
pub use maxrec::MaxRec;
pub use parameter::{check_request, response_format, run_id};
pub use params::{Limits, Params};
pub use upload::{UploadPair, UploadSource, upload_parts, uploads};
pub use xml::{escape_attribute, escape_text};
