//! What must hold for every answer of the host, whatever was asked.

use super::{Answer, Element, Votable};
use crate::harness::assert_valid;

/// Names of the restricted collection: as a collection, as a schema of users, as a schema in PostgreSQL.
pub const RESTRICTED_NAMES: &[&str] = &["sim-idr2", "sim_idr2", "jplus_idr2", "jplus-idr2"];

/// Traces of the machinery that are of no use to a client, and of some to an attacker.
const LEAKS: &[&str] = &[
    "panicked at",
    "stack backtrace",
    "RUST_BACKTRACE",
    ".rs:",
    "/tmp/",
    "/usr/",
    "/var/",
    "/home/",
    "conf.d/",
    "postmaster",
    "pg_catalog",
    "SQLSTATE",
    "sim_dr1.",
    "armilla.tap_",
    "::bigint",
    "::float8",
    "::int4",
];

/// Documents above this size are not given to the schema checker, which reads them whole.
const SCHEMA_BYTES_MAX: usize = 8 << 20;

/// Fails the test if a rule does not hold.
#[track_caller]
pub fn check(answer: &Answer, base: &str) {
    let what = format!("{} {} {:?}", answer.request.method, answer.request.path, answer.request.parameters);
    let kind = answer.header("content-type");
    assert!(
        answer.header("server").to_lowercase().starts_with("armilla/"),
        "{what}: no Server header with our name"
    );
    assert!(answer.body.is_empty() || !kind.is_empty(), "{what}: no Content-Type");
    check_status(answer, &what);
    if answer.request.method != reqwest::Method::HEAD && !answer.body.is_empty() {
        check_body(answer, kind, base, &what);
    }
}

fn check_status(answer: &Answer, what: &str) {
    match answer.status {
        405 => assert!(!answer.header("allow").is_empty(), "{what}: 405 without Allow"),
        503 => assert!(!answer.header("retry-after").is_empty(), "{what}: 503 without Retry-After"),
        401 => assert!(!answer.header("www-authenticate").is_empty(), "{what}: 401 without a challenge"),
        500.. => panic!("{what}: {} {}", answer.status, String::from_utf8_lossy(&answer.body)),
        _ => {}
    }
}

fn check_body(answer: &Answer, kind: &str, base: &str, what: &str) {
    let is_xml = kind.contains("xml");
    let is_text = is_xml || kind.starts_with("text/") || kind.contains("json");
    assert_eq!(answer.body.starts_with(b"<?xml"), is_xml, "{what}: type {kind} and body do not fit");
    if !is_text {
        return;
    }
    let text = std::str::from_utf8(&answer.body).unwrap_or_else(|error| panic!("{what}: not UTF-8: {error}"));
    check_secrets(text, base, what);
    if is_xml {
        let root = Element::parse(text).unwrap_or_else(|error| panic!("{what}: {error}\n{text}"));
        check_document(answer, &root, what);
    }
}

/// Neither machinery nor restricted names, unless the request itself wrote them.
fn check_secrets(text: &str, base: &str, what: &str) {
    let asked = format!("{what} {base}");
    for leak in LEAKS {
        assert!(!text.contains(leak) || asked.contains(leak), "{what}: the answer holds `{leak}`:\n{text}");
    }
    let (lower, asked) = (text.to_lowercase(), asked.to_lowercase());
    for name in RESTRICTED_NAMES {
        assert!(!lower.contains(name) || asked.contains(name), "{what}: the answer names `{name}`:\n{text}");
    }
}

fn check_document(answer: &Answer, root: &Element, what: &str) {
    let is_votable = root.name == "VOTABLE";
    if answer.body.len() <= SCHEMA_BYTES_MAX {
        assert_valid(&answer.body, if is_votable { &["-d"] } else { &[] }, what);
    }
    if is_votable {
        let table = Votable::read(root);
        let good = matches!(table.status(), "OK" | "OVERFLOW");
        assert_eq!(answer.status == 200, good, "{what}: status {} and {}", answer.status, table.status());
        assert_eq!(table.rows.is_some(), good, "{what}: a table belongs to success only");
        assert!(good || !table.error().is_empty(), "{what}: an error without a message");
        for row in table.rows() {
            assert_eq!(row.len(), table.fields.len(), "{what}: a row of another length");
        }
    }
}
