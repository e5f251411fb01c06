//! What a client would rather have, by its Accept header (RFC 9110 §12.5.1).

/// The offered media type that the header prefers; the earlier one of equals. `None`: it names none of them, or
/// nothing is said.
pub fn preferred<'o>(accept: &str, offered: &[&'o str]) -> Option<&'o str> {
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::parse).collect();
    let weighed = offered.iter().map(|&kind| (kind, weight(&ranges, kind)));
    let best = weighed.fold(None, |best: Option<(&str, f64)>, (kind, weight)| match best {
        Some((_, most)) if most >= weight => best,
        _ => Some((kind, weight)),
    });
    best.filter(|(_, weight)| *weight > 0.0).map(|(kind, _)| kind)
}

/// Whether the header names this media type itself, as browsers name HTML, and not only through a `*`.
pub fn names(accept: &str, kind: &str) -> bool {
    let ranges = accept.split(',').filter_map(Range::parse);
    ranges.into_iter().any(|range| range.kind.eq_ignore_ascii_case(kind) && range.weight > 0.0)
}

/// One element of the header.
struct Range<'a> {
    kind: &'a str,
    weight: f64,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let kind = parts.next().filter(|kind| kind.contains('/'))?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.map_or(Some(1.0), |weight| weight.parse().ok())?;
        (0.0..=1.0).contains(&weight).then_some(Self { kind, weight })
    }

    /// How exactly it names a media type; `None` if it does not.
    fn exactness(&self, kind: &str) -> Option<u8> {
        let group = kind.split('/').next().unwrap_or_default();
        match self.kind.split_once('/')? {
            _ if self.kind.eq_ignore_ascii_case(kind) => Some(2),
            (ours, "*") if ours.eq_ignore_ascii_case(group) => Some(1),
            ("*", "*") => Some(0),
            _ => None,
        }
    }
}

/// The weight that the most exact of the ranges gives.
fn weight(ranges: &[Range<'_>], kind: &str) -> f64 {
    let fitting = ranges.iter().filter_map(|range| Some((range.exactness(kind)?, range.weight)));
    fitting.max_by_key(|(exactness, _)| *exactness).map_or(0.0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: [&str; 2] = ["application/json", "text/plain"];
    const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    #[test]
    fn the_heavier_and_the_more_exact_wins() {
        for (accept, expected) in [
            ("", None),
            ("*/*", Some("application/json")),
            ("text/*", Some("text/plain")),
            ("text/plain", Some("text/plain")),
            ("Text/Plain;q=0.5, application/json;q=0.4", Some("text/plain")),
            ("text/*, text/plain;q=0", None),
            ("image/png", None),
            ("text/plain;q=7", None),
            ("nonsense,;;,=", None),
            (BROWSER, Some("application/json")),
        ] {
            assert_eq!(preferred(accept, &OFFERED), expected, "{accept}");
        }
    }

    #[test]
    fn a_browser_names_html_and_a_client_that_takes_anything_does_not() {
        assert!(names(BROWSER, "text/html"));
        assert!(!names("*/*", "text/html"));
        assert!(!names("text/html;q=0, */*", "text/html"));
    }
}
