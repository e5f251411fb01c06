//! Identifiers of images.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that RFC 3986 §2.3 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The identifier of a file: the publisher's, and behind a `?` the path below the folder, percent-encoded part by part as
/// local parts of IVOIDs want it (IVOA Identifiers 2.0 §2.3).
pub fn did(publisher_did: &str, file: &str) -> String {
    let parts = file.split('/').map(|part| utf8_percent_encode(part, RESERVED).to_string());
    format!("{publisher_did}?{}", parts.collect::<Vec<_>>().join("/"))
}

/// An identifier as the query of an address has it.
pub fn links_id(did: &str) -> String {
    utf8_percent_encode(did, RESERVED).to_string()
}

/// The identifier of the publisher himself: the authority.
pub(crate) fn publisher_id(publisher_did: &str) -> Option<String> {
    let rest = publisher_did.strip_prefix("ivo://")?;
    Some(format!("ivo://{}", rest.split('/').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_part_by_part() {
        let did = did("ivo://example.org/dr1", "2026/ñ #1+a%b?.fits");
        assert_eq!(did, "ivo://example.org/dr1?2026/%C3%B1%20%231%2Ba%25b%3F.fits");
        assert_eq!(
            links_id(&did),
            "ivo%3A%2F%2Fexample.org%2Fdr1%3F2026%2F%25C3%25B1%2520%25231%252Ba%2525b%253F.fits"
        );
        assert_eq!(publisher_id("ivo://example.org/dr1").as_deref(), Some("ivo://example.org"));
    }
}
