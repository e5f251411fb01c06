//! The door with users of its own: who is let in as whom, and what the refused are told.

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::FutureExt;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use identity::{Identities, PasswordHash, User, Users};

use super::{Gate, LoginRoute, Visit};
use crate::http::{Body, Request, Response};
use crate::observe::Metrics;
use crate::services::Signer;

const BASE: &str = "http://vo.example.org:8080";
/// `ada:secret`, `ada:wrong`.
const RIGHT: (&str, &str) = ("authorization", "Basic YWRhOnNlY3JldA==");
const WRONG: (&str, &str) = ("authorization", "Basic YWRhOndyb25n");

fn gate(users: &[&str], plain_http: bool) -> Gate {
    let user = |name: &&str| {
        User::new(name, PasswordHash::of("secret").unwrap(), vec!["collaboration".into()], false)
    };
    let identities = Identities::new(users.iter().map(user).collect::<Users>()).unwrap();
    let signer = Arc::new(Signer::of_this_process().unwrap());
    Gate::new(identities, signer, BASE, plain_http, Metrics::new().access().clone())
}

fn request(method: Method, remote: &str, lines: &[(&'static str, &'static str)]) -> Request {
    let mut request = Request::bare(method, "/tap/sync", remote.parse::<IpAddr>().unwrap());
    for &(name, value) in lines {
        request.headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    request
}

async fn received(
    gate: &Gate,
    remote: &str,
    lines: &[(&'static str, &'static str)],
) -> Result<Visit, Response> {
    gate.receive(&mut request(Method::POST, remote, lines)).await
}

async fn refused(
    gate: &Gate,
    remote: &str,
    lines: &[(&'static str, &'static str)],
) -> (u16, String, HeaderMap) {
    let refusal = received(gate, remote, lines).await.err().expect("refused");
    let Body::Full(text) = &refusal.body else { panic!("{:?}", refusal.body) };
    (refusal.status.as_u16(), String::from_utf8(text.to_vec()).unwrap(), refusal.headers)
}

#[tokio::test]
async fn the_right_password_makes_a_principal_and_goes_no_further() {
    let gate = gate(&["ada"], false);
    let mut asked = request(Method::GET, "127.0.0.1", &[RIGHT, ("cookie", "a=b")]);
    let visit = gate.receive(&mut asked).await.unwrap();
    assert_eq!(visit.principal().user(), Some("ada"));
    assert_eq!(visit.principal().groups(), ["collaboration"]);
    assert!(
        !asked.headers.contains_key(header::AUTHORIZATION) && !asked.headers.contains_key(header::COOKIE)
    );
    let answer = gate.dress(&visit, true, Response::new(StatusCode::OK));
    assert_eq!(answer.headers["x-vo-authenticated"], "ada");
    assert!(!answer.headers.contains_key(header::WWW_AUTHENTICATE));
}

#[tokio::test]
async fn wrong_credentials_are_never_anonymous() {
    let gate = gate(&["ada"], false);
    for line in [WRONG, ("authorization", "Bearer none"), ("authorization", "Negotiate x")] {
        let (status, text, headers) = refused(&gate, "127.0.0.1", &[line]).await;
        assert_eq!(status, 401, "{text}");
        assert_eq!(headers.get_all(header::WWW_AUTHENTICATE).iter().count(), 3);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(headers[header::VARY], "Authorization, Cookie");
    }
    let (_, text, headers) = refused(&gate, "127.0.0.1", &[("authorization", "Bearer none")]).await;
    assert_eq!(text, "the token is unknown, expired or revoked\n");
    let told = headers.get_all(header::WWW_AUTHENTICATE).iter().next_back().unwrap();
    assert_eq!(told, "Bearer realm=\"vo.example.org:8080\", error=\"invalid_token\"");
}

#[tokio::test]
async fn a_stale_cookie_is_deleted_and_its_sender_anonymous() {
    let gate = gate(&["ada"], false);
    let visit = received(&gate, "127.0.0.1", &[("cookie", "armilla_session=old")]).await.unwrap();
    assert_eq!(visit.principal().user(), None);
    let answer = gate.dress(&visit, false, Response::new(StatusCode::OK));
    assert_eq!(
        answer.headers[header::SET_COOKIE],
        "armilla_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
    );
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn credentials_in_the_clear_are_refused_unless_the_operator_allows_them() {
    let careful = gate(&["ada"], false);
    let (status, text, headers) = refused(&careful, "192.0.2.7", &[RIGHT]).await;
    assert_eq!(
        (status, text.as_str()),
        (
            403,
            "credentials are taken over HTTPS only, and these travelled in the clear; this host has no such address \
             yet, its operator can set one up\n"
        )
    );
    assert!(!headers.contains_key(header::WWW_AUTHENTICATE));
    let visit = received(&careful, "192.0.2.7", &[]).await.unwrap();
    let asked = careful.dress(&visit, false, Response::new(StatusCode::UNAUTHORIZED));
    let basic = |line: &HeaderValue| line.as_bytes().starts_with(b"Basic");
    assert!(!asked.headers.get_all(header::WWW_AUTHENTICATE).iter().any(basic));
    let careless = gate(&["ada"], true);
    assert!(received(&careless, "192.0.2.7", &[RIGHT]).await.is_ok());
    assert!(received(&careful, "::ffff:127.0.0.1", &[RIGHT]).await.is_ok());
}

#[tokio::test]
async fn another_page_changes_nothing_in_the_name_of_a_user() {
    let gate = gate(&["ada"], false);
    let foreign = ("origin", "https://evil.example.org");
    for line in [RIGHT, ("cookie", "armilla_session=x")] {
        let (status, text, _) = refused(&gate, "127.0.0.1", &[line, foreign]).await;
        assert_eq!(
            (status, text.as_str()),
            (403, "requests of other web pages change nothing here in your name\n")
        );
        let ours = ("origin", BASE);
        assert!(received(&gate, "127.0.0.1", &[line, ours]).await.is_ok());
    }
    assert!(received(&gate, "127.0.0.1", &[foreign]).await.is_ok(), "the anonymous have nothing to lose");
}

#[tokio::test]
async fn guesses_are_made_to_wait() {
    let gate = gate(&["ada"], false);
    let mut last = (0, String::new(), HeaderMap::new());
    for _ in 0..50 {
        last = refused(&gate, "127.0.0.1", &[WRONG]).await;
        if last.0 != 401 {
            break;
        }
    }
    let (status, text, headers) = last;
    let secs = headers[header::RETRY_AFTER].to_str().unwrap();
    assert_eq!((status, text), (429, format!("too many wrong attempts; try again in {secs} seconds\n")));
}

#[tokio::test]
async fn a_host_without_users_refuses_credentials_and_asks_for_none() {
    let gate = gate(&[], false);
    let anonymous = received(&gate, "192.0.2.7", &[]).now_or_never().expect("nothing to wait for").unwrap();
    let answer = gate.dress(&anonymous, true, Response::new(StatusCode::OK));
    assert!(anonymous.principal().user().is_none() && answer.headers.is_empty());
    for line in [RIGHT, ("authorization", "Bearer x"), ("authorization", "Negotiate x")] {
        let (status, text, headers) = refused(&gate, "192.0.2.7", &[line]).await;
        assert_eq!((status, text.as_str()), (401, "nobody can log in here: this host has no users\n"));
        let told: Vec<_> = headers.get_all(header::WWW_AUTHENTICATE).iter().collect();
        assert!(told.len() == 1 && told[0].as_bytes().starts_with(b"Bearer realm="), "{told:?}");
    }
    let visit = received(&gate, "127.0.0.1", &[("cookie", "armilla_session=old")]).await.unwrap();
    let answer = gate.dress(&visit, false, Response::new(StatusCode::OK));
    assert!(
        answer.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    );
}

async fn served(gate: &Gate, method: Method, path: &str, lines: &[(&'static str, &'static str)]) -> Response {
    let mut asked = request(method, "127.0.0.1", lines);
    asked.path = path.to_owned();
    let visit = gate.receive(&mut asked).await.unwrap_or_else(|refusal| panic!("{}", refusal.status));
    gate.serve(LoginRoute::at(path).unwrap(), asked, visit).await
}

#[tokio::test]
async fn the_session_tells_who_asks() {
    let gate = gate(&["ada"], false);
    let known = served(&gate, Method::GET, "/auth/session", &[RIGHT]).await;
    assert_eq!(known.body_text(), "{\"expires\":null,\"groups\":[\"collaboration\"],\"user\":\"ada\"}\n");
    assert_eq!(known.headers[header::CACHE_CONTROL], "no-store");
    let anonymous = served(&gate, Method::GET, "/auth/session", &[]).await;
    assert_eq!(anonymous.body_text(), "{\"expires\":null,\"groups\":[],\"user\":null}\n");
}

#[tokio::test]
async fn limits_are_told_and_tokens_are_for_sessions() {
    let gate = gate(&["ada"], false);
    let known = served(&gate, Method::GET, "/auth/account", &[RIGHT]).await;
    let account: serde_json::Value = serde_json::from_str(&known.body_text()).unwrap();
    assert_eq!((&account["user"], &account["used"]), (&"ada".into(), &serde_json::Value::Null));
    let limits = account["limits"].as_object().unwrap();
    assert!(limits.len() == 8 && limits.values().all(serde_json::Value::is_null), "{limits:?}");
    assert_eq!(known.headers[header::CACHE_CONTROL], "no-store");
    for method in [Method::GET, Method::POST] {
        let known = served(&gate, method.clone(), "/auth/tokens", &[RIGHT]).await;
        assert_eq!(
            (known.status.as_u16(), known.body_text().as_str()),
            (403, "tokens are for users who have logged in to a session\n")
        );
        let anonymous = served(&gate, method, "/auth/tokens", &[]).await;
        assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(served(&gate, Method::DELETE, "/auth/tokens/x", &[RIGHT]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        served(&gate, Method::PUT, "/auth/tokens", &[RIGHT]).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn other_pages_log_nobody_in_or_out() {
    let gate = gate(&["ada"], false);
    for path in ["/auth/login", "/auth/logout"] {
        let forged = served(&gate, Method::POST, path, &[("origin", "null")]).await;
        assert_eq!(
            (forged.status.as_u16(), forged.body_text().as_str()),
            (403, "other web pages log nobody in or out here\n")
        );
        assert!(!forged.headers.contains_key(header::SET_COOKIE));
    }
}

#[tokio::test]
async fn logging_out_deletes_the_cookie_and_needs_a_post() {
    let gate = gate(&["ada"], false);
    let out = served(&gate, Method::POST, "/auth/logout", &[]).await;
    assert_eq!((out.status.as_u16(), out.body_text().as_str()), (200, "logged out\n"));
    assert!(
        out.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .starts_with("armilla_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    );
    let looked = served(&gate, Method::GET, "/auth/logout", &[]).await;
    assert_eq!((looked.status.as_u16(), looked.headers[header::ALLOW].to_str().unwrap()), (405, "POST"));
}

#[tokio::test]
async fn a_host_without_users_has_no_log_in() {
    let answer = served(&gate(&[], false), Method::GET, "/auth/login", &[]).await;
    assert_eq!(
        (answer.status.as_u16(), answer.body_text().as_str()),
        (404, "nobody can log in here: this host has no users\n")
    );
}
