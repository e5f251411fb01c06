//! Why an image cannot be read.

use std::io::{self, ErrorKind};

use fits_header::HeaderError;
use thiserror::Error;

/// An image that cannot be read; every text says where. HDUs are counted from 0, the primary one.
#[derive(Debug, Error)]
pub enum ImageError {
    /// The file is of another kind.
    #[error("it is no FITS file: it does not begin with `SIMPLE  =`")]
    NotFits,
    /// A part of the file breaks the rules of FITS.
    #[error("HDU {hdu}, {place}: {what}")]
    Malformed {
        /// The part.
        hdu: usize,
        /// Where, e.g. ``keyword `NAXIS1` ``.
        place: String,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The file ends before the data that its header announces.
    #[error("HDU {hdu}: the file ends after {file_bytes} bytes and should have {bytes}; copy it again")]
    Truncated {
        /// The part that is cut.
        hdu: usize,
        /// The length of the file; of what came out of gzip for a compressed file.
        file_bytes: u64,
        /// The length that it needs up to the end of this part.
        bytes: u64,
    },
    /// The image is of a kind that is not read here.
    #[error("HDU {hdu}: {what}")]
    Unsupported {
        /// The part.
        hdu: usize,
        /// What it is, and what to do.
        what: String,
    },
    /// The part of the file has no pixels.
    #[error("HDU {hdu} has no image")]
    NoImage {
        /// The part.
        hdu: usize,
    },
    /// There is no such part.
    #[error("there is no HDU {hdu}: the file has {count}")]
    NoHdu {
        /// The part that was asked for.
        hdu: usize,
        /// How many there are.
        count: usize,
    },
    /// The box has pixels that the image has not.
    #[error("axis {axis}: pixels {first} to {last} are not within 1 to {length}")]
    Outside {
        /// The axis, from 1.
        axis: usize,
        /// The first pixel that was asked for.
        first: i64,
        /// The last one.
        last: i64,
        /// The length of the axis.
        length: u64,
    },
    /// The disk fails, or the file was shortened while it was read.
    #[error("the file cannot be read: {0}")]
    Source(io::Error),
}

impl ImageError {
    /// An error at a place of a part.
    pub(crate) fn malformed(hdu: usize, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Malformed { hdu, place: place.into(), what: what.into() }
    }

    /// The error of a header, with its part.
    pub(crate) fn from_header(hdu: usize, error: HeaderError) -> Self {
        match error {
            HeaderError::Malformed { place, what } => Self::Malformed { hdu, place, what },
            HeaderError::Source(error) => Self::Source(error),
        }
    }
}

impl From<io::Error> for ImageError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // All places were within the file when it was opened.
            ErrorKind::UnexpectedEof => Self::Source(io::Error::other("it became shorter meanwhile")),
            _ => Self::Source(error),
        }
    }
}
