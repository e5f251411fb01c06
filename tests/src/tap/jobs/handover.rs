//! Results handed to other programs by addresses that need no credentials and hold for a while.

use reqwest::Method;
use serde_json::Value;

use super::Job;
use crate::client::{Client, Request};

const QUERY: &str = "SELECT TOP 3 filter_id, name FROM jplus.Filter ORDER BY filter_id";

/// The path and query of the address of a job's result, and what was said with it.
async fn handed_over(job: &Job) -> (String, Value) {
    let answer = job.post("/results/result/handover", &[]).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json"),
        "{}",
        answer.text()
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let told = answer.json();
    let url = told["url"].as_str().unwrap();
    let path =
        url.strip_prefix(crate::harness::shared().base()).unwrap_or_else(|| panic!("{url}")).to_owned();
    (path, told)
}

#[tokio::test]
async fn a_result_is_read_by_its_signed_address() {
    let job = Job::of(QUERY).await;
    assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
    let (path, told) = handed_over(&job).await;
    let expires: jiff::Timestamp = told["expires"].as_str().unwrap().parse().unwrap();
    let left_secs = expires.as_second() - jiff::Timestamp::now().as_second();
    assert!((590..=600).contains(&left_secs), "{told}");
    assert!(path.starts_with("/tap/handover?signed="), "{path}");
    let handed = job.client.get(&path).await;
    let own = job.get("/results/result").await;
    assert_eq!((handed.status, &handed.body), (200, &own.body));
    for header in ["content-type", "content-disposition", "content-length", "cache-control"] {
        assert_eq!(handed.header(header), own.header(header), "{header}");
    }
}

#[tokio::test]
async fn an_address_that_was_changed_or_whose_job_is_gone_opens_nothing() {
    let job = Job::of(QUERY).await;
    assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
    let (path, _) = handed_over(&job).await;
    let changed = job.client.get(&format!("{path}A")).await;
    let words = "this address opens no result, or opens it no longer; ask its owner for a new one\n";
    assert_eq!((changed.status, changed.text()), (403, words));
    let nothing = job.client.get("/tap/handover").await;
    assert_eq!((nothing.status, nothing.text()), (400, "parameter SIGNED is missing; give it a value\n"));
    job.client.send(Request::new(Method::DELETE, &job.path)).await;
    let gone = job.client.get(&path).await;
    assert_eq!((gone.status, gone.text()), (404, format!("there is no job `{}`\n", job.id()).as_str()));
}

#[tokio::test]
async fn what_is_no_result_is_not_handed_over() {
    let job = Job::of(QUERY).await;
    let pending = job.post("/results/result/handover", &[]).await;
    assert_eq!((pending.status, pending.text()), (404, "the job has no results; it is PENDING\n"));
    assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
    let other = job.post("/results/other/handover", &[]).await;
    let words = "the job has no such result; `results` lists all of them\n";
    assert_eq!((other.status, other.text()), (404, words));
    let asked = Client::shared().get(&format!("{}/results/result/handover", job.path)).await;
    assert_eq!((asked.status, asked.text()), (405, "GET is not possible here; use POST\n"));
}
