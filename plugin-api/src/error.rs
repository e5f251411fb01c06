//! The one error type of the plugin boundary: two texts, one for the client and one for the log.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::TextFault;

/// What kind of failure it was; it decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is wrong; the client can repair it.
    BadRequest,
    /// The caller must log in first.
    LoginNeeded,
    /// The caller is known and may not.
    Forbidden,
    /// There is no such thing, or the caller may not know that there is.
    NotFound,
    /// The request took too long.
    Timeout,
    /// The request, or a part of it, is too large.
    TooLarge,
    /// Something that is needed is away for a while.
    Unavailable,
    /// This host does not offer the service yet.
    NotOffered,
    /// The settings of the instance are wrong.
    Settings,
    /// The work was given up because nobody waits for it.
    Cancelled,
    /// A fault of ours.
    #[serde(other)]
    Internal,
}

impl ErrorKind {
    /// The HTTP status that fits (RFC 9110 §15).
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::LoginNeeded => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Timeout => 408,
            Self::TooLarge => 413,
            Self::Unavailable => 503,
            Self::NotOffered => 501,
            Self::Settings | Self::Cancelled | Self::Internal => 500,
        }
    }
}

/// A failure, as it crosses the boundary and as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    kind: ErrorKind,
    client: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    log: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after_secs: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<Box<TextFault>>,
}

/// A place in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the host names it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The result of everything that may fail at the plugin boundary.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of this kind, with the sentence that the client may read.
    pub fn new(kind: ErrorKind, for_client: impl Into<String>) -> Self {
        Self { kind, client: for_client.into(), log: None, retry_after_secs: None, place: None, fault: None }
    }

    /// A wrong request (400).
    pub fn bad_request(for_client: impl Into<String>) -> Self {
        Self::new(ErrorKind::BadRequest, for_client)
    }

    /// Something that does not exist for this caller (404).
    pub fn not_found(for_client: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, for_client)
    }

    /// A fault of ours (500): the client reads "internal error", the log reads the cause.
    pub fn internal(for_log: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, "internal error").with_log(for_log)
    }

    /// A host service that this version of the host does not offer (501).
    pub fn not_offered(service: &str) -> Self {
        Self::new(ErrorKind::NotOffered, format!("the host service `{service}` is not yet available"))
    }

    /// A mistake in an instance's settings.
    pub fn settings(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Settings, message)
    }

    /// Adds what only the log may say.
    #[must_use]
    pub fn with_log(mut self, for_log: impl Into<String>) -> Self {
        self.log = Some(for_log.into());
        self
    }

    /// Tells the client when to try again, in seconds.
    #[must_use]
    pub fn with_retry_after(mut self, secs: u32) -> Self {
        self.retry_after_secs = Some(secs);
        self
    }

    /// Says which place of a configuration file is meant.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says which part of the client's text is meant, and what puts it right. New in 1.4.
    #[must_use]
    pub fn with_fault(mut self, fault: TextFault) -> Self {
        self.fault = Some(Box::new(fault));
        self
    }

    /// The kind, which decides the status.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the client may read; never a path, SQL or an address of ours.
    pub fn for_client(&self) -> &str {
        &self.client
    }

    /// What the log should say.
    pub fn for_log(&self) -> &str {
        self.log.as_deref().unwrap_or(&self.client)
    }

    /// Seconds after which a repetition makes sense.
    pub fn retry_after_secs(&self) -> Option<u32> {
        self.retry_after_secs
    }

    /// The place in a configuration file, if one is meant.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The part of the client's text that it is about, if it is about one. New in 1.4.
    pub fn fault(&self) -> Option<&TextFault> {
        self.fault.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.client)
    }
}

impl std::error::Error for Error {}
