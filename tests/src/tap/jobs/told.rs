//! What a job tells of its query beside its state: marks of its mistake, its cost, its size.

use super::super::marks::told;
use super::Job;
use crate::client::Client;

#[tokio::test]
async fn the_error_of_a_job_has_the_same_marks() {
    let query = "SELECT nam FROM jplus.Filter";
    let job = Job::of(query).await;
    assert_eq!(job.run().await.text_of("phase"), "ERROR");
    let (of_job, at_once) = (job.get("/error").await, Client::shared().query(query, &[]).await);
    for name in ["QUERY_ERROR_RANGE", "QUERY_HINT", "QUERY_REPAIR"] {
        let marks = told(&of_job, name);
        assert!(!marks.is_empty(), "{name}");
        assert_eq!(marks, told(&at_once, name));
    }
}

#[tokio::test]
async fn a_job_that_waits_tells_its_cost_and_one_that_is_done_its_size() {
    let job = Job::of("SELECT TOP 5 name, 7/2 AS x FROM jplus.Filter").await;
    let waiting = job.document().await;
    let info = |name: &str| waiting.first("jobInfo").map_or("", |info| info.text_of(name));
    assert_eq!(info("estimatedRows"), "5");
    assert!(info("estimatedCost").parse::<f64>().unwrap() > 0.0, "{}", info("estimatedCost"));
    assert!(info("plan").contains("jplus.Filter: all rows are looked at"), "{}", info("plan"));
    assert!(info("warning").starts_with("line 1, column 20: a division of integers"), "{}", info("warning"));
    assert!(waiting.text_of("quote").ends_with('Z'), "{}", waiting.text_of("quote"));
    let done = job.run().await;
    let info = done.first("jobInfo").unwrap();
    let size = job.get("/results/result").await.body.len();
    assert_eq!((info.text_of("rows"), info.text_of("bytes")), ("5", size.to_string().as_str()));
    assert!(info.text_of("warning").contains("a division of integers"));
}
