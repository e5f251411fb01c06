//! Every parameter, path and header beside QUERY.

use reqwest::Method;

use super::fortress::Fortress;
use crate::client::Request;

pub(super) const FINE: &str = "SELECT ID FROM plain.stars WHERE ID = 1";

/// Parameters of `/tap/sync`, each in place of or beside the usual ones.
pub(super) const OF_SYNC: &[(&str, &str)] = &[
    ("LANG", "SQL"),
    ("LANG", "ADQL'; DROP TABLE depot.canary --"),
    ("LANG", "ADQL-9.9"),
    ("LANG", "PostgreSQL"),
    ("REQUEST", "doSomething'"),
    ("RESPONSEFORMAT", "'; DROP TABLE depot.canary --"),
    ("RESPONSEFORMAT", "../../../etc/passwd"),
    ("RESPONSEFORMAT", "csv\r\nSet-Cookie: a=b"),
    ("RESPONSEFORMAT", "text/html;<script>"),
    ("FORMAT", "%00"),
    ("FORMAT", "votable';--"),
    ("MAXREC", "-1"),
    ("MAXREC", "1; DROP TABLE depot.canary"),
    ("MAXREC", "1e3"),
    ("MAXREC", "99999999999999999999999999"),
    ("MAXREC", "(SELECT 1)"),
    ("MAXREC", "ALL"),
    ("RUNID", "'; DROP TABLE depot.canary --"),
    ("RUNID", "\u{0}<x>&\"'"),
    ("RUNID", "../../etc"),
    ("UPLOAD", "x"),
    ("UPLOAD", "x,file:///etc/passwd"),
    ("UPLOAD", "x,http://127.0.0.1:1/"),
    ("UPLOAD", "x,http://169.254.169.254/latest"),
    ("UPLOAD", "x,param:nothing"),
    ("UPLOAD", "a,b,c;;;"),
    ("UPLOAD", "pg_catalog.pg_class,param:a"),
    ("PHASE", "RUN'; --"),
    ("EXECUTIONDURATION", "1; SELECT"),
    ("VERSION", "1.1' OR 1=1"),
    ("USER", "postgres"),
    ("ROLE", "postgres"),
    ("GROUPS", "team"),
    ("access_token", "x"),
];

/// Parameters of a cone search.
pub(super) const OF_CONES: &[(&str, &str)] = &[
    ("RA", "1; DROP TABLE depot.canary"),
    ("RA", "NaN"),
    ("RA", "1e999"),
    ("DEC", "'"),
    ("DEC", "(SELECT 1)"),
    ("DEC", "91"),
    ("SR", "-1"),
    ("SR", "1) OR (1=1"),
    ("SR", "'; DROP TABLE depot.canary --"),
    ("MAXREC", "x'"),
    ("RESPONSEFORMAT", "x'; --"),
];

/// Addresses that are of nothing.
pub(super) const PATHS: &[&str] = &[
    "/tap/tables/zqvault.zqgold",
    "/tap/tables/depot.canary",
    "/tap/tables/pg_catalog.pg_class",
    "/tap/tables/plain.stars'--",
    "/tap/tables/plain.%00stars",
    "/tap/tables/..%2f..%2fetc%2fpasswd",
    "/tap/async/1",
    "/tap/async/1'%20OR%20'1'='1",
    "/tap/async/..%2f..%2fhost.toml",
    "/tap/async/%00",
    "/tap/async/00000000000000000000000000/results/result",
    "/tap/async/x/results/..%2f..%2fx",
    "/scs/zqvault/zqgold?RA=1&DEC=1&SR=1",
    "/scs/plain/canary?RA=1&DEC=1&SR=1",
    "/scs/plain/stars'--?RA=1&DEC=1&SR=1",
    "/scs/depot/stars?RA=1&DEC=1&SR=1",
    "/scs/zqvault/zqgold/capabilities",
    "/scs/zqvault/zqgold/availability",
    "/scs/zqvault/zqgold/moc",
    "/vo/tap/zqvault",
    "/vo/tap/zqvault/tables",
    "/conf.d/host.toml",
    "/..%2fhost.toml",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/tap/sync/..%2f..%2fetc",
];

/// Headers that a proxy or a plugin might believe.
const HEADERS: &[(&str, &str)] = &[
    ("x-forwarded-user", "ada"),
    ("x-remote-user", "ada"),
    ("x-vo-authenticated", "ada"),
    ("x-groups", "team"),
    ("forwarded", "for=127.0.0.1;by=x"),
    ("x-original-url", "/zqvault"),
    ("x-http-method-override", "DELETE"),
    ("accept", "'; DROP TABLE depot.canary --"),
];

#[tokio::test]
async fn no_parameter_of_a_query_reaches_further_than_it_should() {
    let fortress = Fortress::new();
    for (name, value) in OF_SYNC {
        let mut request = Request::new(Method::POST, "/tap/sync");
        let usual = [("LANG", "ADQL"), ("QUERY", FINE), ("RESPONSEFORMAT", "csv")];
        let usual = usual
            .into_iter()
            .filter(|(usual, _)| usual != name && !(*name == "FORMAT" && *usual == "RESPONSEFORMAT"));
        request = request.with(&usual.collect::<Vec<_>>()).with(&[(name, value)]);
        let answer = fortress.asked(request).await;
        let is_answered = answer.status == 200 && answer.text() == "ID\r\n1\r\n";
        assert!(is_answered || (400..500).contains(&answer.status), "{name}={value}: {}", answer.text());
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn no_parameter_of_a_cone_reaches_further_than_it_should() {
    let fortress = Fortress::new();
    for (name, value) in OF_CONES {
        let usual =
            [("RA", "15"), ("DEC", "-13.5"), ("SR", "1")].into_iter().filter(|(usual, _)| usual != name);
        let request = Request::new(Method::GET, "/scs/plain/stars").with(&usual.collect::<Vec<_>>());
        let answer = fortress.asked(request.with(&[(name, value)])).await;
        assert_eq!(answer.votable().status(), "ERROR", "{name}={value}: {}", answer.text());
    }
    let all = [("RA", "0"), ("DEC", "0"), ("SR", "180")];
    let mut found = Vec::new();
    for table in ["stars", "shown"] {
        let request = Request::new(Method::GET, &format!("/scs/plain/{table}"));
        let answer = fortress.asked(request.with(&all).with(&[("RESPONSEFORMAT", "csv")])).await;
        let mut rows: Vec<String> = answer.text().lines().map(str::to_owned).collect();
        rows.sort_unstable();
        found.push(rows);
    }
    assert_eq!(found[0].len(), 61);
    assert_eq!(found[0], found[1]);
    fortress.assert_unchanged();
}

#[tokio::test]
async fn no_path_leads_to_what_is_hidden() {
    let fortress = Fortress::new();
    for path in PATHS {
        let answer = fortress.asked(Request::new(Method::GET, path)).await;
        assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
    }
    fortress.assert_unchanged();
}

#[tokio::test]
async fn no_header_makes_a_caller_somebody() {
    let fortress = Fortress::new();
    for (name, value) in HEADERS {
        let request =
            super::fortress::query("SELECT COUNT(*) AS n FROM plain.stars").with_header(name, value);
        let answer = fortress.asked(request).await;
        assert_eq!((answer.status, answer.text()), (200, "n\r\n60\r\n"), "{name}: {value}");
        assert_eq!(answer.header("x-vo-authenticated"), "");
    }
    fortress.assert_unchanged();
}
