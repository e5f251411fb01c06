//! Why a HiPS cannot be made.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::ORDER_MAX;

/// A HiPS that cannot be made; what is done stays, and another run goes on there.
#[derive(Debug, Error)]
pub enum HipsError {
    /// None of the images can be used.
    #[error("there is no image to make a HiPS of")]
    NoImages,
    /// The order does not exist.
    #[error("there is no HiPS of order {0}; the deepest is {ORDER_MAX}")]
    Order(u8),
    /// More tiles than anybody wants.
    #[error(
        "a HiPS of order {order} would have about {tiles} tiles, and {tiles_max} are the most; ask for a lower order"
    )]
    TooMany {
        /// The order.
        order: u8,
        /// How many tiles it would have.
        tiles: u64,
        /// How many it may have.
        tiles_max: u64,
    },
    /// A file of the HiPS cannot be written or read.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: io::Error,
    },
    /// A file of the HiPS is not what it should be.
    #[error("{}: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// A picture cannot be made.
    #[error("a picture cannot be made: {0}")]
    Picture(#[from] preview::PreviewError),
}

impl HipsError {
    /// The error of a file, for `map_err`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }
}
