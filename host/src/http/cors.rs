//! Which web pages' scripts may read answers (Fetch standard, CORS protocol): decided here for every answer.

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, StatusCode};

use super::message::Response;
use crate::config::Origins;

/// Scripts may read every header; the star means all, because answers never come with credentials.
const EXPOSED: HeaderValue = HeaderValue::from_static("*");

/// The answer to a preflight, if the request is one: a browser asks before it sends what is not simple.
pub fn preflight(origins: &Origins, method: &Method, request: &HeaderMap) -> Option<Response> {
    let asked = request.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if *method != Method::OPTIONS || !asked || allowed(origins, request).is_none() {
        return None;
    }
    let mut response = Response::new(StatusCode::NO_CONTENT)
        .with(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE"))
        .with(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    if let Some(names) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        response = response.with(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    Some(response)
}

/// What `Access-Control-Allow-Origin` says to a request, if anything. `*` goes out without a question too, so that
/// caches may keep one answer for all; with it browsers send no cookies.
pub fn allowed(origins: &Origins, request: &HeaderMap) -> Option<HeaderValue> {
    match origins {
        Origins::Any => Some(HeaderValue::from_static("*")),
        Origins::These(list) => {
            let origin = request.get(header::ORIGIN)?;
            list.iter().any(|known| origin.as_bytes() == known.as_bytes()).then(|| origin.clone())
        }
    }
}

/// Adds the headers that let the allowed page read the answer.
pub fn permit(origins: &Origins, allowed: Option<HeaderValue>, answer: &mut HeaderMap) {
    if matches!(origins, Origins::These(_)) {
        answer.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = allowed {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn every_page_may_read_by_default() {
        let mut answer = HeaderMap::new();
        permit(&Origins::Any, allowed(&Origins::Any, &HeaderMap::new()), &mut answer);
        assert_eq!(answer[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(!answer.contains_key(header::VARY));
    }

    #[test]
    fn a_list_lets_its_origins_in_and_nobody_else() {
        let origins = Origins::These(vec!["https://a.org".into()]);
        for (origin, expected) in [("https://a.org", Some("https://a.org")), ("https://b.org", None)] {
            let mut answer = HeaderMap::new();
            permit(&origins, allowed(&origins, &request(&[(header::ORIGIN, origin)])), &mut answer);
            let found = answer.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap());
            assert_eq!(found, expected);
            assert_eq!(answer[header::VARY], "Origin");
        }
    }

    #[test]
    fn a_preflight_is_answered_with_the_headers_it_asks_for() {
        let asked = request(&[
            (header::ORIGIN, "https://a.org"),
            (header::ACCESS_CONTROL_REQUEST_METHOD, "POST"),
            (header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization"),
        ]);
        let answer = preflight(&Origins::Any, &Method::OPTIONS, &asked).unwrap();
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_HEADERS], "authorization");
        assert!(preflight(&Origins::These(vec![]), &Method::OPTIONS, &asked).is_none());
        assert!(preflight(&Origins::Any, &Method::OPTIONS, &HeaderMap::new()).is_none());
        assert!(preflight(&Origins::Any, &Method::GET, &asked).is_none());
    }
}
