//! What a client can do wrong with parameters.

use std::borrow::Cow;

use thiserror::Error as ThisError;

/// A mistake in the parameters of a request; every text is fit for the client.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Error {
    /// A single-valued parameter has two different values (DALI 1.1 §3.3).
    #[error("parameter {name} is given twice, as `{first}` and as `{second}`; give it once")]
    Repeated {
        /// The parameter, in upper case.
        name: String,
        /// The first value, shortened for display.
        first: String,
        /// The first value that differs from it, shortened for display.
        second: String,
    },
    /// A required parameter is missing or blank.
    #[error("parameter {name} is missing; give it a value")]
    Missing {
        /// The parameter, in upper case.
        name: String,
    },
    /// A name or a value is not UTF-8.
    #[error("{place} is not UTF-8 text; encode the parameters as UTF-8 before percent-encoding")]
    NotUtf8 {
        /// Which part of the request.
        place: String,
    },
    /// There are more parameters than the service reads.
    #[error("the request has more than {limit} parameters; send fewer")]
    TooMany {
        /// The largest number of parameters.
        limit: usize,
    },
    /// All parameters together are longer than the service reads.
    #[error("the parameters are longer than {limit_bytes} bytes; send a shorter request or upload a table")]
    TooLarge {
        /// The largest size of all names and values together, in bytes.
        limit_bytes: usize,
    },
    /// A value is not of the form that its parameter has.
    #[error("parameter {name} has the value `{value}`; it must be {expected}")]
    Invalid {
        /// The parameter, in upper case.
        name: String,
        /// The value, shortened for display.
        value: String,
        /// What it must be, e.g. `a whole number, 0 or more`.
        expected: Cow<'static, str>,
    },
    /// RUNID is longer than 64 characters (DALI 1.1 §3.4.6).
    #[error("parameter RUNID has {length} characters; it may have at most 64")]
    RunIdTooLong {
        /// Its length in characters.
        length: usize,
    },
    /// LANG names a language or a version that the service does not speak (TAP 1.1 §2.7.1).
    #[error("unknown query language `{language}`; this service speaks {}", .offered.join(", "))]
    UnknownLanguage {
        /// The value of LANG, shortened for display.
        language: String,
        /// All accepted values.
        offered: Vec<String>,
    },
    /// UPLOAD names two tables alike.
    #[error("two uploads are called `{name}`; give each table a name of its own")]
    UploadTwice {
        /// The second name, shortened for display.
        name: String,
    },
    /// UPLOAD names more tables than the service takes.
    #[error("the request has more than {limit} uploads; send fewer tables")]
    TooManyUploads {
        /// The largest number of tables.
        limit: usize,
    },
    /// UPLOAD has a URI that the service does not follow.
    #[error(
        "upload `{name}` is at a `{scheme}:` URI, which is not taken here; use `param:`, `http:` or `https:`"
    )]
    UploadScheme {
        /// The name of the table, shortened for display.
        name: String,
        /// The scheme, shortened for display.
        scheme: String,
    },
}

impl Error {
    /// A value that is not of the form that its parameter has; a long one is shortened for display.
    pub fn invalid(name: &str, value: &str, expected: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid { name: name.to_uppercase(), value: shown(value), expected: expected.into() }
    }

    /// The HTTP status of the answer to a synchronous request.
    pub fn status(&self) -> u16 {
        match self {
            Self::Repeated { .. } => 400,
            Self::Missing { .. } => 400,
            Self::NotUtf8 { .. } => 400,
            Self::TooMany { .. } => 400,
            Self::TooLarge { .. } => 413,
            Self::Invalid { .. } => 400,
            Self::RunIdTooLong { .. } => 400,
            Self::UnknownLanguage { .. } => 400,
            Self::UploadTwice { .. } => 400,
            Self::TooManyUploads { .. } => 400,
            Self::UploadScheme { .. } => 400,
        }
    }

    /// The text for the client; nothing in it was not sent by the client or published to it.
    pub fn for_client(&self) -> String {
        self.to_string()
    }

    /// The text for the log.
    pub fn for_log(&self) -> String {
        self.to_string()
    }
}

/// A value as an error message shows it: at most 60 characters, control characters as blanks.
pub(crate) fn shown(value: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    let mut text: String =
        value.chars().take(SHOWN_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(SHOWN_CHARS_MAX).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shown_short() {
        assert_eq!(shown(&"é".repeat(100)), format!("{}…", "é".repeat(60)));
        assert_eq!(shown("a\nb\u{1b}c"), "a b c");
        assert_eq!(shown(&"x".repeat(60)), "x".repeat(60));
    }

    #[test]
    fn an_invalid_value_is_named_with_what_it_must_be() {
        let error = Error::invalid("wait", "soon\n", "a number");
        let expected = "parameter WAIT has the value `soon `; it must be a number";
        assert_eq!((error.status(), error.for_client().as_str()), (400, expected));
    }

    #[test]
    fn only_size_is_not_a_plain_bad_request() {
        assert_eq!(Error::TooLarge { limit_bytes: 1 }.status(), 413);
        assert_eq!(Error::TooMany { limit: 1 }.status(), 400);
    }

    #[test]
    fn an_unknown_language_lists_what_is_spoken() {
        let error = Error::UnknownLanguage {
            language: "OOBLECK".into(),
            offered: vec!["ADQL".into(), "ADQL-2.1".into()],
        };
        let expected = "unknown query language `OOBLECK`; this service speaks ADQL, ADQL-2.1";
        assert_eq!(error.for_client(), expected);
        assert_eq!(error.for_log(), expected);
    }
}
