//! An Arrow IPC stream.

use crate::FormatError;
use crate::writer::{Head, Writer};

/// The writer.
pub(crate) fn writer(_head: &Head<'_>) -> Result<Box<dyn Writer>, FormatError> {
    Err(FormatError::Unsupported { asked: "arrow".to_owned(), offered: Vec::new() })
}
