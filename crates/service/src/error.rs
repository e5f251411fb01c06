//! Errors of the libraries as errors of the plugin boundary: the status and both texts are decided here.

use adql::AdqlError;
use formats::{FormatError, WriteError};
use plugin_api::{Error, ErrorKind, Principal, TextFault, TextRepair};

/// A query that cannot be translated is the client's mistake; the text has line, column, caret and hint.
///
/// A table that is announced and locked is none: who has not said who he is may log in. A row filter that no longer
/// means anything is a fault of ours, and the log says which.
pub fn from_adql(error: &AdqlError, query: &str, principal: &Principal) -> Error {
    told(error, query, principal).with_fault(fault(error, query))
}

/// The place of a part of a query in characters from 0: where it begins, where it ends.
pub fn characters(query: &str, span: adql::syntax::Span) -> (usize, usize) {
    let before = |byte: u32| query.get(..byte as usize).unwrap_or(query).chars().count();
    (before(span.start), before(span.end))
}

fn fault(error: &AdqlError, query: &str) -> TextFault {
    let (from, to) = characters(query, error.span());
    let repairs = error.repairs().iter().map(|repair| {
        let (from, to) = characters(query, repair.span);
        TextRepair { from, to, text: repair.text.clone() }
    });
    TextFault { from, to, hint: error.hint(), repairs: repairs.collect() }
}

fn told(error: &AdqlError, query: &str, principal: &Principal) -> Error {
    match (error.kind(), principal.user()) {
        (adql::ErrorKind::Locked { .. }, None) => {
            Error::new(ErrorKind::LoginNeeded, format!("{}; log in to read it", error.message()))
        }
        (adql::ErrorKind::Locked { .. }, Some(_)) => Error::new(ErrorKind::Forbidden, error.message()),
        (adql::ErrorKind::RowFilter { name, problem }, _) => {
            Error::new(ErrorKind::Unavailable, error.message())
                .with_log(format!("a row filter of {name} cannot be used: {problem}"))
        }
        _ => Error::bad_request(error.render(query)),
    }
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
