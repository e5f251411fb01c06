//! One part of a FITS file: a header, and the data behind it.

use fits_header::Header;

use crate::{Image, ImageError};

/// A part of a file.
#[derive(Clone, Debug)]
pub struct Hdu {
    /// Its place in the file: 0 for the primary one, then the extensions.
    pub number: usize,
    /// Its header.
    pub header: Header,
    /// Where its data begin, in bytes of the file; of what comes out of gzip for a compressed file.
    pub data_at: u64,
    /// The length of its data, without what fills the last block.
    pub data_bytes: u64,
}

impl Hdu {
    /// The image that it holds, plain or tile-compressed; `None` for a table, and for an image without pixels.
    pub fn image(&self) -> Result<Option<Image>, ImageError> {
        Image::of(self)
    }

    /// Its `EXTNAME`; `None` for the one that compressors write where there was none.
    pub fn name(&self) -> Option<&str> {
        self.header.text("EXTNAME").filter(|name| *name != "COMPRESSED_IMAGE")
    }

    /// An error at a keyword.
    pub(crate) fn fault(&self, keyword: &str, what: impl Into<String>) -> ImageError {
        ImageError::malformed(self.number, format!("keyword `{keyword}`"), what)
    }

    /// What the header says of something, with this part in its error.
    pub(crate) fn says<'h, T>(
        &'h self,
        read: impl FnOnce(&'h Header) -> Result<T, fits_header::HeaderError>,
    ) -> Result<T, ImageError> {
        read(&self.header).map_err(|error| ImageError::from_header(self.number, error))
    }
}
