//! Quotas: what is cut, what is refused and how that is told.

use std::fs;
use std::time::Duration;

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Start, until};
use crate::rough::{Raw, endless, thinking};

fn start(settings: &[&str]) -> (Host, Client) {
    let start = settings.iter().fold(Start::demo(2_000), |start, one| start.with(&["--set", one]));
    let host = start.ready();
    let client = Client::of(&host);
    (host, client)
}

/// The value of a metric.
async fn metric(client: &Client, name: &str) -> String {
    let metrics = client.get("/metrics").await;
    let line = metrics.text().lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name}: {}", metrics.text())).to_owned()
}

#[tokio::test]
async fn what_a_caller_may_use_is_declared_and_holds() {
    let (_host, client) = start(&[
        "host.quota.anonymous.rows_max=50",
        "host.quota.anonymous.upload_mib_max=1",
        "host.quota.anonymous.query_secs_max=2",
    ]);
    let capabilities = client.get("/tap/capabilities").await.xml();
    let elements = capabilities.descendants();
    let find = |name: &str| elements.iter().find(|element| element.name == name).unwrap();
    let rows = find("outputLimit");
    assert_eq!((rows.text_of("default"), rows.text_of("hard")), ("50", "50"));
    assert_eq!(find("uploadLimit").text_of("hard"), "1048576");
    let tabledata = ("RESPONSEFORMAT", "votable/td");
    let cut = client
        .query("SELECT number FROM jplus.MagABDualObj", &[("MAXREC", "100"), tabledata])
        .await
        .votable();
    assert_eq!((cut.status(), cut.rows().len()), ("OVERFLOW", 50));
    let metadata = "SELECT column_name FROM TAP_SCHEMA.columns";
    for parameters in [&[tabledata] as &[_], &[("MAXREC", "5000"), tabledata]] {
        let whole = client.query(metadata, parameters).await.votable();
        assert!(
            whole.status() == "OK" && whole.rows().len() > 50,
            "{} of {}",
            whole.status(),
            whole.rows().len()
        );
    }
    let few = client.query(metadata, &[("MAXREC", "7"), tabledata]).await.votable();
    assert_eq!((few.status(), few.rows().len()), ("OVERFLOW", 7));
    let short = client.query("SELECT TOP 3 number FROM jplus.MagABDualObj", &[tabledata]).await.votable();
    assert_eq!((short.status(), short.rows().len()), ("OK", 3));
    let upload = Request::new(Method::POST, "/tap/sync")
        .with(&[("LANG", "ADQL"), ("QUERY", "SELECT * FROM TAP_UPLOAD.t"), ("UPLOAD", "t,param:t")])
        .with_file("t", "a\n".repeat(600_000));
    let refused = client.send(upload).await;
    assert_eq!(refused.status, 413, "{}", refused.text());
    let slow = client.query(&thinking("quota-slow"), &[]).await;
    assert_eq!(slow.status, 408, "{}", slow.text());
}

#[tokio::test]
async fn one_request_too_many_is_told_when_to_come_again() {
    let (host, client) = start(&["host.quota.anonymous.requests_max=2"]);
    let tables = || client.get("/tap/tables?detail=min");
    let first = Raw::query(&host, &endless("quota-first"), "csv");
    let second = Raw::query(&host, &endless("quota-second"), "csv");
    until("both queries run", Duration::from_secs(20), || {
        let running = |marker| host.database().running(marker) > 0;
        (running("quota-first") && running("quota-second")).then_some(())
    });
    refused(&tables().await, "you may have 2 requests under way at once; try again in 1 s\n", "1");
    // What tells how the host is stays open.
    assert_eq!(client.get("/healthz").await.status, 200);
    assert_eq!(metric(&client, "armilla_quota_requests{of=\"address\"}").await, "2.0");
    drop(first);
    assert_eq!(becomes(&client, 200).await.status, 200);
    drop(second);
    assert!(metric(&client, "armilla_quota_refused{limit=\"requests\"}").await != "0.0");
}

#[tokio::test]
async fn requests_of_a_minute_are_limited_from_the_reload_on() {
    let (host, client) = start(&[]);
    let file = host.demo_folder().join("conf.d/host.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n[quota.anonymous]\nrequests_per_minute = 6\n")).unwrap();
    let answer = becomes(&client, 429).await;
    let secs: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=10).contains(&secs), "{secs}");
    refused(
        &answer,
        &format!("you may begin 6 requests a minute; try again in {secs} s\n"),
        &secs.to_string(),
    );
}

#[tokio::test]
async fn one_job_too_many_is_told_when_to_come_again() {
    let (host, client) = start(&["host.quota.anonymous.queued_jobs_max=1", "host.jobs.running_max=1"]);
    let query = thinking("quota-job");
    let submit = || {
        let with = [("LANG", "ADQL"), ("QUERY", query.as_str()), ("PHASE", "RUN")];
        client.send(Request::new(Method::POST, "/tap/async").with(&with))
    };
    let running = submit().await.header("location").replacen(host.base(), "", 1);
    while client.get(&format!("{running}/phase")).await.text() != "EXECUTING" {}
    assert_eq!(submit().await.status, 303);
    let words = "you have 1 jobs that wait, as many as you may; run this one when some of them have begun\n";
    let refused = submit().await;
    assert_eq!((refused.status, refused.text(), refused.header("retry-after")), (503, words, "30"));
    assert_eq!(metric(&client, "armilla_quota_refused{limit=\"queued_jobs\"}").await, "1.0");
    client.send(Request::new(Method::DELETE, &running)).await;
}

#[track_caller]
fn refused(answer: &Answer, words: &str, retry_after: &str) {
    assert_eq!((answer.status, answer.text()), (429, words));
    assert_eq!(answer.header("retry-after"), retry_after);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
}

/// Asks until the answer has this status.
async fn becomes(client: &Client, status: u16) -> Answer {
    for _ in 0..500 {
        let answer = client.get("/tap/tables?detail=min").await;
        if answer.status == status {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never {status}");
}
