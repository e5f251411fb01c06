//! What jobs refuse: status, media type and the whole text.

use reqwest::Method;

use super::Job;
use crate::client::{Client, Request};

async fn refused(method: Method, path: &str, parameters: &[(&str, &str)]) -> (u16, String) {
    let answer = Client::shared().send(Request::new(method, path).with(parameters)).await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{path}");
    (answer.status, answer.text().to_owned())
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let job = Job::create(&[]).await;
    let child = "a job has no `colour`; it has phase, executionduration, destruction, quote, error, parameters, \
                 results and owner\n";
    for (path, expected) in [
        ("/tap/async/nothing".to_owned(), "there is no job `nothing`\n"),
        ("/tap/async/nothing/phase".to_owned(), "there is no job `nothing`\n"),
        (format!("{}/colour", job.path), child),
        (format!("{}/error", job.path), "the job has no error; it is PENDING\n"),
        (format!("{}/results/result", job.path), "the job has no results; it is PENDING\n"),
        (
            format!("{}/parameters/QUERY", job.path),
            "no file of this name came with the job; other parameters are in `parameters` and have no address\n",
        ),
    ] {
        assert_eq!(refused(Method::GET, &path, &[]).await, (404, expected.to_owned()), "{path}");
    }
    job.change("/parameters", &[("QUERY", "SELECT TOP 1 name FROM jplus.Filter")]).await;
    assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
    let other = refused(Method::GET, &format!("{}/results/other", job.path), &[]).await;
    assert_eq!(other, (404, "the job has no such result; `results` lists all of them\n".into()));
}

#[tokio::test]
async fn values_that_do_not_parse_are_400() {
    let job = Job::create(&[]).await;
    for (child, name, value, expected) in [
        ("/phase", "PHASE", "STOP", "parameter PHASE has the value `STOP`; it must be RUN or ABORT\n"),
        ("/phase", "FACE", "RUN", "parameter PHASE is missing; give it a value\n"),
        (
            "/executionduration",
            "EXECUTIONDURATION",
            "long",
            "parameter EXECUTIONDURATION has the value `long`; it must be a whole number of seconds, 0 or more\n",
        ),
        (
            "/destruction",
            "DESTRUCTION",
            "tomorrow",
            "parameter DESTRUCTION has the value `tomorrow`; it must be an instant in UTC such as \
             2026-01-31T12:00:00Z, between the years 1 and 9999\n",
        ),
        (
            "",
            "QUERY",
            "x",
            "a POST here takes ACTION=DELETE only; send parameters to `parameters` and PHASE to `phase` of the job\n",
        ),
    ] {
        let path = format!("{}{child}", job.path);
        assert_eq!(refused(Method::POST, &path, &[(name, value)]).await, (400, expected.into()), "{path}");
    }
    let wait = refused(Method::GET, &job.path, &[("WAIT", "soon")]).await;
    let expected = "parameter WAIT has the value `soon`; it must be a whole number of seconds, or -1\n";
    assert_eq!(wait, (400, expected.into()));
}

#[tokio::test]
async fn a_contradiction_at_creation_is_400_and_makes_no_job() {
    for (parameters, expected) in [
        (
            [("LANG", "ADQL"), ("lang", "PQL")],
            "parameter LANG is given twice, as `ADQL` and as `PQL`; give it once\n",
        ),
        (
            [("QUERY", "x"), ("PHASE", "STOP")],
            "parameter PHASE has the value `STOP`; it must be RUN for a new job\n",
        ),
        (
            [("QUERY", "x"), ("EXECUTIONDURATION", "-5")],
            "parameter EXECUTIONDURATION has the value `-5`; it must be a whole number of seconds, 0 or more\n",
        ),
    ] {
        assert_eq!(refused(Method::POST, "/tap/async", &parameters).await, (400, expected.to_owned()));
    }
    for (name, value, expected) in [
        ("LAST", "0", "parameter LAST has the value `0`; it must be a whole number, 1 or more\n"),
        (
            "PHASE",
            "DONE",
            "parameter PHASE has the value `DONE`; it must be PENDING, QUEUED, EXECUTING, COMPLETED, ERROR, ABORTED, \
             HELD, SUSPENDED, UNKNOWN or ARCHIVED\n",
        ),
    ] {
        let found = refused(Method::GET, "/tap/async", &[(name, value)]).await;
        assert_eq!(found, (400, expected.to_owned()));
    }
}

#[tokio::test]
async fn what_the_phase_does_not_allow_is_403() {
    let job = Job::of("SELECT TOP 1 name FROM jplus.Filter").await;
    assert_eq!(job.run().await.text_of("phase"), "COMPLETED");
    for (child, name, value, expected) in [
        ("/phase", "PHASE", "RUN", "the job is COMPLETED; only a PENDING job can be run\n"),
        ("/parameters", "QUERY", "x", "the job is COMPLETED; only a PENDING job can be changed\n"),
        (
            "/executionduration",
            "EXECUTIONDURATION",
            "5",
            "the job is COMPLETED; its execution duration can be changed only before it runs\n",
        ),
    ] {
        let path = format!("{}{child}", job.path);
        assert_eq!(refused(Method::POST, &path, &[(name, value)]).await, (403, expected.into()), "{path}");
    }
    job.change("/destruction", &[("DESTRUCTION", "2027-06-01")]).await;
}

#[tokio::test]
async fn a_wrong_method_is_405_with_the_right_ones() {
    let job = Job::create(&[]).await;
    for (method, child, allowed) in [
        (Method::POST, "/quote", "GET, HEAD"),
        (Method::POST, "/results", "GET, HEAD"),
        (Method::DELETE, "/phase", "GET, HEAD, POST"),
        (Method::DELETE, "/results/result", "GET, HEAD"),
    ] {
        let request = Request::new(method.clone(), &format!("{}{child}", job.path));
        let answer = job.client.send(request).await;
        assert_eq!((answer.status, answer.header("allow")), (405, allowed), "{method} {child}");
        assert_eq!(answer.text(), format!("{method} is not possible here; use {allowed}\n"));
    }
    let list = job.client.send(Request::new(Method::DELETE, "/tap/async")).await;
    assert_eq!(list.status, 405);
}
