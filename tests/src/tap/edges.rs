//! The edges of the service: browsers, HEAD, old clients, time limits.

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::Start;
use crate::rough::thinking;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn a_browser_without_a_query_gets_the_form() {
    let client = Client::shared();
    let request = Request::new(Method::GET, "/tap/sync").with_header("Accept", BROWSER);
    let page = client.send(request.clone()).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text().contains("<textarea id=\"q\" name=\"QUERY\""), "{}", page.text());
    let asked = client.send(request.with(&[("QUERY", "SELECT nothing FROM jplus.Filter")])).await;
    assert_eq!((asked.status, asked.header("content-type")), (400, "application/x-votable+xml"));
    for accept in ["*/*", "application/x-votable+xml, */*;q=0.1"] {
        let request = Request::new(Method::GET, "/tap/sync").with_header("Accept", accept);
        assert_eq!(client.send(request).await.status, 400, "{accept}");
    }
}

#[tokio::test]
async fn head_is_get_without_its_body_on_every_route() {
    let client = Client::shared();
    for path in [
        "/tap",
        "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+name+FROM+jplus.Filter",
        "/tap/sync?QUERY=wrong",
        "/tap/plan?QUERY=SELECT+name+FROM+jplus.Filter",
        "/tap/tables/jplus.Filter",
        "/tap/tables/nothing",
        "/tap/examples",
    ] {
        let (get, head) = (client.get(path).await, client.send(Request::new(Method::HEAD, path)).await);
        let of = |answer: &Answer| (answer.status, answer.header("content-type").to_owned());
        assert_eq!(of(&head), of(&get), "{path}");
        assert!(head.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn old_clients_get_200_and_slow_queries_are_told_their_limit() {
    let host = Start::demo(2_000)
        .with(&["--set", "tap.error_status=\"200\"", "--set", "tap.sync_timeout_secs=1"])
        .with(&["--set", "tap-sim-dr1.sync_timeout_secs=1"])
        .ready();
    let client = Client::of(&host);
    let ask = |mount: &str, query: &str| {
        let request = Request::new(Method::POST, &format!("{mount}/sync")).with(&[("QUERY", query)]);
        client.fetch(request)
    };
    let message = |answer: &Answer| {
        answer.xml().descendants().iter().find(|one| one.name == "INFO").map(|one| one.text.clone())
    };
    for query in ["SELECT nothing FROM jplus.Filter", "", &thinking("old")] {
        let (old, standard) =
            (ask("/tap", query).await.unwrap(), ask("/vo/tap/sim-dr1", query).await.unwrap());
        assert_eq!((old.status, old.header("content-type")), (200, "application/x-votable+xml"), "{query}");
        assert_eq!(message(&old), message(&standard), "{query}");
        assert!(message(&old).is_some_and(|message| !message.is_empty()));
    }
    let slow = ask("/vo/tap/sim-dr1", &thinking("new")).await.unwrap();
    let limit = "the query gave no row within 1 s";
    assert_eq!((slow.status, message(&slow).as_deref()), (408, Some(limit)));
}
