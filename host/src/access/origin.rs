//! Which page of a browser sent a request: ours, another, or no page at all.

use hyper::Method;
use hyper::header::{self, HeaderMap, HeaderName};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const X_REQUESTED_WITH: HeaderName = HeaderName::from_static("x-requested-with");

/// Whether a request that changes something comes from a page that is not ours; programs that are no browsers say
/// nothing of pages. `base_url` is the host's address for clients.
pub fn is_forged(method: &Method, headers: &HeaderMap, base_url: &str, encrypted: bool) -> bool {
    !method.is_safe() && (is_cross_site(headers) || is_foreign(headers, base_url, encrypted))
}

/// Whether a script of a page of ours asks: a Basic challenge would open the browser's own dialogue over the page.
/// These headers are made for browsers; who they are is not asked.
pub fn is_our_script(headers: &HeaderMap) -> bool {
    let says = |name: &HeaderName, word: &str| headers.get(name).is_some_and(|value| value == word);
    let same_origin = says(&SEC_FETCH_SITE, "same-origin") || !headers.contains_key(&SEC_FETCH_SITE);
    headers.contains_key(&X_REQUESTED_WITH) || (says(&SEC_FETCH_MODE, "cors") && same_origin)
}

/// Whether a browser asks, which takes a new cookie from any answer; other programs keep that of the log-in.
pub fn is_browser(headers: &HeaderMap) -> bool {
    [SEC_FETCH_MODE, SEC_FETCH_SITE].iter().any(|name| headers.contains_key(name))
}

/// Whether a person looks at the answer in a browser.
pub fn is_navigation(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    headers.get(&SEC_FETCH_MODE).is_some_and(|mode| mode == "navigate") && accepts.contains("text/html")
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get(&SEC_FETCH_SITE).is_some_and(|site| site == "cross-site")
}

/// Whether there is an origin that is neither that of the host's address nor the one that the client called.
fn is_foreign(headers: &HeaderMap, base_url: &str, encrypted: bool) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter().map(|origin| origin.to_str().unwrap_or("null"));
    let called = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if encrypted { "https" } else { "http" };
    let called = called.map(|host| format!("{scheme}://{host}"));
    origins.any(|origin| {
        !origin.eq_ignore_ascii_case(origin_of(base_url))
            && !called.as_deref().is_some_and(|called| origin.eq_ignore_ascii_case(called))
    })
}

/// Scheme and authority of a URL.
fn origin_of(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = url[authority..].find('/').map_or(url.len(), |path| authority + path);
    &url[..path]
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |&(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        lines.iter().map(pair).collect()
    }

    fn forged(lines: &[(&'static str, &'static str)]) -> bool {
        is_forged(&Method::POST, &headers(lines), "https://vo.example.org/armilla", false)
    }

    #[test]
    fn browsers_say_what_a_request_is_for_and_other_programs_do_not() {
        assert!(is_browser(&headers(&[("sec-fetch-mode", "navigate")])));
        assert!(is_browser(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_browser(&headers(&[("accept", "*/*"), ("user-agent", "Mozilla/5.0")])));
    }

    #[test]
    fn programs_and_our_own_pages_forge_nothing() {
        assert!(!forged(&[("host", "vo.example.org")]));
        assert!(!forged(&[("origin", "https://vo.example.org"), ("host", "10.0.0.1:8080")]));
        assert!(!forged(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(!forged(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_pages_are_foreign_whatever_they_call_themselves() {
        for origin in [
            "https://evil.example.org",
            "http://vo.example.org",
            "https://vo.example.org.evil.org",
            "https://vo.example.org:8443",
            "null",
        ] {
            assert!(forged(&[("origin", origin), ("host", "vo.example.org:80")]), "{origin}");
        }
        assert!(forged(&[("sec-fetch-site", "cross-site")]));
        assert!(!is_forged(&Method::GET, &headers(&[("origin", "null")]), "https://h", true));
    }

    #[test]
    fn a_page_for_people_is_only_for_navigation() {
        assert!(is_navigation(&headers(&[("sec-fetch-mode", "navigate"), ("accept", "text/html,*/*")])));
        assert!(!is_navigation(&headers(&[("accept", "text/html,*/*")])));
    }

    #[test]
    fn scripts_of_our_pages_are_known_by_the_headers_of_browsers() {
        let cases: [(&[(&str, &str)], bool); 5] = [
            (&[("x-requested-with", "XMLHttpRequest")], true),
            (&[("sec-fetch-mode", "cors"), ("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-mode", "cors"), ("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-mode", "navigate"), ("sec-fetch-site", "same-origin")], false),
            (&[("user-agent", "Mozilla/5.0")], false),
        ];
        for (lines, expected) in cases {
            assert_eq!(is_our_script(&headers(lines)), expected, "{lines:?}");
        }
    }
}
