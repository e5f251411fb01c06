//! A FITS binary table.

use crate::FormatError;
use crate::writer::{Head, Writer};

/// The writer.
pub(crate) fn writer(_head: &Head<'_>, _options: &crate::Options) -> Result<Box<dyn Writer>, FormatError> {
    Err(FormatError::Unsupported { asked: "fits".to_owned(), offered: Vec::new() })
}
