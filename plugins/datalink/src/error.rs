//! Errors as SODA and DataLink tell them: plain text with a label, or a VOTable.

use dali::ErrorDocument;
use plugin_api::{Answer, Error, ErrorKind};

/// Why there is no cutout, no picture and no file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A parameter has several values where one is possible.
    Repeated(String),
    /// Anything else.
    Other(Error),
}

/// The result of a request for data.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// What a client did wrong.
pub(crate) fn usage(message: impl Into<String>) -> Fault {
    Fault::Other(Error::bad_request(message))
}

/// A value that a parameter cannot have.
pub(crate) fn invalid(name: &str, value: &str, expected: impl Into<std::borrow::Cow<'static, str>>) -> Fault {
    dali::Error::invalid(name, value, expected).into()
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<dali::Error> for Fault {
    fn from(error: dali::Error) -> Self {
        match error {
            dali::Error::Repeated { .. } => Self::Repeated(error.for_client()),
            _ => Self::Other(service::from_dali(&error)),
        }
    }
}

impl Fault {
    /// The text with its label (SODA 1.0 §4.3), without a line feed.
    pub(crate) fn labelled(&self) -> String {
        match self {
            Self::Repeated(message) => format!("MultiValuedParamNotSupported: {message}"),
            Self::Other(error) => format!("{}: {}", label(error.kind()), error.for_client()),
        }
    }

    /// As an error of the host, for what is not SODA's.
    pub(crate) fn into_error(self) -> Error {
        match self {
            Self::Repeated(message) => Error::bad_request(message),
            Self::Other(error) => error,
        }
    }
}

/// The plain text of an error with its status (SODA 1.0 §4.3); faults of ours go to the log in full.
pub(crate) fn soda(fault: &Fault) -> Answer {
    let text = bytes::Bytes::from(fault.labelled() + "\n");
    let Fault::Other(error) = fault else { return Answer::new(400, TEXT, text) };
    logged(error);
    let answer = Answer::new(error.kind().status(), TEXT, text);
    match error.retry_after_secs() {
        Some(secs) => answer.with_header("retry-after", &secs.to_string()),
        None => answer,
    }
}

/// The VOTable of an error that leaves no links at all, with its status (DataLink 1.1 §3.4).
pub(crate) fn links(error: &Error) -> Answer {
    logged(error);
    let text = format!("{}: {}", fault_name(error.kind()), error.for_client());
    let body = bytes::Bytes::from(ErrorDocument::new(&text).votable());
    let answer = Answer::new(error.kind().status(), ErrorDocument::VOTABLE_TYPE, body);
    match error.retry_after_secs() {
        Some(secs) => answer.with_header("retry-after", &secs.to_string()),
        None => answer,
    }
}

/// The word with which DataLink begins an error (DataLink 1.1 §3.4).
pub(crate) fn fault_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "NotFoundFault",
        ErrorKind::BadRequest | ErrorKind::TooLarge => "UsageFault",
        ErrorKind::Unavailable | ErrorKind::Timeout => "TransientFault",
        ErrorKind::Internal => "FatalFault",
        _ => "DefaultFault",
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

fn label(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::BadRequest | ErrorKind::NotFound | ErrorKind::TooLarge => "UsageError",
        ErrorKind::LoginNeeded => "AuthenticationError",
        ErrorKind::Forbidden => "AuthorizationError",
        ErrorKind::Unavailable | ErrorKind::Timeout => "ServiceUnavailable",
        _ => "Error",
    }
}

fn logged(error: &Error) {
    match error.kind() {
        ErrorKind::Internal => tracing::error!("an image could not be sent: {}", error.for_log()),
        ErrorKind::Unavailable => tracing::warn!("an image could not be sent: {}", error.for_log()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_error_has_the_label_and_the_status_of_soda() {
        let of = |kind| soda(&Fault::Other(Error::new(kind, "why"))).status();
        for (kind, status, text) in [
            (ErrorKind::BadRequest, 400, "UsageError: why"),
            (ErrorKind::NotFound, 404, "UsageError: why"),
            (ErrorKind::LoginNeeded, 401, "AuthenticationError: why"),
            (ErrorKind::Forbidden, 403, "AuthorizationError: why"),
            (ErrorKind::Unavailable, 503, "ServiceUnavailable: why"),
            (ErrorKind::Internal, 500, "Error: why"),
        ] {
            assert_eq!((of(kind), Fault::Other(Error::new(kind, "why")).labelled().as_str()), (status, text));
        }
    }

    #[test]
    fn a_repeated_parameter_has_a_label_of_its_own() {
        let params = dali::Params::read(Some("CIRCLE=1&CIRCLE=2"), None, dali::Limits::default()).unwrap();
        let fault = Fault::from(params.single("CIRCLE").unwrap_err());
        let text =
            "MultiValuedParamNotSupported: parameter CIRCLE is given twice, as `1` and as `2`; give it once";
        assert_eq!((fault.labelled().as_str(), soda(&fault).status()), (text, 400));
    }
}
