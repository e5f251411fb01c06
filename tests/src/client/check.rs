//! What must hold for every answer of the host, whatever was asked.

use reqwest::Method;

use super::{Answer, Element, Votable};
use crate::harness::{assert_clean, assert_valid};

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
    "sim_jpas.",
    "armilla.tap_",
    "::bigint",
    "::float8",
    "::int4",
];

/// Documents above this size are not given to the schema checker, which reads them whole.
const SCHEMA_BYTES_MAX: usize = 8 << 20;

/// A rule that does not hold, as a sentence.
type Broken = String;

/// Fails the test if a rule does not hold.
#[track_caller]
pub fn check(answer: &Answer, base: &str) {
    let request = &answer.request;
    let body = request.body.as_deref().unwrap_or_default();
    let what = format!("{} {} {:?} {body}", request.method, request.path, request.parameters);
    if let Err(broken) = rules(answer, &format!("{what} {base}")) {
        panic!("{what}: {broken}\n{}", String::from_utf8_lossy(&answer.body));
    }
    if is_xml(answer) && has_body(answer) && answer.body.len() <= SCHEMA_BYTES_MAX {
        let is_votable = answer.xml().name == "VOTABLE";
        assert_valid(&answer.body, if is_votable { &["-d"] } else { &[] }, &what);
        if is_votable {
            assert_clean(&answer.body, &what);
        }
    }
}

/// `asked` is all that the client itself wrote, which an answer may repeat.
fn rules(answer: &Answer, asked: &str) -> Result<(), Broken> {
    head(answer)?;
    if !has_body(answer) {
        return Ok(());
    }
    let kind = answer.header("content-type");
    if answer.body.starts_with(b"<?xml") != is_xml(answer) {
        return Err(format!("the type {kind} and the body do not fit"));
    }
    if !(is_xml(answer) || kind.starts_with("text/") || kind.contains("json")) {
        return Ok(());
    }
    let text = std::str::from_utf8(&answer.body).map_err(|error| format!("not UTF-8: {error}"))?;
    secrets(text, asked)?;
    if !names_its_sender(answer) {
        restricted(text, asked)?;
    }
    if is_xml(answer) { document(answer, &Element::parse(text)?) } else { Ok(()) }
}

fn head(answer: &Answer) -> Result<(), Broken> {
    if !answer.header("server").to_lowercase().starts_with("armilla/") {
        return Err("no Server header with our name".into());
    }
    if has_body(answer) && answer.header("content-type").is_empty() {
        return Err("no Content-Type".into());
    }
    let needed = match answer.status {
        405 => "allow",
        503 => "retry-after",
        401 => "www-authenticate",
        500.. => return Err(format!("status {}", answer.status)),
        _ => return Ok(()),
    };
    if answer.header(needed).is_empty() { Err(format!("{} without {needed}", answer.status)) } else { Ok(()) }
}

/// Whether the request says who sends it, who may then read more.
fn names_its_sender(answer: &Answer) -> bool {
    let headers = answer.request.headers.iter();
    headers.into_iter().any(|(name, _)| ["authorization", "cookie"].contains(&name.as_str()))
}

/// No traces of the machinery, unless the request itself wrote them.
fn secrets(text: &str, asked: &str) -> Result<(), Broken> {
    let leaks = |name: &&&str| text.contains(**name) && !asked.contains(**name);
    if let Some(leak) = LEAKS.iter().find(leaks) {
        return Err(format!("the answer holds `{leak}`"));
    }
    Ok(())
}

/// No restricted names, unless the request itself wrote them.
fn restricted(text: &str, asked: &str) -> Result<(), Broken> {
    let (text, asked) = (text.to_lowercase(), asked.to_lowercase());
    let named = |name: &&&str| text.contains(**name) && !asked.contains(**name);
    match RESTRICTED_NAMES.iter().find(named) {
        Some(name) => Err(format!("the answer names `{name}`")),
        None => Ok(()),
    }
}

fn document(answer: &Answer, root: &Element) -> Result<(), Broken> {
    if root.name != "VOTABLE" {
        return Ok(());
    }
    let table = Votable::read(root);
    let is_good = matches!(table.status(), "OK" | "OVERFLOW");
    // The document of a job's error is found, so its status is that of success (TAP 1.1 §3.3).
    let is_error_of_job = answer.request.path.contains("/async/") && answer.request.path.ends_with("/error");
    // SCS 1.03 §2.3 says nothing of the status, and its clients read the message with no other.
    let is_error_of_cone = answer.request.path.starts_with("/scs/") && table.status() == "ERROR";
    // Nor does SIA 1.0 §4.2.5.
    let is_error_of_images = answer.request.path.contains("/v1") && table.status() == "ERROR";
    if (answer.status == 200) != (is_good || is_error_of_job || is_error_of_cone || is_error_of_images) {
        return Err(format!("HTTP {} and QUERY_STATUS {} do not fit", answer.status, table.status()));
    }
    if table.rows.is_some() != is_good {
        return Err("a table belongs to success, and only to it".into());
    }
    if !is_good && table.error().is_empty() {
        return Err("an error without a message".into());
    }
    if answer.request.path.starts_with("/scs/") {
        cone(root, &table)?;
    }
    let wrong = table.rows().iter().find(|row| row.len() != table.fields.len());
    wrong.map_or(Ok(()), |row| Err(format!("{row:?} has not {} cells", table.fields.len())))
}

/// SCS 1.03 §2.2 and §2.3: where its clients look for what they need.
fn cone(root: &Element, table: &Votable) -> Result<(), Broken> {
    let elements = root.descendants();
    let named = |element: &&&Element| element.attribute("name") == Some("Error");
    let errors = elements.iter().filter(named).filter_map(|info| info.attribute("value"));
    let errors: Vec<&str> = errors.collect();
    if table.status() == "ERROR" {
        let first = root.children.first().and_then(|child| child.attribute("name"));
        let is_there = errors == [table.error()] && first == Some("Error");
        return if is_there {
            Ok(())
        } else {
            Err(format!("an error that SCS clients cannot read: {errors:?}"))
        };
    }
    if !errors.is_empty() || root.all("RESOURCE").count() != 1 {
        return Err("a good answer has one RESOURCE and nothing named Error".into());
    }
    for ucd in ["ID_MAIN", "POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN"] {
        let main: Vec<_> = table.fields.iter().filter(|field| field.ucd.as_deref() == Some(ucd)).collect();
        let datatype = if ucd == "ID_MAIN" { "char" } else { "double" };
        if main.len() != 1 || main[0].datatype != datatype {
            return Err(format!("{} columns are {ucd} as SCS wants it", main.len()));
        }
    }
    Ok(())
}

fn has_body(answer: &Answer) -> bool {
    answer.request.method != Method::HEAD && !answer.body.is_empty()
}

fn is_xml(answer: &Answer) -> bool {
    answer.header("content-type").contains("xml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Request;

    fn broken(status: u16, kind: &str, body: &str) -> String {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("server", "armilla/0.1.0".parse().unwrap());
        headers.insert("content-type", kind.parse().unwrap());
        let request = Request::new(Method::GET, "/tap/sync?QUERY=SELECT+x+FROM+sim_idr2.x");
        let answer = Answer { request, status, headers, body: body.into() };
        rules(&answer, "GET /tap/sync?QUERY=SELECT+x+FROM+sim_idr2.x").err().unwrap_or_default()
    }

    #[test]
    fn every_rule_can_be_broken() {
        let votable = |info: &str, table: &str| {
            format!(
                "<?xml version='1.0'?><VOTABLE><RESOURCE type='results'>{info}{table}</RESOURCE></VOTABLE>"
            )
        };
        let ok = "<INFO name='QUERY_STATUS' value='OK'/>";
        let row = "<TABLE><FIELD name='a'/><DATA><TABLEDATA><TR/></TABLEDATA></DATA></TABLE>";
        for (status, kind, body, expected) in [
            (200, "text/plain", "well", ""),
            (500, "text/plain", "oh", "status 500"),
            (503, "text/plain", "later", "503 without retry-after"),
            (200, "text/plain", "see /tmp/x", "the answer holds `/tmp/`"),
            (200, "text/plain", "did you mean JPLUS_IDR2?", "the answer names `jplus_idr2`"),
            (200, "text/plain", "unknown table sim_idr2.x", ""),
            (200, "text/plain", "<?xml version='1.0'?><a/>", "the type text/plain and the body do not fit"),
            (
                200,
                "text/xml",
                "<?xml version='1.0'?><a><b></a>",
                "not well-formed: ill-formed document: expected `</b>`, but `</a>` was found",
            ),
            (400, "text/xml", &votable(ok, "<TABLE/>"), "HTTP 400 and QUERY_STATUS OK do not fit"),
            (200, "text/xml", &votable(ok, ""), "a table belongs to success, and only to it"),
            (
                400,
                "text/xml",
                &votable("<INFO name='QUERY_STATUS' value='ERROR'/>", ""),
                "an error without a message",
            ),
            (200, "text/xml", &votable(ok, row), "[] has not 1 cells"),
        ] {
            assert_eq!(broken(status, kind, body), expected, "{body}");
        }
    }
}
