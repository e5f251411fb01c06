//! What an answer says about who asked, and how long it may be kept for whom.

use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::challenges::{Asked, Challenges};
use super::visit::Visit;

/// Who was authenticated (AuthVO 1.0); TOPCAT shows it.
const X_VO_AUTHENTICATED: HeaderName = HeaderName::from_static("x-vo-authenticated");

const VARY: HeaderValue = HeaderValue::from_static("Authorization, Cookie");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Adds to an answer what depends on who asked. `is_open_to_log_in`: the document is where clients look for a way to
/// log in. `has_users`: anybody can log in at all; else answers are the same for all.
pub fn dress(
    challenges: &Challenges,
    visit: &Visit,
    is_open_to_log_in: bool,
    has_users: bool,
    (status, headers): (StatusCode, &mut HeaderMap),
) {
    headers.remove(&X_VO_AUTHENTICATED);
    let known = visit.caller.as_ref();
    let named = known.filter(|_| !visit.is_by_address);
    if let Some(user) = named.and_then(|caller| HeaderValue::from_str(&caller.user).ok()) {
        headers.insert(X_VO_AUTHENTICATED, user);
    }
    let refused = status == StatusCode::UNAUTHORIZED;
    let asked = Asked { nobody: !has_users, ..visit.asked };
    let invites = has_users && known.is_none() && is_open_to_log_in && status.is_success();
    if refused || invites {
        challenges.put(headers, asked);
    }
    if refused || has_users {
        headers.append(header::VARY, VARY);
    }
    if refused || status == StatusCode::FORBIDDEN || visit.cookie.is_some() || visit.is_about_sessions {
        headers.insert(header::CACHE_CONTROL, NO_STORE);
    } else if known.is_some() {
        keep_private(headers);
    }
    if let Some(cookie) = &visit.cookie {
        headers.append(header::SET_COOKIE, cookie.clone());
    }
}

/// Only the client itself may keep the answer; what else the answer says of keeping stays.
fn keep_private(headers: &mut HeaderMap) {
    let given = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let given: Vec<String> =
        given.flat_map(|value| value.split(',')).map(|word| word.trim().to_owned()).collect();
    if given.iter().any(|word| word.eq_ignore_ascii_case("no-store")) {
        return;
    }
    let shared = ["public", "private", "s-maxage", "must-revalidate", "proxy-revalidate"];
    let keeps = |word: &&String| {
        let name = word.split('=').next().unwrap_or_default();
        !name.is_empty() && !shared.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let words: Vec<&str> =
        ["private"].into_iter().chain(given.iter().filter(keeps).map(String::as_str)).collect();
    let value = HeaderValue::from_str(&words.join(", ")).unwrap_or(NO_STORE);
    headers.insert(header::CACHE_CONTROL, value);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use identity::{Caller, Source};

    use super::*;

    fn ada() -> Visit {
        let caller = Caller {
            user: "ada".into(),
            groups: vec![],
            source: Source::Local,
            only_groups: None,
            instances: None,
        };
        Visit { caller: Some(Arc::new(caller)), ..Visit::default() }
    }

    /// The headers of an answer that the plugin gave these.
    fn dressed(
        visit: &Visit,
        invites: bool,
        users: bool,
        status: u16,
        given: &[(&'static str, &'static str)],
    ) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for &(name, value) in given {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let status = StatusCode::from_u16(status).unwrap();
        dress(&Challenges::new("http://h"), visit, invites, users, (status, &mut headers));
        headers
    }

    fn count(headers: &HeaderMap, name: &str) -> usize {
        headers.get_all(name).iter().count()
    }

    #[test]
    fn an_answer_of_a_host_without_users_stays_as_it_is() {
        let given = [("cache-control", "public, max-age=9")];
        let headers = dressed(&Visit::default(), true, false, 200, &given);
        assert_eq!((headers.len(), &headers["cache-control"]), (1, &given[0].1.parse().unwrap()));
    }

    #[test]
    fn the_name_is_on_every_answer_to_a_known_caller_and_on_no_other() {
        assert_eq!(dressed(&ada(), true, true, 500, &[])["x-vo-authenticated"], "ada");
        let forged = dressed(&Visit::default(), true, true, 200, &[("x-vo-authenticated", "root")]);
        assert_eq!(count(&forged, "x-vo-authenticated"), 0);
    }

    #[test]
    fn challenges_are_on_every_401_and_where_clients_look_for_them() {
        let challenges = |visit: &Visit, invites, status| {
            count(&dressed(visit, invites, true, status, &[]), "www-authenticate")
        };
        assert_eq!(challenges(&Visit::default(), false, 401), 3);
        assert_eq!(challenges(&Visit::default(), true, 200), 3);
        assert_eq!(challenges(&Visit::default(), false, 200), 0);
        assert_eq!(challenges(&Visit::default(), true, 503), 0);
        assert_eq!(challenges(&ada(), true, 200), 0);
        assert_eq!(count(&dressed(&Visit::default(), false, false, 401, &[]), "www-authenticate"), 1);
    }

    #[test]
    fn what_depends_on_the_caller_is_kept_by_nobody_else() {
        let cases = [
            ("max-age=60, public", "private, max-age=60"),
            ("s-maxage=9", "private"),
            ("no-store", "no-store"),
            ("no-cache", "private, no-cache"),
        ];
        for (given, expected) in cases {
            let headers = dressed(&ada(), false, true, 200, &[("cache-control", given)]);
            assert_eq!(headers["cache-control"], expected);
            assert_eq!(headers["vary"], "Authorization, Cookie");
        }
        assert_eq!(dressed(&ada(), false, true, 200, &[])["cache-control"], "private");
        assert_eq!(dressed(&ada(), false, true, 403, &[])["cache-control"], "no-store");
        assert_eq!(count(&dressed(&Visit::default(), false, true, 200, &[]), "cache-control"), 0);
    }
}
