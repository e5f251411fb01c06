//! What a user hands over by a signed address opens for its holder what was signed, for a while, and nothing else.

use reqwest::Method;
use serde_json::Value;

use super::restricted::{ADA, BOB, Restricted};
use crate::client::Answer;

const QUERY: &str = "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+name+AS+\"it's\"+FROM+jplus.Filter";
const CLOSED: &str =
    "this signed address opens nothing, or opens it no longer; ask its owner for a new one\n";

/// The path and query of the address for `url`, and what was said with it.
async fn handed_over(demo: &Restricted, service: &str, who: Option<&str>, url: &str) -> (String, Value) {
    let answer = demo.send(Method::POST, &format!("{service}/handover"), who, &[("url", url)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        (answer.header("content-type"), answer.header("cache-control")),
        ("application/json", "no-store")
    );
    let told = answer.json();
    let address = told["url"].as_str().unwrap();
    (address.strip_prefix(demo.host.base()).unwrap().to_owned(), told)
}

/// What somebody gets who has nothing but the address.
async fn open(demo: &Restricted, address: &str) -> Answer {
    demo.send(Method::GET, address, None, &[]).await
}

#[tokio::test]
async fn a_handed_over_address_has_the_rights_of_its_user() {
    let demo = Restricted::start(&[]).await;
    let query = QUERY.replace('"', "%22").replace('\'', "%27");
    let own = demo.send(Method::GET, &query, Some(ADA), &[]).await;
    assert_eq!((own.status, own.text().lines().count()), (200, 13), "{}", own.text());
    assert_eq!(open(&demo, &query).await.status, 400);
    let (address, told) = handed_over(&demo, "/tap", Some(ADA), &query).await;
    let handed = open(&demo, &address).await;
    assert_eq!((handed.status, &handed.body), (200, &own.body));
    assert!(
        handed.header("cache-control").contains("no-store") && handed.header("x-vo-authenticated").is_empty()
    );
    assert_eq!(open(&demo, &address.replace("%27", "'")).await.status, 200);
    let expires: jiff::Timestamp = told["expires"].as_str().unwrap().parse().unwrap();
    let left_secs = expires.as_second() - jiff::Timestamp::now().as_second();
    assert!((890..=900).contains(&left_secs), "{told}");
    nothing_else_is_opened(&demo, &address).await;
    results_and_relative_addresses(&demo).await;
    what_cannot_be_handed_over(&demo).await;
    rights_are_asked_for_again(&demo, &address).await;
}

async fn nothing_else_is_opened(demo: &Restricted, address: &str) {
    for (from, to) in
        [("name", "wavelength"), ("FORMAT=csv&", ""), ("sync", "tables"), ("signature=e", "signature=f")]
    {
        let changed = open(demo, &address.replacen(from, to, 1)).await;
        assert_eq!((changed.status, changed.text()), (403, CLOSED), "{from} {to}");
    }
    let signature = address.split("signature=").nth(1).unwrap();
    let again = format!("/tap/handover?signature={signature}");
    for (method, path) in [(Method::POST, address), (Method::POST, &again), (Method::DELETE, address)] {
        let refused = demo.send(method, path, None, &[]).await;
        let words = "a signed address is for GET and HEAD only; log in for everything else\n";
        assert_eq!((refused.status, refused.text()), (403, words), "{path}");
    }
}

async fn results_and_relative_addresses(demo: &Restricted) {
    let job = demo.job(Some(ADA), "SELECT TOP 3 name FROM jplus.Filter").await;
    let result = format!("{job}/results/result");
    let own = demo.send(Method::GET, &result, Some(ADA), &[]).await;
    assert_eq!(open(demo, &result).await.status, 404);
    let absolute = format!("{}{result}", demo.host.base());
    for url in [result.as_str(), &absolute, result.strip_prefix("/tap/").unwrap()] {
        let (address, _) = handed_over(demo, "/tap", Some(ADA), url).await;
        let handed = open(demo, &address).await;
        assert_eq!((handed.status, &handed.body), (200, &own.body), "{url}");
    }
    // Bob may ask for an address of what he may not read; it opens no more than he may.
    let (address, _) = handed_over(demo, "/tap", Some(BOB), &result).await;
    assert_eq!(open(demo, &address).await.status, 404);
    let (plain, told) = handed_over(demo, "/tap", None, &result).await;
    assert_eq!((plain, &told["expires"]), (result, &Value::Null));
}

async fn what_cannot_be_handed_over(demo: &Restricted) {
    for (url, status) in [
        ("https://elsewhere.example/tap/sync", 400),
        ("/scs/jplus", 400),
        ("/tap/../auth/session", 400),
        ("", 400),
        ("/tap/nowhere", 404),
    ] {
        let refused = demo.send(Method::POST, "/tap/handover", Some(ADA), &[("url", url)]).await;
        assert_eq!(refused.status, status, "{url}: {}", refused.text());
    }
}

async fn rights_are_asked_for_again(demo: &Restricted, address: &str) {
    demo.release_is_for("{ groups = [\"others\"] }");
    demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 404).await;
    let refused = open(demo, address).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("unknown table"), "{}", refused.text());
    demo.release_is_for("{ groups = [\"team\"] }");
    demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 200).await;
    assert_eq!(open(demo, address).await.status, 200);
    demo.without_ada();
    demo.becomes("/tap/tables", Some(ADA), 401).await;
    let closed = open(demo, address).await;
    assert_eq!((closed.status, closed.text()), (403, CLOSED));
}
