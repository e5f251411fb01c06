//! The shell of the pages: addresses, policy, settings, what is not there.

use reqwest::Method;
use serde_json::json;

use super::{block, get, host, sources};
use crate::client::{Client, Request};
use crate::harness::shared;

#[tokio::test]
async fn every_page_is_the_same_shell_with_its_own_title() {
    let (_conf, host) = host("name = \"A <b> & \\\"c\\\"\"");
    for (path, status, title) in [
        ("", 200, "A &lt;b> &amp; &quot;c&quot;"),
        ("/", 200, "A &lt;b> &amp; &quot;c&quot;"),
        ("/query", 200, "Query · A &lt;b> &amp; &quot;c&quot;"),
        ("/sky/", 200, "Sky · A &lt;b> &amp; &quot;c&quot;"),
        ("/nothing", 404, "Not found · A &lt;b> &amp; &quot;c&quot;"),
        ("/query/deeper", 404, "Not found · A &lt;b> &amp; &quot;c&quot;"),
    ] {
        let page = get(&host, &format!("/vo/pages{path}")).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "text/html; charset=utf-8"),
            "{path}"
        );
        let found = page.text().split_once("<title>").unwrap().1.split_once("</title>").unwrap().0.to_owned();
        assert_eq!(found.replace("&gt;", ">"), title, "{path}");
        assert!(page.text().contains("<armilla-frame></armilla-frame>"), "{path}");
        assert!(page.text().contains("src=\"/data/vo/pages/assets/main-"), "{path}: {}", page.text());
        assert_eq!(block(&page)["name"], "A <b> & \"c\"");
        assert_eq!(page.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn pages_may_do_what_they_need_and_no_more() {
    let settings = "framed_by = [\"https://www.example.org\"]\nresolver = \"https://names.example.net/find?n={}\"\n\
                    [settings.services]\nsia = \"https://images.example.com/sia/\"";
    let (_conf, host) = host(settings);
    let page = get(&host, "/vo/pages/images").await;
    for (directive, expected) in [
        ("default-src", "'none'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("worker-src", "'self'"),
        ("base-uri", "'none'"),
        ("frame-src", "'self'"),
        ("frame-ancestors", "'self' https://www.example.org"),
        (
            "connect-src",
            "'self' https://archive.example.org https://images.example.com https://names.example.net \
             http://127.0.0.1:21012 http://localhost:21012",
        ),
    ] {
        assert_eq!(sources(&page, directive).join(" "), expected, "{directive}");
    }
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert!(page.header("permissions-policy").starts_with("loopback-network=(self), local-network=(self)"));
    assert_eq!(get(&host, "/vo/pages/sky-frame.html").await.status, 404);
}

#[tokio::test]
async fn the_settings_name_the_services_of_the_host_by_paths() {
    let (_conf, host) =
        host("contact = \"help@example.org\"\nrows_max = 5\n[settings.colours]\nlink = \"#123456\"");
    let told = get(&host, "/vo/pages/settings.json").await;
    assert_eq!(told.header("content-type"), "application/json");
    assert_eq!(told.header("access-control-allow-origin"), "*");
    let told = told.json();
    let services = told["services"].as_array().unwrap().iter();
    let found: Vec<_> = services.map(|one| format!("{} {} {}", one["kind"], one["id"], one["url"])).collect();
    let expected = [
        r#""tap" "tap" "/data/tap""#,
        r#""tap" "tap-of-members" "/data/tap-of-members""#,
        r#""datalink" "datalink" "/data/datalink""#,
        r#""soda" "datalink" "/data/datalink""#,
    ];
    assert_eq!(found, expected);
    assert_eq!(told["services"][0]["login"], false);
    assert_eq!(told["base"], "/data/vo/pages");
    assert_eq!(told["origin"], "https://archive.example.org");
    assert_eq!(told["contact"], "help@example.org");
    assert_eq!(told["rows_max"], 5);
    assert_eq!(told["colours"], json!({ "link": "#123456" }));
    assert_eq!(
        (&told["logo"], &told["resolver"], &told["has_sky_viewer"]),
        (&json!(null), &json!(null), &json!(false))
    );
    assert_eq!(told["login"], json!(null), "nobody can log in");
    assert_eq!(block(&get(&host, "/vo/pages").await), told);
}

#[tokio::test]
async fn no_header_of_a_request_comes_back_in_a_page() {
    let (_conf, host) = host("");
    let plain = get(&host, "/vo/pages/query").await;
    let lines = [
        ("host", "evil.example.net"),
        ("x-forwarded-host", "evil.example.net"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "host=evil.example.net;proto=https"),
        ("referer", "https://evil.example.net/"),
    ];
    for (name, value) in lines {
        let asked = Request::new(Method::GET, "/vo/pages/query").with_header(name, value);
        let page = Client::of(&host).send(asked).await;
        assert_eq!(page.text(), plain.text(), "{name}");
        assert_eq!(page.header("content-security-policy"), plain.header("content-security-policy"), "{name}");
    }
    let odd = get(&host, "/vo/pages/%3Cscript%3Ealert(1)%3C%2Fscript%3E?q=%22%3E%3Cscript%3E").await;
    assert_eq!((odd.status, odd.text().contains("alert(1)")), (404, false));
}

#[tokio::test]
async fn a_page_without_scripts_has_forms_that_work() {
    let page = Client::shared().get("/portal/query").await;
    let (_, noscript) = page.text().split_once("<noscript>").unwrap();
    assert!(noscript.contains("<form method=\"post\" action=\"/tap/sync\">"), "{noscript}");
    let form = [
        ("LANG", "ADQL"),
        ("RESPONSEFORMAT", "text/html"),
        ("QUERY", "SELECT TOP 20 * FROM TAP_SCHEMA.tables"),
        ("MAXREC", "1000"),
    ];
    for (name, value) in form {
        let is_there = noscript.contains(&format!("name=\"{name}\"")) && noscript.contains(value);
        assert!(is_there, "{name}={value}: {noscript}");
    }
    let answer = Client::shared().send(Request::new(Method::POST, "/tap/sync").with(&form)).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("<table"), "{}", answer.text());
}

#[tokio::test]
async fn the_demo_says_where_people_log_in() {
    let page = Client::of(shared()).get("/portal").await;
    let expected = json!({
        "login": "/auth/login",
        "logout": "/auth/logout",
        "session": "/auth/session",
        "account": "/auth/account",
        "tokens": "/auth/tokens",
    });
    assert_eq!(block(&page)["login"], expected);
}

#[tokio::test]
async fn a_portal_at_the_root_leaves_the_others_where_they_are() {
    let conf = crate::plugins::Conf::new();
    conf.write("pages.toml", "plugin = \"portal\"\nmount = \"/\"\n");
    conf.instance("hello", "hello", "");
    let host = conf.start();
    let home = get(&host, "/").await;
    assert_eq!(block(&home)["base"], "");
    assert!(home.text().contains("src=\"/assets/main-"), "{}", home.text());
    assert_eq!(get(&host, "/query").await.status, 200);
    assert_eq!(get(&host, "/hello/greeting?name=Vega").await.text(), "Hello, Vega\n");
    assert_eq!(get(&host, "/healthz").await.text(), "ok\n");
}
