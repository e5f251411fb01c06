//! How jobs end, and what waits for it.

use std::time::{Duration, Instant};

use super::Job;
use crate::harness::{shared, until};
use crate::rough::thinking;

/// The longest that a backend query may outlive its job.
const OUTLIVE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_bad_query_fails_when_it_runs_and_tells_everything_once() {
    let job = Job::of("SELECT nam FROM jplus.Filter").await;
    let document = job.run().await;
    assert_eq!(document.text_of("phase"), "ERROR");
    let summary = document.first("errorSummary").unwrap();
    assert_eq!((summary.attribute("type"), summary.attribute("hasDetail")), (Some("fatal"), Some("true")));
    let sync = job.client.query("SELECT nam FROM jplus.Filter", &[]).await;
    let error = job.get("/error").await;
    assert_eq!((error.status, error.header("content-type")), (200, "application/x-votable+xml"));
    assert_eq!(error.text(), sync.text());
    assert_eq!(summary.text_of("message"), sync.votable().error().trim().lines().next().unwrap());
    let result = job.get("/results/result").await;
    assert_eq!((result.status, result.text()), (404, "the job has no results; it is ERROR\n"));
}

#[tokio::test]
async fn every_mistake_in_the_parameters_waits_for_the_run() {
    for (name, value, expected) in [
        ("QUERY", "DUFF QUERY", "DUFF"),
        ("LANG", "OOBLECK", "unknown query language `OOBLECK`; this service speaks ADQL, ADQL-2.0, ADQL-2.1"),
        ("MAXREC", "-1", "parameter MAXREC has the value `-1`"),
        ("RESPONSEFORMAT", "application/gif", "application/gif"),
        (
            "REQUEST",
            "getCapabilities",
            "parameter REQUEST has the value `getCapabilities`; it must be doQuery",
        ),
        ("UPLOAD", "mine,param:nothing", "nothing"),
    ] {
        let query = ("QUERY", "SELECT TOP 1 name FROM jplus.Filter");
        let lang = ("LANG", "ADQL");
        let others = [query, lang].into_iter().filter(|(other, _)| *other != name);
        let parameters: Vec<(&str, &str)> = others.chain([(name, value)]).collect();
        let job = Job::create(&parameters).await;
        assert_eq!(job.text("/phase").await, "PENDING", "{name}");
        let document = job.run().await;
        let message = document.first("errorSummary").unwrap().text_of("message");
        assert!(message.contains(expected), "{name}: {message}");
        assert_eq!(document.text_of("phase"), "ERROR");
    }
}

#[tokio::test]
async fn an_aborted_job_ends_its_query_within_a_second() {
    let job = Job::of(&thinking("job-aborted")).await;
    job.change("/phase", &[("PHASE", "RUN")]).await;
    assert!(["QUEUED", "EXECUTING"].contains(&job.text("/phase").await.as_str()));
    let database = shared().database();
    until("the query runs", Duration::from_secs(20), || (database.running("job-aborted") > 0).then_some(()));
    let executing = job.get("?WAIT=0").await.xml();
    assert_eq!(executing.text_of("phase"), "EXECUTING");
    job.change("/phase", &[("PHASE", "ABORT")]).await;
    assert_eq!(job.text("/phase").await, "ABORTED");
    until("the query ends", OUTLIVE, || (database.running("job-aborted") == 0).then_some(()));
    let error = job.get("/error").await;
    assert_eq!((error.status, error.text()), (404, "the job has no error; it is ABORTED\n"));
    job.change("/phase", &[("PHASE", "ABORT")]).await;
    assert_eq!(job.text("/phase").await, "ABORTED");
}

#[tokio::test]
async fn a_deleted_job_ends_its_query_within_a_second() {
    let job = Job::of(&thinking("job-deleted")).await;
    job.change("/phase", &[("PHASE", "RUN")]).await;
    let database = shared().database();
    until("the query runs", Duration::from_secs(20), || (database.running("job-deleted") > 0).then_some(()));
    assert_eq!(job.post("", &[("ACTION", "DELETE")]).await.status, 303);
    until("the query ends", OUTLIVE, || (database.running("job-deleted") == 0).then_some(()));
    assert_eq!(job.get("/phase").await.status, 404);
}

#[tokio::test]
async fn a_job_at_its_limit_is_aborted_and_says_so() {
    let job = Job::of(&thinking("job-limit")).await;
    job.change("/executionduration", &[("EXECUTIONDURATION", "1")]).await;
    let document = job.run().await;
    assert_eq!(document.text_of("phase"), "ABORTED");
    let expected = "the job was stopped at its limit: it may run for 1 s";
    assert_eq!(document.first("errorSummary").unwrap().text_of("message"), expected);
    let error = job.get("/error").await;
    assert_eq!((error.status, error.votable().error()), (200, expected));
    let result = job.get("/results/result").await;
    assert_eq!((result.status, result.text()), (404, "the job has no results; it is ABORTED\n"));
}

#[tokio::test]
async fn a_pending_job_is_aborted_at_once() {
    let job = Job::create(&[]).await;
    job.change("/phase", &[("phase", "abort")]).await;
    assert_eq!(job.text("/phase").await, "ABORTED");
}

#[tokio::test]
async fn wait_ends_with_the_phase_or_the_time_and_never_begins_for_an_ended_job() {
    let job = Job::of("SELECT TOP 1 name FROM jplus.Filter").await;
    let begun = Instant::now();
    assert_eq!(job.get("?WAIT=1&PHASE=PENDING").await.xml().text_of("phase"), "PENDING");
    assert!(begun.elapsed() >= Duration::from_millis(900), "{:?}", begun.elapsed());
    let begun = Instant::now();
    assert_eq!(job.get("?WAIT=30&PHASE=EXECUTING").await.xml().text_of("phase"), "PENDING");
    let waiting = tokio::spawn({
        let path = format!("{}?WAIT=30", job.path);
        async move { crate::client::Client::shared().get(&path).await.xml().text_of("phase").to_owned() }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    job.change("/phase", &[("PHASE", "RUN")]).await;
    assert_ne!(waiting.await.unwrap(), "PENDING");
    assert_eq!(job.ended().await.text_of("phase"), "COMPLETED");
    assert_eq!(job.get("?WAIT=30").await.xml().text_of("phase"), "COMPLETED");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
