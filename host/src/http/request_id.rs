//! The identifier of a request, which its answer and all its log lines carry.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::header::HeaderValue;

/// The identifier of a request: that of the client's `X-Request-Id` if it is sane, else one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

/// Makes identifiers that differ within a run and, very likely, between runs and hosts.
#[derive(Debug)]
pub struct RequestIds {
    next: AtomicU64,
}

impl RequestId {
    /// The identifier as text: letters, digits and `-._`, 1 to 64 of them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a client's identifier if it cannot harm logs.
    fn from_header(value: &HeaderValue) -> Option<Self> {
        let text = value.to_str().ok()?;
        let sane = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        ((1..=64).contains(&text.len()) && text.bytes().all(sane)).then(|| Self(text.into()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl RequestIds {
    /// A source that begins at a random place.
    pub fn new() -> Self {
        Self { next: AtomicU64::new(RandomState::new().hash_one("request")) }
    }

    /// The client's identifier, or a new one.
    pub fn choose(&self, given: Option<&HeaderValue>) -> RequestId {
        given.and_then(RequestId::from_header).unwrap_or_else(|| self.make())
    }

    /// Thirteen letters and digits. The counter is stirred by a bijection, so that neighbours look different to the eye.
    fn make(&self) -> RequestId {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut rest = self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        rest ^= rest >> 32;
        let mut text = [0_u8; 13];
        for place in text.iter_mut().rev() {
            *place = DIGITS[(rest & 31) as usize];
            rest >>= 5;
        }
        RequestId(str::from_utf8(&text).unwrap_or_default().into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn chosen(given: &str) -> RequestId {
        RequestIds::new().choose(Some(&HeaderValue::from_str(given).unwrap()))
    }

    #[test]
    fn a_sane_identifier_of_the_client_is_kept() {
        assert_eq!(chosen("Job-7_b.2").as_str(), "Job-7_b.2");
    }

    #[test]
    fn an_identifier_that_could_forge_a_log_line_is_replaced() {
        for given in ["", "a b", "x\"y", "id=1;2", &"a".repeat(65)] {
            assert_eq!(chosen(given).as_str().len(), 13, "{given}");
        }
    }

    #[test]
    fn made_identifiers_differ() {
        let ids = RequestIds::new();
        let made: HashSet<String> = (0..10_000).map(|_| ids.make().to_string()).collect();
        assert_eq!(made.len(), 10_000);
    }
}
