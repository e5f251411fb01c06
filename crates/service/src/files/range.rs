//! A part of a file, as a client asks for it (RFC 9110 §14).

use std::ops::Range;

/// What to send of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: there is no `Range`, or one that need not be understood.
    Whole,
    /// These bytes; never empty.
    Bytes(Range<u64>),
    /// The file has no such bytes.
    Beyond,
}

impl Part {
    /// Reads a `Range` header for a file of `length` bytes. Several ranges, and units other than bytes, give the whole.
    pub(crate) fn read(header: Option<&str>, length: u64) -> Self {
        let Some(text) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
            return Self::Whole;
        };
        let Some((first, last)) = text.trim().split_once('-') else { return Self::Whole };
        let range = match (number(first), number(last)) {
            (Some(Some(first)), Some(last)) => {
                let last = last.unwrap_or(u64::MAX);
                if last < first {
                    return Self::Whole;
                }
                first..last.saturating_add(1).min(length)
            }
            (Some(None), Some(Some(count))) => length.saturating_sub(count)..length,
            _ => return Self::Whole,
        };
        if range.is_empty() { Self::Beyond } else { Self::Bytes(range) }
    }
}

/// Digits, or nothing; `None` for anything else.
fn number(text: &str) -> Option<Option<u64>> {
    match text {
        "" => Some(None),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok().map(Some),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_in_its_three_forms() {
        for (header, expected) in [
            ("bytes=0-3", Part::Bytes(0..4)),
            ("bytes=4-", Part::Bytes(4..10)),
            ("bytes=-3", Part::Bytes(7..10)),
            ("bytes=-30", Part::Bytes(0..10)),
            ("bytes=9-99", Part::Bytes(9..10)),
            ("bytes=0-18446744073709551615", Part::Bytes(0..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
        ] {
            assert_eq!(Part::read(Some(header), 10), expected, "{header}");
        }
    }

    #[test]
    fn anything_else_is_the_whole_file() {
        for header in
            ["", "bytes=", "bytes=-", "bytes=3-1", "bytes=0-1,4-5", "items=0-1", "bytes=+1-2", "bytes=a-b"]
        {
            assert_eq!(Part::read(Some(header), 10), Part::Whole, "{header}");
        }
        assert_eq!(Part::read(None, 10), Part::Whole);
        assert_eq!(Part::read(Some("bytes=0-"), 0), Part::Beyond);
    }
}
