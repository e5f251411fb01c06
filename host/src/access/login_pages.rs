//! The pages on which people log in and out, and the words for programs that do.

use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use identity::Caller;
use serde_json::json;

use crate::http::{Response, escaped};

/// In which form a client reads answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page for a person in a browser.
    Page,
    /// Plain text.
    Text,
    /// JSON.
    Json,
}

const FORM: &str = "<form method=\"post\" action=\"login\">\n\
    <label>Name<input name=\"username\" autocomplete=\"username\" required autofocus></label>\n\
    <label>Password<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\n\
    <button type=\"submit\">Log in</button>\n</form>";

const LOG_OUT: &str =
    "<form method=\"post\" action=\"logout\"><button type=\"submit\">Log out</button></form>";

/// The page with the form; for a caller who has logged in, the way out.
pub fn login(caller: Option<&Caller>) -> Response {
    match caller {
        Some(caller) => page(StatusCode::OK, "Logged in", &welcome(caller)),
        None => page(StatusCode::OK, "Log in", FORM),
    }
}

/// Somebody has logged in.
pub fn logged_in(form: Form, caller: &Caller, lasts_secs: u64) -> Response {
    match form {
        Form::Page => page(StatusCode::OK, "Logged in", &welcome(caller)),
        Form::Text => Response::text(StatusCode::OK, format!("logged in as {}\n", caller.user)),
        Form::Json => {
            let told = json!({
                "user": caller.user, "groups": caller.groups, "expires_in_secs": lasts_secs,
            });
            Response::json(StatusCode::OK, &told)
        }
    }
}

/// A log-in is refused; the form stands below, for another attempt.
pub fn refused(form: Form, refusal: Response, why: &str) -> Response {
    if form != Form::Page {
        return refusal;
    }
    let content = format!("<p class=\"bad\" role=\"alert\">{}.</p>\n{FORM}", escaped(why));
    let page = page(refusal.status, "Log in", &content);
    Response { headers: with_all(page.headers, refusal.headers), ..page }
}

/// A session has ended, or there was none.
pub fn logged_out(form: Form) -> Response {
    match form {
        Form::Page => page(StatusCode::OK, "Logged out", "<p><a href=\"login\">Log in again</a></p>"),
        Form::Text => Response::text(StatusCode::OK, "logged out\n"),
        Form::Json => session(None, None),
    }
}

/// Who asks, as JSON; the user is null for the anonymous, and the end for whoever is not known by a session.
pub fn session(caller: Option<&Caller>, expires: Option<&str>) -> Response {
    let groups = caller.map(|caller| caller.groups.as_slice()).unwrap_or_default();
    let told = json!({ "user": caller.map(|caller| &caller.user), "groups": groups, "expires": expires });
    Response::json(StatusCode::OK, &told)
}

fn welcome(caller: &Caller) -> String {
    format!("<p>You are logged in as <strong>{}</strong>.</p>\n{LOG_OUT}", escaped(&caller.user))
}

fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let page = include_str!("login.html").replace("{title}", title).replace("{content}", content);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; \
                  frame-ancestors 'none'; base-uri 'none'";
    Response::full(status, HeaderValue::from_static("text/html; charset=utf-8"), page)
        .with(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
        .with(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"))
}

/// The headers of a page with those of what it stands for, but for the type.
fn with_all(mut page: hyper::HeaderMap, mut more: hyper::HeaderMap) -> hyper::HeaderMap {
    more.remove(header::CONTENT_TYPE);
    page.extend(more);
    page
}

#[cfg(test)]
mod tests {
    use identity::Source;

    use super::*;

    fn caller(user: &str) -> Caller {
        Caller {
            user: user.into(),
            groups: vec!["a".into()],
            source: Source::Local,
            only_groups: None,
            instances: None,
        }
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere_and_no_script() {
        let page = login(None);
        let text = page.body_text();
        assert!(text.contains("<form method=\"post\" action=\"login\">"), "{text}");
        for outside in ["http://", "https://", "<script", "src="] {
            assert!(!text.contains(outside), "{outside}");
        }
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"));
    }

    #[test]
    fn a_name_is_text_on_pages_and_in_json() {
        let odd = caller("orcid:<b>\"");
        let page = logged_in(Form::Page, &odd, 9).body_text();
        assert!(page.contains("<strong>orcid:&lt;b&gt;&quot;</strong>"), "{page}");
        assert_eq!(
            logged_in(Form::Json, &odd, 9).body_text(),
            "{\"expires_in_secs\":9,\"groups\":[\"a\"],\"user\":\"orcid:<b>\\\"\"}\n"
        );
        assert_eq!(session(None, None).body_text(), "{\"expires\":null,\"groups\":[],\"user\":null}\n");
    }

    #[test]
    fn a_person_who_is_refused_reads_why_and_can_try_again() {
        let refusal = Response::text(StatusCode::TOO_MANY_REQUESTS, "wait\n")
            .with(header::RETRY_AFTER, HeaderValue::from_static("9"));
        let page = refused(Form::Page, refusal, "too many");
        assert_eq!(
            (page.status, &page.headers[header::RETRY_AFTER]),
            (StatusCode::TOO_MANY_REQUESTS, &HeaderValue::from(9))
        );
        assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert!(page.body_text().contains("role=\"alert\">too many.</p>\n<form"));
    }
}
