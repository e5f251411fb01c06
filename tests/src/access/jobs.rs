//! Jobs belong to their owners: at every resource, when they run, and when their results are fetched.

use reqwest::Method;

use super::restricted::{ADA, BOB, CLOSED, Restricted};
use crate::client::RESTRICTED_NAMES;

const QUERY: &str = "SELECT TOP 3 filter_id, name FROM jplus.Filter ORDER BY filter_id";

/// Everything below a job that can be asked.
const CHILDREN: &[(&str, &str)] = &[
    ("GET", ""),
    ("GET", "/phase"),
    ("GET", "/executionduration"),
    ("GET", "/destruction"),
    ("GET", "/quote"),
    ("GET", "/error"),
    ("GET", "/owner"),
    ("GET", "/parameters"),
    ("GET", "/parameters/f1"),
    ("GET", "/results"),
    ("GET", "/results/result"),
    ("POST", "/phase"),
    ("POST", "/executionduration"),
    ("POST", "/destruction"),
    ("POST", "/parameters"),
    ("POST", ""),
    ("DELETE", ""),
];

/// What makes each of the changes a valid one.
const CHANGES: &[(&str, &str)] = &[
    ("PHASE", "ABORT"),
    ("EXECUTIONDURATION", "9"),
    ("DESTRUCTION", "2030-01-01T00:00:00Z"),
    ("ACTION", "DELETE"),
];

#[tokio::test]
async fn a_job_belongs_to_its_owner_from_its_making_to_its_result() {
    let demo = Restricted::start(&[]).await;
    let job = demo.job(Some(ADA), QUERY).await;
    nobody_else_finds_any_of_it(&demo, &job).await;
    lists_hold_ones_own(&demo, &job).await;
    let result = format!("{job}/results/result");
    let own = demo.send(Method::GET, &result, Some(ADA), &[]).await;
    assert_eq!((own.status, own.text().lines().count()), (200, 4));
    let (address, _) = demo.handed_over("/tap", Some(ADA), &result).await;
    assert_eq!(demo.open(&address).await.body, own.body);
    access_taken_away_closes_results(&demo, &result, &address).await;
    an_owner_who_is_gone_gets_nothing(&demo, &address).await;
}

async fn nobody_else_finds_any_of_it(demo: &Restricted, job: &str) {
    let nothing = job.replace(job.rsplit('/').next().unwrap(), &"a".repeat(26));
    for (method, child) in CHILDREN {
        let method: Method = method.parse().unwrap();
        let with = if method == Method::POST { CHANGES } else { &[] };
        for who in [None, Some(BOB)] {
            let asked = demo.send(method.clone(), &format!("{job}{child}"), who, with).await;
            let absent = demo.send(method.clone(), &format!("{nothing}{child}"), who, with).await;
            assert_eq!(
                (asked.status, absent.status),
                (404, 404),
                "{method} {child} {who:?}: {}",
                asked.text()
            );
            let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
            assert_eq!(asked.text().replace(&id(job), &id(&nothing)), absent.text(), "{method} {child}");
        }
    }
    assert_eq!(demo.send(Method::GET, job, Some(ADA), &[]).await.status, 200);
}

async fn lists_hold_ones_own(demo: &Restricted, job: &str) {
    let anonymous = demo.job(None, "SELECT table_name FROM TAP_SCHEMA.tables").await;
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    for (who, holds) in [(Some(ADA), true), (Some(BOB), false), (None, false)] {
        let list = demo.send(Method::GET, "/tap/async", who, &[]).await;
        assert_eq!(list.text().contains(&id(job)), holds, "{who:?}");
        assert!(!list.text().contains(&id(&anonymous)), "{who:?}");
    }
    // Whoever knows its id has the job of the anonymous.
    assert_eq!(demo.send(Method::GET, &anonymous, None, &[]).await.status, 200);
    let names = demo.send(Method::GET, &format!("{anonymous}/results/result"), None, &[]).await;
    assert!(!names.text().contains("jplus.") && names.text().contains("TAP_SCHEMA"), "{}", names.text());
    assert!(RESTRICTED_NAMES.iter().all(|name| !names.text().contains(name)));
}

async fn access_taken_away_closes_results(demo: &Restricted, result: &str, address: &str) {
    demo.release_is_for("{ groups = [\"others\"] }");
    demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 404).await;
    let refused = demo.send(Method::GET, result, Some(ADA), &[]).await;
    let words = "the result holds data that you may no longer use\n";
    assert_eq!((refused.status, refused.text()), (403, words));
    let (late, _) = demo.handed_over("/tap", Some(ADA), result).await;
    for address in [address, &late] {
        let closed = demo.open(address).await;
        assert_eq!((closed.status, closed.text()), (403, words));
    }
    let job = demo.job(Some(ADA), QUERY).await;
    let error = demo.send(Method::GET, &format!("{job}/error"), Some(ADA), &[]).await;
    assert!(error.text().contains("unknown table"), "{}", error.text());
    demo.release_is_for("{ groups = [\"team\"] }");
    demo.becomes("/tap/tables/jplus.Filter", Some(ADA), 200).await;
    assert_eq!(demo.send(Method::GET, result, Some(ADA), &[]).await.status, 200);
}

async fn an_owner_who_is_gone_gets_nothing(demo: &Restricted, address: &str) {
    demo.without_ada();
    demo.becomes("/tap/tables", Some(ADA), 401).await;
    let closed = demo.open(address).await;
    assert_eq!((closed.status, closed.text()), (403, CLOSED));
}
