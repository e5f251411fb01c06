//! What a user hands over by a signed address opens for its holder what was signed, for a while, and nothing else.

use std::path::Path;

use reqwest::Method;
use serde_json::Value;

use super::restricted::{ADA, BOB, CLOSED, Restricted};
use crate::harness::new_folder;

const QUERY: &str = "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+name+AS+\"it's\"+FROM+jplus.Filter";

#[tokio::test]
async fn a_handed_over_address_has_the_rights_of_its_user() {
    let folder = new_folder();
    let file = folder.path().join("audit.jsonl");
    let demo = Restricted::start(&[&format!("host.audit.file=\"{}\"", file.display())]).await;
    let query = QUERY.replace('"', "%22").replace('\'', "%27");
    let own = demo.send(Method::GET, &query, Some(ADA), &[]).await;
    assert_eq!((own.status, own.text().lines().count()), (200, 13), "{}", own.text());
    assert_eq!(demo.open(&query).await.status, 400);
    let (address, told) = demo.handed_over("/tap", Some(ADA), &query).await;
    let handed = demo.open(&address).await;
    assert_eq!((handed.status, &handed.body), (200, &own.body));
    assert!(
        handed.header("cache-control").contains("no-store") && handed.header("x-vo-authenticated").is_empty()
    );
    assert_eq!(demo.open(&address.replace("%27", "'")).await.status, 200);
    let expires: jiff::Timestamp = told["expires"].as_str().unwrap().parse().unwrap();
    let left_secs = expires.as_second() - jiff::Timestamp::now().as_second();
    assert!((600..=900).contains(&left_secs), "{told}");
    nothing_else_is_opened(&demo, &address).await;
    the_handing_over_and_the_read_are_written_down(&demo, &file, handed.header("x-request-id"));
    results_and_relative_addresses(&demo).await;
    results_that_are_not_there(&demo).await;
    what_cannot_be_handed_over(&demo).await;
    rights_are_asked_for_again(&demo, &address).await;
}

/// The audit has both under the name of ada, the read by its request, and no signature.
fn the_handing_over_and_the_read_are_written_down(demo: &Restricted, file: &Path, request: &str) {
    let text = demo.file_with(file, request);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let handed = lines.iter().find(|line| line["event"] == "handover").expect("the handing over");
    for (key, value) in [("user", "ada"), ("outcome", "signed"), ("instance", "tap"), ("what", "/tap/sync")] {
        assert_eq!(handed[key], value, "{handed}");
    }
    let read = lines.iter().find(|line| line["request"] == request).expect("the read");
    assert_eq!((&read["event"], &read["user"], &read["rows"]), (&"read".into(), &"ada".into(), &12.into()));
    assert!(!text.contains("signature="), "{text}");
}

async fn nothing_else_is_opened(demo: &Restricted, address: &str) {
    for (from, to) in
        [("name", "wavelength"), ("FORMAT=csv&", ""), ("sync", "tables"), ("signature=e", "signature=f")]
    {
        let changed = demo.open(&address.replacen(from, to, 1)).await;
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
    assert_eq!(demo.open(&result).await.status, 404);
    let absolute = format!("{}{result}", demo.host.base());
    for url in [result.as_str(), &absolute, result.strip_prefix("/tap/").unwrap()] {
        let (address, _) = demo.handed_over("/tap", Some(ADA), url).await;
        let handed = demo.open(&address).await;
        assert_eq!((handed.status, &handed.body), (200, &own.body), "{url}");
        for header in ["content-type", "content-disposition", "content-length", "cache-control"] {
            assert_eq!(handed.header(header), own.header(header), "{header}");
        }
    }
    // Bob may ask for an address of what he may not read; it opens no more than he may.
    let (address, _) = demo.handed_over("/tap", Some(BOB), &result).await;
    assert_eq!(demo.open(&address).await.status, 404);
    let (plain, told) = demo.handed_over("/tap", None, &result).await;
    assert_eq!((plain, &told["expires"]), (result, &Value::Null));
}

async fn results_that_are_not_there(demo: &Restricted) {
    let job = demo.job(Some(ADA), "SELECT TOP 3 name FROM jplus.Filter").await;
    let (other, _) = demo.handed_over("/tap", Some(ADA), &format!("{job}/results/other")).await;
    let words = "the job has no such result; `results` lists all of them\n";
    assert_eq!(demo.open(&other).await.text(), words);
    let (address, _) = demo.handed_over("/tap", Some(ADA), &format!("{job}/results/result")).await;
    assert_eq!(demo.open(&address).await.status, 200);
    demo.send(Method::DELETE, &job, Some(ADA), &[]).await;
    let gone = demo.open(&address).await;
    let id = job.rsplit('/').next().unwrap();
    assert_eq!((gone.status, gone.text()), (404, format!("there is no job `{id}`\n").as_str()));
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
    let refused = demo.open(address).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("unknown table"), "{}", refused.text());
    demo.release_is_for("{ groups = [\"team\"] }");
    demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 200).await;
    assert_eq!(demo.open(address).await.status, 200);
    demo.without_ada();
    demo.becomes("/tap/tables", Some(ADA), 401).await;
    let closed = demo.open(address).await;
    assert_eq!((closed.status, closed.text()), (403, CLOSED));
}
