//! Why a header cannot be read.

use std::io;

use thiserror::Error;

/// A header that cannot be read; every text says where.
#[derive(Debug, Error)]
pub enum HeaderError {
    /// It breaks the rules of FITS.
    #[error("{place}: {what}")]
    Malformed {
        /// Where, e.g. ``keyword `NAXIS1` ``.
        place: String,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The source cannot be read.
    #[error("the header cannot be read: {0}")]
    Source(#[source] io::Error),
}

/// An error at a place.
pub fn malformed(place: &str, what: &str) -> HeaderError {
    HeaderError::Malformed { place: place.to_owned(), what: what.to_owned() }
}

/// A text of the file as an error may show it.
pub fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
