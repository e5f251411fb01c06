//! A database that goes away in the middle of an answer and comes back.

use std::time::Duration;

use private_postgres::{Options, PrivateServer};
use reqwest::Method;

use super::raw::{Raw, endless};
use crate::client::{Answer, Client, Request};
use crate::harness::{Start, new_folder};

const ONE: &str = "SELECT TOP 1 name FROM jplus.Filter";
const COMES_BACK_LIMIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn killed_database_is_told_and_picked_up_again() {
    let folder = new_folder();
    let data = folder.path().display().to_string();
    // The demo makes the survey; then the server belongs to this test, which kills it.
    drop(Start::command(&["demo", "--address", "127.0.0.1:0", "--objects", "2000", "--dir", &data]).ready());
    let mut server = PrivateServer::start(Options::new(folder.path().join("postgres"))).unwrap();
    let conf = folder.path().join("conf.d").display().to_string();
    let host = Start::command(&["run", "--conf", &conf, "--set", "host.server.address=127.0.0.1:0"]).ready();
    let client = Client::of(&host);
    assert_eq!(client.query(ONE, &[]).await.status, 200);

    let mut download = Raw::query(&host, &endless("database-killed"), "votable/td");
    download.read(1 << 20);
    server.stop_at_once().unwrap();
    assert_told(&download.read_to_end());
    assert_unavailable(&client).await;

    server.start_again().unwrap();
    comes_back("queries", async || one(&client).await.status == 200).await;
    // What is known of the database's health is kept for a moment.
    comes_back("availability", async || is_available(&client).await).await;
}

/// The document ends with an error; it never looks like a good answer.
fn assert_told(rest: &[u8]) {
    let end = String::from_utf8_lossy(&rest[rest.len().saturating_sub(2000)..]).into_owned();
    let is_told = end.contains("name=\"QUERY_STATUS\" value=\"ERROR\"");
    assert!(is_told && end.contains("</VOTABLE>"), "a VOTable ends with its error: {end}");
}

/// Queries get 503 with Retry-After in a VOTable; availability tells it with 200 (VOSI 1.1 §3).
async fn assert_unavailable(client: &Client) {
    for _ in 0..3 {
        let answer = one(client).await;
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(answer.votable().status(), "ERROR");
    }
    assert!(!is_available(client).await);
    assert_eq!(client.get("/tap/capabilities").await.status, 200);
}

async fn comes_back(what: &str, is_there: impl AsyncFn() -> bool) {
    let deadline = tokio::time::Instant::now() + COMES_BACK_LIMIT;
    while !is_there().await {
        assert!(tokio::time::Instant::now() < deadline, "{what} did not come back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn is_available(client: &Client) -> bool {
    let answer = client.get("/tap/availability").await;
    assert_eq!(answer.status, 200);
    answer.xml().text_of("available") == "true"
}

async fn one(client: &Client) -> Answer {
    client.send(Request::new(Method::POST, "/tap/sync").with(&[("LANG", "ADQL"), ("QUERY", ONE)])).await
}
