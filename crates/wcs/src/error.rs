//! What can be wrong with the world coordinates of a header.

use thiserror::Error;

/// Why a header gives no positions on the sky. All texts name the card to look at, and may go to the client.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Error {
    /// No pair of cards names a longitude and a latitude.
    #[error(
        "no world coordinates: no pair of {0} cards names a longitude and a latitude, such as RA---TAN and DEC--TAN"
    )]
    NoSkyAxes(String),
    /// A card that is needed is not there.
    #[error("card {card} is missing: {meaning}")]
    Missing {
        /// The name of the card.
        card: String,
        /// What it is needed for.
        meaning: &'static str,
    },
    /// A card has a value that it cannot have, or that nobody here understands.
    #[error("card {card} is {value}; expected {expected}")]
    Wrong {
        /// The name of the card.
        card: String,
        /// Its value as text.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// The linear transformation maps the image to a line or a point.
    #[error("the matrix of the cards {0} is singular: pixels have no position of their own on the sky")]
    Singular(String),
    /// More than two axes of the image, each longer than one pixel, move the position on the sky.
    #[error("{0} axes of the image move the position on the sky; only planes with two such axes are read")]
    NotAPlane(usize),
    /// The library refuses the values, which are each right for themselves.
    #[error("wcslib refuses the combination of CTYPE, CRVAL, LONPOLE, LATPOLE and PV cards (its status {0})")]
    Library(i32),
}
