//! Case files: a request, a line of dashes, the whole answer that is expected; `UPDATE=1` writes the answers anew.
//!
//! ```text
//! POST /tap/sync
//! LANG=ADQL
//! QUERY=SELECT raa FROM jplus.MagABDualObj
//! ----
//! 400 application/x-votable+xml
//! <?xml version="1.0" encoding="UTF-8"?>
//! ...
//! ```
//!
//! Lines that begin with `> ` are headers, lines that begin with `| ` are a body of their own. `{TEXT*N}` stands for
//! that many of a text, `\n` for a line break.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::project_root;

const DASHES: &str = "----";

/// No wrong request keeps the service busy for so long.
const SLOW: Duration = Duration::from_secs(20);

#[tokio::test]
async fn every_case_of_tap_gives_the_whole_answer_that_it_says() {
    walk("cases/tap").await;
}

#[tokio::test]
async fn every_case_of_cone_search_gives_the_whole_answer_that_it_says() {
    walk("cases/scs").await;
}

/// Runs every case of a folder and reports all that differ.
async fn walk(folder: &str) {
    let client = Client::shared();
    let mut failures = Vec::new();
    let files = files(&project_root().join("tests").join(folder));
    assert!(!files.is_empty(), "no cases in {folder}");
    for path in files {
        if let Err(difference) = run(&client, &path).await {
            failures.push(format!("{}:\n{difference}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// What only the program and its database know; no wrong request may learn of it, unless it says it itself.
const INTERNALS: &[&str] = &[
    "pg_",
    "\"t1\"",
    " as \"t",
    "lateral",
    "unnest",
    "healpix29",
    "armilla.",
    "127.0.0.1",
    "[::1]",
    "localhost",
    "oid ",
    "panicked",
    "stack",
    "thread '",
    "/work",
    "/root",
    "/proc",
    ".so",
    "tokio",
    "postgres",
    "relation ",
    "operator does",
];

fn internals(request: &str, answer: &Answer) -> Result<(), String> {
    let (asked, text) = (request.to_lowercase(), answer.text().to_lowercase());
    match INTERNALS.iter().find(|word| text.contains(**word) && !asked.contains(**word)) {
        Some(word) if answer.status != 200 => Err(format!("the answer holds `{word}`:\n{text}")),
        _ => Ok(()),
    }
}

async fn run(client: &Client, path: &Path) -> Result<(), String> {
    let case = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let (request, expected) = case.split_once(&format!("{DASHES}\n")).ok_or("no line of dashes")?;
    let begun = Instant::now();
    let answer = client.send(parse(request)?).await;
    if begun.elapsed() > SLOW {
        return Err(format!("the answer took {:?}", begun.elapsed()));
    }
    internals(request, &answer)?;
    let found = write(&answer);
    if found == expected {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(path, format!("{request}{DASHES}\n{found}")).map_err(|error| error.to_string());
    }
    Err(format!("expected:\n{expected}\nfound:\n{found}"))
}

/// `METHOD PATH`, then one parameter a line, as plain text.
fn parse(text: &str) -> Result<Request, String> {
    let mut lines = text.lines();
    let first = lines.next().ok_or("no request line")?;
    let (method, path) = first.split_once(' ').ok_or("a request line is METHOD PATH")?;
    let method: Method = method.parse().map_err(|_| format!("unknown method `{method}`"))?;
    let mut request = Request::new(method, &expanded(path));
    for line in lines {
        if let Some(header) = line.strip_prefix("> ") {
            let (name, value) = header.split_once(": ").ok_or_else(|| format!("`{line}` is no header"))?;
            request = request.with_header(name, value);
        } else if let Some(body) = line.strip_prefix("| ") {
            request.body.get_or_insert_default().push_str(&format!("{}\r\n", expanded(body)));
        } else {
            let (name, value) = line.split_once('=').ok_or_else(|| format!("`{line}` is no NAME=VALUE"))?;
            request = request.with(&[(name, &expanded(value).replace("\\n", "\n"))]);
        }
    }
    Ok(request)
}

/// Each `{TEXT*N}` written out.
fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let repeated = after.split_once('}').and_then(|(inner, behind)| {
            let (what, count) = inner.rsplit_once('*')?;
            Some((what.repeat(count.parse().ok()?), behind))
        });
        let Some((written, behind)) = repeated else { break };
        out.push_str(before);
        out.push_str(&written);
        rest = behind;
    }
    out + rest
}

/// Status, media type and body; lines end as in the case file.
fn write(answer: &Answer) -> String {
    let body = answer.text().replace("\r\n", "\n");
    format!("{} {}\n{}\n", answer.status, answer.header("content-type"), body.trim_end_matches('\n'))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "case"));
    files.sort();
    files
}

#[test]
fn case_without_a_request_line_is_refused() {
    assert_eq!(parse("").unwrap_err(), "no request line");
    assert_eq!(parse("GET").unwrap_err(), "a request line is METHOD PATH");
    assert_eq!(parse("GET /\nMAXREC").unwrap_err(), "`MAXREC` is no NAME=VALUE");
    assert_eq!(parse("GET /\n> Accept").unwrap_err(), "`> Accept` is no header");
}

#[test]
fn repetitions_are_written_out_and_other_braces_stay() {
    assert_eq!(expanded("a{bc*3}d{(*2}"), "abcbcbcd((");
    assert_eq!(expanded("a{b}c{d*2}"), "a{b}c{d*2}");
}
