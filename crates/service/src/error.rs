//! Errors of the libraries as errors of the plugin boundary: the status and both texts are decided here.

use adql::AdqlError;
use formats::{FormatError, WriteError};
use plugin_api::{Error, ErrorKind};

/// A query that cannot be translated is the client's mistake; the text has line, column, caret and hint.
pub fn from_adql(error: &AdqlError, query: &str) -> Error {
    Error::bad_request(error.render(query))
}

/// A mistake in the parameters of a request.
pub fn from_dali(error: &dali::Error) -> Error {
    Error::new(kind(error.status()), error.for_client()).with_log(error.for_log())
}

/// A format that is not offered, or a column that a format cannot hold.
pub fn from_format(error: &FormatError) -> Error {
    Error::new(kind(error.status()), error.for_client()).with_log(error.for_log())
}

/// An answer that cannot be written, or not further.
pub(crate) fn from_write(error: &WriteError) -> Error {
    Error::new(kind(error.status()), error.for_client()).with_log(error.to_string())
}

fn kind(status: u16) -> ErrorKind {
    match status {
        413 => ErrorKind::TooLarge,
        400..=499 => ErrorKind::BadRequest,
        _ => ErrorKind::Internal,
    }
}
