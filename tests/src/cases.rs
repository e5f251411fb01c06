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

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::project_root;

const DASHES: &str = "----";

#[tokio::test]
async fn every_case_of_tap_gives_the_whole_answer_that_it_says() {
    walk("cases/tap").await;
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

async fn run(client: &Client, path: &Path) -> Result<(), String> {
    let case = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let (request, expected) = case.split_once(&format!("{DASHES}\n")).ok_or("no line of dashes")?;
    let answer = client.send(parse(request)?).await;
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
    let mut request = Request::new(method, path);
    for line in lines {
        let (name, value) = line.split_once('=').ok_or_else(|| format!("`{line}` is no NAME=VALUE"))?;
        // `\n` in a case stands for a line break inside a query.
        request = request.with(&[(name, &value.replace("\\n", "\n"))]);
    }
    Ok(request)
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
}
