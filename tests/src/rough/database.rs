//! A database that goes away in the middle of an answer and comes back.

use std::time::Duration;

use reqwest::Method;

use super::raw::{Raw, endless};
use crate::client::{Client, Request};
use crate::harness::{Start, until};

const ONE: &str = "SELECT TOP 1 name FROM jplus.Filter";

#[tokio::test]
async fn killed_database_is_told_and_picked_up_again() {
    let host = Start::demo(2_000).ready();
    let client = Client::of(&host);
    assert_eq!(client.query(ONE, &[]).await.status, 200);
    let mut download = Raw::query(&host, &endless("database-killed"), "votable/td");
    download.read(1 << 20);

    let (pid, database) = (host.pid(), host.database());
    database.kill();
    assert_told(&download.read_to_end());
    assert_unavailable(&client).await;

    until("the database is there again", Duration::from_secs(60), || {
        let found = host.database();
        (found.pid() != database.pid()).then_some(())
    });
    assert_serves_again(&client).await;
    assert_eq!(host.pid(), pid);
    assert!(!host.has_ended());
}

/// The document ends with an error, or the connection was cut; it never looks like a good answer.
fn assert_told(rest: &[u8]) {
    let end = String::from_utf8_lossy(&rest[rest.len().saturating_sub(2000)..]).into_owned();
    let is_complete = end.ends_with("0\r\n\r\n");
    let is_told = end.contains("name=\"QUERY_STATUS\" value=\"ERROR\"");
    assert!(is_told || !is_complete, "the answer looks complete: {end}");
    assert!(is_told, "a VOTable ends with its error: {end}");
}

/// Queries get 503 with Retry-After in a VOTable; VOSI availability tells it with 200 (VOSI 1.1 §3).
async fn assert_unavailable(client: &Client) {
    let request = Request::new(Method::POST, "/tap/sync").with(&[("LANG", "ADQL"), ("QUERY", ONE)]);
    let answer = client.send(request).await;
    if answer.status == 200 {
        // The server may have come back within the moment.
        return;
    }
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.votable().status(), "ERROR");
}

async fn assert_serves_again(client: &Client) {
    for _ in 0..600 {
        let answer = client.query(ONE, &[]).await;
        if answer.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the host did not pick up the database again");
}
