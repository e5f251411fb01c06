//! Tables in votable.

use super::source::Stream;
use super::{Limits, ReadError, TableReader};

/// Reads the columns.
pub(crate) fn open(_stream: Stream, _limits: &Limits) -> Result<TableReader, ReadError> {
    Err(ReadError::Unknown("not yet".into()))
}
