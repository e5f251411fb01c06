//! Every resource of a job, from its creation to its deletion.

use reqwest::Method;

use super::{Job, parameters};
use crate::client::{Client, Request};

const QUERY: &str = "SELECT TOP 3 filter_id, name FROM jplus.Filter ORDER BY filter_id";

#[tokio::test]
async fn a_fresh_job_is_pending_and_every_child_is_there() {
    let job = Job::create(&[("lang", "ADQL"), ("Query", QUERY), ("RUNID", "batch-12"), ("DUMMY", "x")]).await;
    let document = job.document().await;
    assert_eq!((document.name.as_str(), document.attribute("version")), ("job", Some("1.1")));
    assert_eq!(document.text_of("jobId"), job.id());
    assert_eq!(document.text_of("runId"), "batch-12");
    assert_eq!(document.first("ownerId").and_then(|owner| owner.attribute("nil")), Some("true"));
    assert_eq!(parameters(&document), ["LANG=ADQL", &format!("QUERY={QUERY}"), "RUNID=batch-12", "DUMMY=x"]);
    assert_eq!(document.first("errorSummary").map(|_| ()), None);
    assert_eq!(job.text("/phase").await, "PENDING");
    assert_eq!(job.text("/executionduration/").await, document.text_of("executionDuration"));
    assert_eq!(job.text("/destruction").await, document.text_of("destruction"));
    // The time by which it is done if it is started now.
    assert!(job.text("/quote").await.as_str() >= document.text_of("quote"));
    assert!(document.text_of("quote") > document.text_of("creationTime"));
    assert_eq!(job.text("/owner").await, "");
    assert_eq!(job.get("/parameters").await.xml().name, "parameters");
    assert_eq!(job.get("/results/").await.xml().children.len(), 0);
}

#[tokio::test]
async fn a_job_runs_to_its_result_which_is_that_of_sync() {
    let job = Job::of(QUERY).await;
    let document = job.run().await;
    assert_eq!(document.text_of("phase"), "COMPLETED");
    let times = ["creationTime", "startTime", "endTime"].map(|name| document.text_of(name));
    assert!(times.is_sorted() && times[0].ends_with('Z'), "{times:?}");
    let results = document.first("results").unwrap();
    let result = results.first("result").unwrap();
    assert_eq!(result.attribute("id"), Some("result"));
    assert!(result.attribute("href").unwrap().ends_with(&format!("{}/results/result", job.path)));
    let answer = job.get("/results/result").await;
    assert_eq!(result.attribute("size"), Some(answer.body.len().to_string().as_str()));
    assert_eq!(result.attribute("mime-type"), Some(answer.header("content-type")));
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    assert_eq!(answer.header("content-disposition"), format!("inline; filename=\"{}-result.vot\"", job.id()));
    assert_eq!(document.first("jobInfo").unwrap().text_of("rows"), "3");
    let at_once = Client::shared().query(QUERY, &[]).await;
    assert_eq!(answer.votable().rows, at_once.votable().rows);
    assert_eq!(job.get("/results").await.xml().first("result").unwrap().attribute("id"), Some("result"));
}

#[tokio::test]
async fn parts_of_a_result_are_sent_as_asked() {
    let job = Job::create(&[("LANG", "ADQL"), ("QUERY", QUERY), ("FORMAT", "csv"), ("PHASE", "RUN")]).await;
    assert_eq!(job.ended().await.text_of("phase"), "COMPLETED");
    let whole = job.get("/results/result").await.text().to_owned();
    assert_eq!((whole.lines().count(), whole.lines().next()), (4, Some("FILTER_ID,NAME")));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}{}/results/result", crate::harness::shared().base(), job.path);
    let part = http.get(&url).header("range", "bytes=2-6").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 2-6/{}", whole.len()));
    assert_eq!(part.text().await.unwrap(), &whole[2..=6]);
    let beyond = http.get(&url).header("range", "bytes=99999-").send().await.unwrap();
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"], format!("bytes */{}", whole.len()));
    assert_eq!(
        beyond.text().await.unwrap(),
        format!("the file has {} bytes; ask for some of them\n", whole.len())
    );
}

#[tokio::test]
async fn creation_may_run_the_job_and_set_its_limits() {
    let parameters = [
        ("LANG", "ADQL"),
        ("QUERY", QUERY),
        ("EXECUTIONDURATION", "77"),
        ("DESTRUCTION", "2126-01-01"),
        ("RUNID", "r"),
    ];
    let client = Client::shared();
    let answer = client.send(Request::new(Method::POST, "/tap/async/?phase=run").with(&parameters)).await;
    assert_eq!(answer.status, 303);
    let path = answer.header("location").split_once("/tap/").unwrap().1.to_owned();
    let job = Job { client, path: format!("/tap/{path}") };
    let document = job.ended().await;
    assert_eq!(document.text_of("phase"), "COMPLETED");
    assert_eq!((document.text_of("executionDuration"), document.text_of("runId")), ("77", "r"));
    // A century is more than the host keeps anything.
    assert!(document.text_of("destruction") < "2126-01-01", "{}", document.text_of("destruction"));
    assert_eq!(super::parameters(&document), ["LANG=ADQL", &format!("QUERY={QUERY}"), "RUNID=r"]);
}

#[tokio::test]
async fn a_pending_job_is_changed_by_later_requests() {
    let job = Job::create(&[]).await;
    job.change("/parameters", &[("LANG", "ADQL"), ("QUERY", "SELECT nonsense")]).await;
    job.change("/parameters/", &[("runId", "one"), ("query", QUERY)]).await;
    job.change("/parameters", &[("RUNID", "two"), ("UPLOAD", "a,param:x")]).await;
    job.change("/parameters", &[("UPLOAD", "b,param:y")]).await;
    job.change("/executionduration", &[("EXECUTIONDURATION", "30")]).await;
    job.change("/destruction", &[("DESTRUCTION", "2027-01-31T12:00:00.5Z")]).await;
    let document = job.document().await;
    let expected =
        ["LANG=ADQL", &format!("QUERY={QUERY}"), "RUNID=two", "UPLOAD=a,param:x", "UPLOAD=b,param:y"];
    assert_eq!(parameters(&document), expected);
    assert_eq!((document.text_of("runId"), document.text_of("executionDuration")), ("two", "30"));
    let destruction = job.text("/destruction").await;
    assert_eq!(
        (destruction.as_str(), document.text_of("destruction")),
        (destruction.as_str(), destruction.as_str())
    );
}

#[tokio::test]
async fn both_ways_of_deletion_lead_to_the_list_and_leave_nothing() {
    for way in ["DELETE", "POST"] {
        let job = Job::of(QUERY).await;
        assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
        let method: Method = way.parse().unwrap();
        let parameters: &[(&str, &str)] = if way == "POST" { &[("ACTION", "DELETE")] } else { &[] };
        let answer = job.client.send(Request::new(method, &job.path).with(parameters)).await;
        assert_eq!(answer.status, 303, "{way}");
        assert!(answer.header("location").ends_with("/tap/async"), "{}", answer.header("location"));
        for child in ["", "/phase", "/results/result", "/error", "/parameters"] {
            let gone = job.get(child).await;
            assert_eq!(
                (gone.status, gone.text()),
                (404, format!("there is no job `{}`\n", job.id()).as_str())
            );
            assert_eq!(gone.header("content-type"), "text/plain; charset=utf-8");
        }
    }
}

#[tokio::test]
async fn the_list_of_the_anonymous_is_empty_whatever_is_asked() {
    let _job = Job::of(QUERY).await;
    for query in ["", "/", "?PHASE=PENDING&phase=COMPLETED", "?LAST=10&AFTER=2020-01-01"] {
        let answer = Client::shared().get(&format!("/tap/async{query}")).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        let list = answer.xml();
        assert_eq!(
            (list.name.as_str(), list.attribute("version"), list.children.len()),
            ("jobs", Some("1.1"), 0)
        );
    }
}
