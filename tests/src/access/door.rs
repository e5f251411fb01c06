//! The door of a running host: challenges, log-ins that are required, sessions, and what proxies say.

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Site, stilts};

/// A host with a user, a service for everybody, and one for users only.
pub(super) struct Door {
    _site: Site,
    pub(super) host: Host,
    ada: String,
}

impl Door {
    /// Starts a host with these lines in `[server]`.
    pub(super) fn start(server_lines: &str) -> Self {
        let site = Site::new("");
        let text = std::fs::read_to_string(site.conf().join("host.toml")).unwrap();
        site.write("host.toml", &text.replacen("[server]\n", &format!("[server]\n{server_lines}\n"), 1));
        site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
        site.write("members.toml", "plugin = \"tap\"\nmount = \"/members\"\nlogin = \"required\"\n");
        let password = site.done(&["user", "add", "ada", "--generate"]);
        let pair = format!("ada:{}", password.trim());
        let ada = format!("Basic {}", base64_simd::STANDARD.encode_to_string(pair));
        let host = site.host();
        Self { _site: site, host, ada }
    }

    /// The answer to a request with further headers.
    pub(super) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let method: Method = method.parse().unwrap();
        let request = Request::new(method, path);
        let request = headers.iter().fold(request, |request, (name, value)| request.with_header(name, value));
        Client::of(&self.host).send(request).await
    }

    /// The answer to a log-in by form.
    async fn log_in(&self, password: &str, headers: &[(&str, &str)]) -> Answer {
        let form =
            Request::new(Method::POST, "/auth/login").with(&[("username", "ada"), ("password", password)]);
        let form = headers.iter().fold(form, |form, (name, value)| form.with_header(name, value));
        Client::of(&self.host).send(form).await
    }

    fn password(&self) -> String {
        let pair = base64_simd::STANDARD.decode_to_vec(self.ada.trim_start_matches("Basic ")).unwrap();
        String::from_utf8(pair).unwrap().trim_start_matches("ada:").to_owned()
    }

    fn challenges(&self) -> [String; 3] {
        let (base, realm) = (self.host.base(), self.host.authority());
        [
            format!(
                "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"{base}/auth/login\""
            ),
            format!("Basic realm=\"{realm}\", charset=\"UTF-8\""),
            format!("Bearer realm=\"{realm}\""),
        ]
    }
}

fn all<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn documents_are_open_and_invite_to_log_in_and_the_rest_of_a_members_service_asks_for_it() {
    let door = Door::start("");
    let challenges = door.challenges();
    for path in ["/tap/capabilities", "/members/capabilities"] {
        for method in ["GET", "HEAD"] {
            let answer = door.ask(method, path, &[]).await;
            assert_eq!(
                (answer.status, all(&answer, "www-authenticate")),
                (200, challenges.each_ref().map(String::as_str).to_vec())
            );
            assert_eq!(answer.header("vary").split(", ").next(), Some("Authorization"), "{path}");
            let known = door.ask(method, path, &[("authorization", &door.ada)]).await;
            assert_eq!((known.status, known.header("x-vo-authenticated")), (200, "ada"));
            assert_eq!(
                (all(&known, "www-authenticate").len(), known.header("cache-control")),
                (0, "private")
            );
        }
    }
    assert_eq!(door.ask("GET", "/members/availability", &[]).await.status, 200);
    for (method, path) in [("POST", "/members/sync"), ("GET", "/members/tables"), ("GET", "/members")] {
        let refused = door.ask(method, path, &[]).await;
        assert_eq!(
            (refused.status, refused.text()),
            (401, "this service is for users who have logged in\n"),
            "{path}"
        );
        assert_eq!(all(&refused, "www-authenticate"), challenges);
        assert_eq!(all(&refused, "x-vo-authenticated").len(), 0);
    }
    let tables = door.ask("GET", "/members/tables", &[("authorization", &door.ada)]).await;
    assert_eq!((tables.status, tables.header("x-vo-authenticated")), (200, "ada"));
    let script = door.ask("GET", "/members/tables", &[("x-requested-with", "XMLHttpRequest")]).await;
    assert!(!all(&script, "www-authenticate").iter().any(|line| line.starts_with("Basic")));
}

#[tokio::test]
async fn capabilities_have_an_interface_for_each_way_to_log_in() {
    let door = Door::start("");
    for (mount, anonymous) in [("/tap", 1), ("/members", 0)] {
        let capabilities = door.ask("GET", &format!("{mount}/capabilities"), &[]).await;
        let xml = capabilities.xml();
        let tap =
            xml.all("capability").find(|one| one.attribute("standardID") == Some("ivo://ivoa.net/std/TAP"));
        let interfaces: Vec<_> = tap.unwrap().all("interface").collect();
        let methods: Vec<_> = interfaces
            .iter()
            .map(|one| one.all("securityMethod").next().and_then(|method| method.attribute("standardID")))
            .collect();
        let known = [Some("ivo://ivoa.net/sso#BasicAA"), Some("ivo://ivoa.net/sso#cookie")];
        assert_eq!(methods[..anonymous], vec![None; anonymous]);
        assert_eq!(methods[anonymous..], known);
        for one in interfaces {
            assert_eq!(one.all("accessURL").next().and_then(|url| url.attribute("use")), Some("base"));
        }
    }
    let report = stilts(&["taplint", &format!("tapurl={}/tap", door.host.base()), "stages=CPV CAP"]);
    let complaints =
        report.lines().filter(|line| ["E-", "W-", "F-"].iter().any(|kind| line.starts_with(kind)));
    let others: Vec<&str> = complaints.filter(|line| !line.contains("-CPI2")).collect();
    assert!(others.is_empty() && report.contains("Section CAP:"), "{report}");
}

#[tokio::test]
async fn wrong_credentials_are_refused_on_every_path() {
    let door = Door::start("");
    let wrong = format!("Basic {}", base64_simd::STANDARD.encode_to_string("ada:no"));
    for path in ["/", "/healthz", "/tap/capabilities", "/nothing", "/auth/session"] {
        let refused = door.ask("GET", path, &[("authorization", &wrong)]).await;
        assert_eq!((refused.status, all(&refused, "www-authenticate").len()), (401, 3), "{path}");
    }
    let metrics = door.ask("GET", "/metrics", &[]).await;
    assert!(
        metrics.text().contains("armilla_log_ins_refused_total{reason=\"wrong\"} 5\n"),
        "{}",
        metrics.text()
    );
}

#[tokio::test]
async fn a_host_without_users_refuses_all_credentials() {
    let site = Site::new("");
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    let host = site.host();
    for credentials in ["Basic YWRhOm5v", "Bearer arm_0", "Negotiate x", "Basic"] {
        for path in ["/", "/tap/tables", "/tap/capabilities", "/nothing"] {
            let request = Request::new(Method::GET, path).with_header("authorization", credentials);
            let refused = Client::of(&host).send(request).await;
            let words = "nobody can log in here: this host has no users\n";
            assert_eq!((refused.status, refused.text()), (401, words), "{credentials} {path}");
            let told = all(&refused, "www-authenticate");
            assert!(told.len() == 1 && told[0].starts_with("Bearer realm="), "{told:?}");
        }
    }
    let open = Client::of(&host).get("/tap/capabilities").await;
    assert_eq!((open.status, all(&open, "www-authenticate").len()), (200, 0));
}

#[tokio::test]
async fn a_session_begins_with_a_form_serves_its_cookie_and_ends() {
    let door = Door::start("");
    let answer = door.log_in(&door.password(), &[]).await;
    assert_eq!(
        (answer.status, answer.text(), answer.header("x-vo-authenticated")),
        (200, "logged in as ada\n", "ada")
    );
    let set = answer.header("set-cookie").to_owned();
    let (cookie, attributes) = set.split_once("; ").unwrap();
    assert!(
        attributes.starts_with("Path=/; Expires=") && attributes.ends_with("; HttpOnly; SameSite=Lax"),
        "{set}"
    );
    assert!(!attributes.contains("Secure"), "{set}");
    let session = door.ask("GET", "/auth/session", &[("cookie", cookie)]).await;
    let told = session.json();
    assert_eq!((&told["user"], &told["groups"]), (&"ada".into(), &serde_json::json!([])));
    // Java takes a cookie with it for one of RFC 2965, and STILTS 3.5.2 then sends no value.
    assert!(!attributes.contains("Max-Age"), "{set}");
    let expires = attributes.split("; ").find_map(|one| one.strip_prefix("Expires=")).unwrap();
    let expires = jiff::fmt::rfc2822::parse(expires).unwrap().timestamp();
    let told = told["expires"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!((expires - told).total(jiff::Unit::Second).unwrap().abs() <= 60.0, "{set}: {told}");
    let by_password = door.ask("GET", "/auth/session", &[("authorization", &door.ada)]).await;
    assert_eq!(by_password.text(), "{\"expires\":null,\"groups\":[],\"user\":\"ada\"}\n");
    let landing = door.ask("GET", "/", &[("cookie", cookie)]).await;
    assert!(landing.text().contains("Logged in as ada"), "{}", landing.text());
    let foreign = [("cookie", cookie), ("origin", "https://evil.example.org")];
    let forged = door.ask("POST", "/members/sync", &foreign).await;
    assert_eq!(
        (forged.status, forged.text()),
        (403, "requests of other web pages change nothing here in your name\n")
    );
    assert_eq!(door.ask("GET", "/members/tables", &foreign).await.status, 200);
    let out = door.ask("POST", "/auth/logout", &[("cookie", cookie)]).await;
    assert_eq!((out.status, out.text()), (200, "logged out\n"));
    let after = door.ask("GET", "/auth/session", &[("cookie", cookie)]).await;
    assert_eq!(after.text(), "{\"expires\":null,\"groups\":[],\"user\":null}\n");
    assert!(
        after
            .header("set-cookie")
            .starts_with("armilla_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    );
    assert_eq!(door.ask("GET", "/members/tables", &[("cookie", cookie)]).await.status, 401);
}

#[tokio::test]
async fn a_log_in_that_fails_is_told_without_a_dialogue_and_without_a_redirect() {
    let door = Door::start("");
    let refused = door.log_in("no", &[]).await;
    assert_eq!((refused.status, refused.header("content-type")), (401, "text/plain; charset=utf-8"));
    let told = all(&refused, "www-authenticate");
    assert!(told.len() == 2 && !told.iter().any(|line| line.starts_with("Basic")), "{told:?}");
    let person = [("accept", "text/html"), ("sec-fetch-mode", "navigate"), ("sec-fetch-site", "same-origin")];
    let page = door.log_in("no", &person).await;
    assert_eq!((page.status, page.header("content-type")), (401, "text/html; charset=utf-8"));
    assert!(page.text().contains("role=\"alert\"") && page.text().contains("<form"), "{}", page.text());
    let forged = door.log_in(&door.password(), &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!((forged.status, all(&forged, "set-cookie").len()), (403, 0));
    let in_query =
        door.ask("GET", &format!("/auth/session?username=ada&password={}", door.password()), &[]).await;
    assert_eq!(in_query.text(), "{\"expires\":null,\"groups\":[],\"user\":null}\n");
}

#[tokio::test]
async fn what_a_trusted_proxy_says_of_its_client_counts() {
    let door = Door::start("trusted_proxies = [\"127.0.0.0/8\"]\nmetrics = \"loopback\"");
    let from = ("x-forwarded-for", "203.0.113.9");
    let with = |scheme| [from, ("x-forwarded-proto", scheme), ("authorization", &*door.ada)];
    let clear = door.ask("GET", "/tap/tables", &with("http")).await;
    assert_eq!(
        (clear.status, clear.text()),
        (
            403,
            "credentials are taken over HTTPS only, and these travelled in the clear; this host has no such address \
             yet, its operator can set one up\n"
        )
    );
    assert_eq!(door.ask("GET", "/tap/tables", &with("https")).await.header("x-vo-authenticated"), "ada");
    let set = door.log_in(&door.password(), &[from, ("x-forwarded-proto", "https")]).await;
    assert!(set.header("set-cookie").contains("; Secure; "), "{}", set.header("set-cookie"));
    let refused = door.log_in(&door.password(), &[from, ("x-forwarded-proto", "http")]).await;
    assert_eq!((refused.status, all(&refused, "set-cookie").len()), (403, 0));
    let metrics = door.ask("GET", "/metrics", &[from]).await;
    assert_eq!((metrics.status, metrics.text()), (403, "the metrics are for programs of this machine\n"));
    assert_eq!(door.ask("GET", "/metrics", &[]).await.status, 200);
    door.host.assert_logs("remote=203.0.113.9");
}
