//! An answer as a plugin writes it.

use abi_stable::std_types::{RSlice, RStr, Tuple2};
use bytes::Bytes;

use crate::abi::{self, AbiAnswer, AbiAnswerBox, AbiBytesBox};
use crate::{ByteStream, Error};

/// Keys of the numbers of an answer.
mod key {
    pub const STATUS: u32 = 1;
    pub const ROWS: u32 = 2;
}

/// The list of pairs that holds the headers.
const HEADERS: u32 = 0;

/// Status, headers and body.
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: ByteStream,
    rows: Option<u64>,
}

impl Answer {
    /// An answer with a body of this media type; the body may be bytes or a stream.
    pub fn new(status: u16, content_type: &str, body: impl Into<ByteStream>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), rows: None }
            .with_header("content-type", content_type)
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: ByteStream::empty(), rows: None }
    }

    /// 200 with plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(200, "text/plain; charset=utf-8", Bytes::from(text.into()))
    }

    /// The plain-text form of an error, with its status and `Retry-After`.
    pub fn from_error(error: &Error) -> Self {
        let answer = Self::new(
            error.kind().status(),
            "text/plain; charset=utf-8",
            Bytes::from(format!("{}\n", error.for_client())),
        );
        match error.retry_after_secs() {
            Some(secs) => answer.with_header("retry-after", &secs.to_string()),
            None => answer,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Tells the log how many rows the answer has, where that is known before the body ends.
    #[must_use]
    pub fn with_rows(mut self, rows: u64) -> Self {
        self.rows = Some(rows);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of this name, any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// All headers.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The number of rows, where the plugin said it.
    pub fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// Takes the body.
    pub fn into_body(self) -> ByteStream {
        self.body
    }

    pub(crate) fn into_abi(self) -> AbiAnswerBox {
        abi::AbiAnswer_TO::from_value(Crossing(self), abi_stable::sabi_trait::TD_Opaque)
    }

    pub(crate) fn from_abi(mut foreign: AbiAnswerBox) -> Self {
        let headers = (0..foreign.pair_count(HEADERS)).map(|index| {
            let Tuple2(name, value) = foreign.pair(HEADERS, index);
            (name.to_string(), String::from_utf8_lossy(value.as_slice()).into_owned())
        });
        Self {
            headers: headers.collect(),
            status: u16::try_from(foreign.number(key::STATUS)).unwrap_or(500),
            rows: u64::try_from(foreign.number(key::ROWS)).ok(),
            body: ByteStream::from_abi(foreign.take_body()),
        }
    }
}

struct Crossing(Answer);

impl AbiAnswer for Crossing {
    fn number(&self, key: u32) -> i64 {
        match key {
            key::STATUS => i64::from(self.0.status),
            key::ROWS => self.0.rows.and_then(|rows| i64::try_from(rows).ok()).unwrap_or(-1),
            _ => -1,
        }
    }

    fn pair_count(&self, list: u32) -> usize {
        if list == HEADERS { self.0.headers.len() } else { 0 }
    }

    fn pair(&self, list: u32, index: usize) -> Tuple2<RStr<'_>, RSlice<'_, u8>> {
        let pair = self.0.headers.get(index).filter(|_| list == HEADERS);
        let (name, value) = pair.map(|(name, value)| (name.as_str(), value.as_bytes())).unwrap_or_default();
        Tuple2(RStr::from_str(name), RSlice::from_slice(value))
    }

    fn take_body(&mut self) -> AbiBytesBox {
        std::mem::replace(&mut self.0.body, ByteStream::empty()).into_abi(None)
    }
}
