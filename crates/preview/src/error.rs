//! What can be wrong with a request for a picture.

use std::io;

use thiserror::Error;

use crate::Size;
use crate::size::{SIDE_MAX, SOURCE_SIDE_MAX};

/// Why there is no picture. All texts may go to the client; the source of [`PreviewError::Write`] is for the log.
#[derive(Debug, Error)]
pub enum PreviewError {
    /// A side of the picture is outside 1 to [`SIDE_MAX`] pixels.
    #[error("a picture of {0} pixels is not made: ask for sides of 1 to {SIDE_MAX} pixels")]
    PictureSize(Size),
    /// A side of the image is outside 1 to [`SOURCE_SIDE_MAX`] pixels.
    #[error("an image of {0} pixels cannot be scaled: sides of 1 to {SOURCE_SIDE_MAX} pixels can")]
    SourceSize(Size),
    /// A row has not the width of its image.
    #[error("row {row} of the image has {found} pixels instead of {width}; pass whole rows")]
    RowLength {
        /// The row, from 0, in the order of FITS.
        row: usize,
        /// How many pixels were passed.
        found: usize,
        /// How many were announced.
        width: usize,
    },
    /// More rows came than the image has.
    #[error("the image has {height} rows and all of them were passed; make another scaler for another image")]
    TooManyRows {
        /// How many were announced.
        height: usize,
    },
    /// The picture was asked for before the last row.
    #[error("{found} of {height} rows of the image were passed; pass the others too")]
    MissingRows {
        /// How many came.
        found: usize,
        /// How many were announced.
        height: usize,
    },
    /// A plane's values do not fill it.
    #[error("{found} values do not fill a plane of {size} pixels; pass one for each pixel")]
    ValueCount {
        /// How many values were passed.
        found: usize,
        /// What they should fill.
        size: Size,
    },
    /// The planes of a composite are not on one grid.
    #[error(
        "the planes of a composite must have one size, these have {0}, {1} and {2} pixels; scale them to one"
    )]
    PlaneSizes(Size, Size, Size),
    /// A number that steers the picture is outside its range; the second text says which range.
    #[error("{name} of {value} is not possible: give {range}")]
    Parameter {
        /// What the number is.
        name: &'static str,
        /// What was given.
        value: f64,
        /// What can be given.
        range: &'static str,
    },
    /// The given limits have the brighter end below the darker one.
    #[error("the limits {low} and {high} are in the wrong order; give the lower one first")]
    LimitOrder {
        /// What was given as the lower limit.
        low: f64,
        /// What was given as the higher limit.
        high: f64,
    },
    /// The encoder refused the picture; the text says why.
    #[error("the picture was not encoded: {0}")]
    Encode(String),
    /// The bytes could not be written.
    #[error("the picture was not written")]
    Write(#[source] io::Error),
}
