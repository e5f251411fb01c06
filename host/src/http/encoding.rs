//! Decides whether an answer is compressed and how, from what the client accepts and what the answer is.

use hyper::StatusCode;
use hyper::header::{self, HeaderMap};

use crate::config::Compression;

/// A coding that we can make (RFC 9110 §8.4.1, RFC 8878 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Zstandard, level 1.
    Zstd,
    /// gzip, level 3.
    Gzip,
}

/// What an answer is, as far as compression cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Text: worth any coding.
    Text,
    /// Numbers in binary: worth zstd; gzip is slower than the database that makes them.
    Binary,
    /// Compressed already, or unknown.
    Packed,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The coding to use; `None`: as it is.
    pub coding: Option<Coding>,
    /// Whether another client could have got another coding, so that caches must know.
    pub varies: bool,
}

/// Bodies below this size are sent as they are: the head costs more than the gain.
const SIZE_MIN: u64 = 1024;

impl Coding {
    /// The name in `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }
}

/// How much a client likes each coding, in thousandths (RFC 9110 §12.5.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    zstd: u16,
    gzip: u16,
}

/// Decides for one answer. `length` is that of the body, if known.
pub fn decide(
    setting: Compression,
    accepted: Accepted,
    status: StatusCode,
    answer: &HeaderMap,
    length: Option<u64>,
) -> Decision {
    let as_it_is = Decision { coding: None, varies: false };
    let kind = kind_of(answer);
    if setting == Compression::Off || kind == Kind::Packed || !may_change(status, answer) {
        return as_it_is;
    }
    if length.is_some_and(|length| length < SIZE_MIN) {
        return as_it_is;
    }
    let gzip_fits = kind == Kind::Text || setting == Compression::All;
    Decision { coding: accepted.best(gzip_fits), varies: true }
}

impl Accepted {
    /// Reads `Accept-Encoding`; without it nothing is accepted.
    pub fn of(request: &HeaderMap) -> Self {
        let (mut zstd, mut gzip, mut any) = (None, None, None);
        for value in request.get_all(header::ACCEPT_ENCODING) {
            for item in value.to_str().unwrap_or_default().split(',') {
                let (name, weight) = weighted(item);
                match name {
                    name if name.eq_ignore_ascii_case("zstd") => zstd = Some(weight),
                    name if name.eq_ignore_ascii_case("gzip") => gzip = Some(weight),
                    "*" => any = Some(weight),
                    _ => {}
                }
            }
        }
        Self { zstd: zstd.or(any).unwrap_or(0), gzip: gzip.or(any).unwrap_or(0) }
    }

    /// The coding that the client likes best; of equals zstd.
    fn best(self, gzip_fits: bool) -> Option<Coding> {
        match (self.zstd, if gzip_fits { self.gzip } else { 0 }) {
            (0, 0) => None,
            (zstd, gzip) if zstd >= gzip => Some(Coding::Zstd),
            _ => Some(Coding::Gzip),
        }
    }
}

/// Whether a body may be coded at all: not parts of files, not what is coded, not what forbids it.
fn may_change(status: StatusCode, answer: &HeaderMap) -> bool {
    let forbidden = answer.get_all(header::CACHE_CONTROL).iter();
    let forbidden =
        forbidden.filter_map(|value| value.to_str().ok()).any(|value| value.contains("no-transform"));
    let ranges = answer.get(header::ACCEPT_RANGES).is_some_and(|value| value != "none");
    status != StatusCode::PARTIAL_CONTENT
        && !answer.contains_key(header::CONTENT_RANGE)
        && !answer.contains_key(header::CONTENT_ENCODING)
        && !ranges
        && !forbidden
}

/// The kind of a body, from its media type. A VOTable without a word on its serialization is taken for binary.
fn kind_of(answer: &HeaderMap) -> Kind {
    let Some(media) = answer.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return Kind::Packed;
    };
    let media = media.to_ascii_lowercase();
    let (essence, parameters) = media.split_once(';').unwrap_or((&media, ""));
    match essence.trim() {
        "application/x-votable+xml" if parameters.contains("tabledata") => Kind::Text,
        "application/x-votable+xml" | "application/fits" | "image/fits" => Kind::Binary,
        "application/vnd.apache.parquet" | "application/vnd.apache.arrow.stream" => Kind::Binary,
        "application/vnd.apache.arrow.file" | "application/octet-stream" => Kind::Binary,
        "application/json" | "application/xml" | "application/javascript" | "image/svg+xml" => Kind::Text,
        essence if essence.starts_with("text/") => Kind::Text,
        essence if essence.ends_with("+xml") || essence.ends_with("+json") => Kind::Text,
        _ => Kind::Packed,
    }
}

/// A name with its weight in thousandths; a weight that cannot be read is the full one.
fn weighted(item: &str) -> (&str, u16) {
    let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
    let weight = parameters.trim().strip_prefix("q=").and_then(|text| text.trim().parse::<f32>().ok());
    let thousandths = weight.map_or(1000, |weight| (weight.clamp(0.0, 1.0) * 1000.0) as u16);
    (name.trim(), thousandths)
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn check(setting: Compression, accept: &str, media: &str, expected: Option<Coding>) {
        let mut request = HeaderMap::new();
        request.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accept).unwrap());
        let mut answer = HeaderMap::new();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_str(media).unwrap());
        let decision = decide(setting, Accepted::of(&request), StatusCode::OK, &answer, None);
        assert_eq!(decision.coding, expected, "{accept} for {media}");
    }

    #[test]
    fn the_clients_preference_decides_and_zstd_wins_a_draw() {
        let auto = Compression::Auto;
        check(auto, "gzip, deflate, br, zstd", "text/csv", Some(Coding::Zstd));
        check(auto, "gzip, deflate", "text/csv;header=present", Some(Coding::Gzip));
        check(auto, "zstd;q=0.5, gzip;q=0.8", "text/csv", Some(Coding::Gzip));
        check(auto, "zstd;q=0, *", "text/csv", Some(Coding::Gzip));
        check(auto, "gzip;q=0", "text/csv", None);
        check(auto, "identity", "text/csv", None);
        check(auto, "", "text/csv", None);
    }

    #[test]
    fn binary_tables_are_never_gzipped_unless_the_operator_says_so() {
        for media in [
            "application/x-votable+xml;serialization=BINARY2",
            "application/x-votable+xml",
            "application/fits",
        ] {
            check(Compression::Auto, "gzip", media, None);
            check(Compression::Auto, "gzip, zstd", media, Some(Coding::Zstd));
            check(Compression::All, "gzip", media, Some(Coding::Gzip));
            check(Compression::Off, "gzip, zstd", media, None);
        }
    }

    #[test]
    fn tables_as_text_and_documents_are_compressed() {
        for media in [
            "application/x-votable+xml; serialization=TABLEDATA",
            "text/xml;content=x-votable",
            "application/json",
            "text/html; charset=utf-8",
            "application/rdf+xml",
        ] {
            check(Compression::Auto, "gzip", media, Some(Coding::Gzip));
        }
        check(Compression::All, "gzip", "image/png", None);
    }

    #[test]
    fn parts_of_files_and_coded_bodies_stay_as_they_are() {
        let mut request = HeaderMap::new();
        request.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let cases = [
            (header::CONTENT_ENCODING, "identity"),
            (header::ACCEPT_RANGES, "bytes"),
            (header::CONTENT_RANGE, "bytes 0-9/100"),
            (header::CACHE_CONTROL, "private, no-transform"),
        ];
        for (name, value) in cases {
            let mut answer = HeaderMap::new();
            answer.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv"));
            let coding = |answer: &HeaderMap, length| {
                decide(Compression::Auto, Accepted::of(&request), StatusCode::OK, answer, length).coding
            };
            assert_eq!(coding(&answer, None), Some(Coding::Gzip));
            assert_eq!(coding(&answer, Some(1023)), None);
            answer.insert(name, HeaderValue::from_static(value));
            assert_eq!(coding(&answer, None), None, "{value}");
        }
    }
}
