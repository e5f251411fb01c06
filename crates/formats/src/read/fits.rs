//! Tables in fits.

use super::{Limits, ReadError, Source, TableReader};

/// Reads the columns.
pub(crate) fn open(_source: Box<dyn Source>, _limits: &Limits) -> Result<TableReader, ReadError> {
    Err(ReadError::Unknown("not yet".into()))
}
