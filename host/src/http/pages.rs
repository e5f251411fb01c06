//! The host's own pages, for paths that no instance has claimed: what is served, whether all is well, metrics.

use std::fmt::Write;

use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderValue};

use super::message::Response;

/// A page of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builtin {
    /// `/`: what is served.
    Landing,
    /// `/healthz`: whether the host can do its work.
    Health,
    /// `/metrics`: for Prometheus.
    Metrics,
}

/// A service on the landing page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// The path below which it is served, e.g. `/tap`.
    pub mount: String,
    /// The id of its plugin.
    pub plugin: String,
    /// A few words for people.
    pub title: String,
    /// Pages and documents of it.
    pub links: Vec<Link>,
}

/// A link of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub label: String,
    /// The path from the root, e.g. `/tap/capabilities`.
    pub path: String,
}

impl Builtin {
    /// The page at a path.
    pub fn at(path: &str) -> Option<Self> {
        match path {
            "/" => Some(Self::Landing),
            "/healthz" => Some(Self::Health),
            "/metrics" => Some(Self::Metrics),
            _ => None,
        }
    }
}

/// Who looks at the landing page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'a> {
    /// Somebody on a host where nobody can log in.
    Anybody,
    /// Somebody who may log in.
    Anonymous,
    /// Somebody who has.
    User(&'a str),
}

/// The landing page. `base_url` is the host's address for clients, without a trailing slash.
pub fn landing(base_url: &str, served: &[Served], who: Who<'_>) -> Response {
    let mut services = String::new();
    for service in served {
        write_service(&mut services, base_url, service);
    }
    let services = match served {
        [] => "<p class=\"none\">Nothing is served yet: put a file into <code>conf.d</code>.</p>".to_owned(),
        _ => format!("<ul class=\"services\">\n{services}</ul>"),
    };
    let page = include_str!("landing.html")
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{who}", &login_line(who))
        .replace("{base_url}", &escaped(base_url))
        .replace("{services}", &services);
    let policy = HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'",
    );
    Response::full(StatusCode::OK, HeaderValue::from_static("text/html; charset=utf-8"), page)
        .with(header::CONTENT_SECURITY_POLICY, policy)
}

/// 200 if all is well, else 503 with the reasons, one a line.
pub fn health(complaints: &[String]) -> Response {
    let response = match complaints {
        [] => Response::text(StatusCode::OK, "ok\n"),
        _ => Response::text(StatusCode::SERVICE_UNAVAILABLE, complaints.join("\n") + "\n")
            .with(header::RETRY_AFTER, HeaderValue::from_static("5")),
    };
    response.with(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// The metrics, under the media type that the scraper knows.
pub fn metrics(request: &HeaderMap, text: String) -> Response {
    let accepts = request.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let media = if accepts.into_iter().any(|value| value.contains("application/openmetrics-text")) {
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    } else {
        "text/plain; version=0.0.4; charset=utf-8"
    };
    Response::full(StatusCode::OK, HeaderValue::from_static(media), text)
        .with(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// Who is logged in, with the way in or out.
fn login_line(who: Who<'_>) -> String {
    match who {
        Who::Anybody => String::new(),
        Who::Anonymous => "<p class=\"who\"><a href=\"auth/login\">Log in</a></p>".to_owned(),
        Who::User(user) => format!(
            "<form class=\"who\" method=\"post\" action=\"./auth/logout\">Logged in as {} \
             <button type=\"submit\">Log out</button></form>",
            escaped(user)
        ),
    }
}

fn write_service(out: &mut String, base_url: &str, service: &Served) {
    let title = if service.title.is_empty() { &service.plugin } else { &service.title };
    let mut links = String::new();
    for link in &service.links {
        let (path, label) = (escaped(&link.path), escaped(&link.label));
        // Writing to a string cannot fail.
        let _ = write!(links, "<a href=\"{}\">{label}</a>", path.trim_start_matches('/'));
    }
    let _ = writeln!(
        out,
        "<li><h2>{}<small>{}</small></h2>\n<code>{}{}</code>\n<div class=\"links\">{links}</div></li>",
        escaped(title),
        escaped(&service.plugin),
        escaped(base_url),
        escaped(&service.mount),
    );
}

/// Text that is safe in HTML, in attributes too.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_landing_page_lists_what_is_served() {
        let service = Served {
            mount: "/tap".into(),
            plugin: "tap".into(),
            title: "Tables <all>".into(),
            links: vec![Link { label: "capabilities".into(), path: "/tap/capabilities".into() }],
        };
        let page = landing("http://127.0.0.1:8080", &[service], Who::Anybody).body_text();
        assert!(page.contains("<h2>Tables &lt;all&gt;<small>tap</small></h2>"));
        assert!(page.contains("<code>http://127.0.0.1:8080/tap</code>"));
        assert!(page.contains("<a href=\"tap/capabilities\">capabilities</a>"));
        assert!(!page.contains('{') || !page.contains("{services}"));
    }

    #[test]
    fn an_empty_host_says_what_to_do() {
        assert!(
            landing("http://h", &[], Who::Anybody)
                .body_text()
                .contains("put a file into <code>conf.d</code>")
        );
    }

    #[test]
    fn who_is_logged_in_is_shown_where_anybody_can() {
        let page = |who| landing("http://h", &[], who).body_text();
        assert!(!page(Who::Anybody).contains("auth/log"));
        assert!(page(Who::Anonymous).contains("<a href=\"auth/login\">Log in</a>"));
        assert!(
            page(Who::User("<ada>"))
                .contains("Logged in as &lt;ada&gt; <button type=\"submit\">Log out</button>")
        );
    }

    #[test]
    fn health_is_200_or_503_with_reasons() {
        assert_eq!(health(&[]).body_text(), "ok\n");
        let ill = health(&["the database does not answer".into()]);
        assert_eq!(ill.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ill.body_text(), "the database does not answer\n");
    }

    #[test]
    fn metrics_go_out_under_the_type_that_was_asked_for() {
        let mut request = HeaderMap::new();
        let plain = metrics(&request, String::new());
        assert_eq!(plain.headers[header::CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
        request.insert(
            header::ACCEPT,
            HeaderValue::from_static("application/openmetrics-text;version=1.0.0,*/*"),
        );
        let open = metrics(&request, String::new());
        assert_eq!(
            open.headers[header::CONTENT_TYPE],
            "application/openmetrics-text; version=1.0.0; charset=utf-8"
        );
    }
}
