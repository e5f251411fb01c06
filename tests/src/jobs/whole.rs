//! Every call of jobs and of the store, and what hosts without a database or beside another one do.

use std::time::{Duration, Instant};

use reqwest::Method;

use super::place::Place;
use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Start, new_folder, tell};

const TOUR: &str = "\
PENDING of alice in 3600 s, true
10 bytes, part 234
[(\"how\", \"write\")], 1 file, 86400 s
QUEUED, listed 1
COMPLETED, Some(8388608) bytes, read 8388608
403 the job is COMPLETED; only a PENDING job can be run
404 there is no job `ID`
404 there is no job `ID`
500 internal error
done
404 there is no job `ID`
404 there is no such file any more
done
waits 60 s";

const ALICE: &str = "[users.alice]\npassword = \"$argon2id$v=19$m=19456,t=2,p=1$Rg5CemjpXRUUE20mUd9i3A$\
n5jlzg01zUtO+atlp9PX4x5Voi7EyjMyVVusC3AyjXk\"\n";

async fn send(host: &Host, method: Method, path: &str) -> Answer {
    Client::of(host).fetch(Request::new(method, path)).await.unwrap()
}

#[tokio::test]
async fn every_call_of_jobs_and_of_the_store_works_across_the_boundary() {
    let place = Place::new("");
    // A job runs in the name of a user whom the host knows.
    place.site.write("users.toml", ALICE);
    let host = place.site.host();
    assert_eq!(send(&host, Method::GET, "/worker/tour").await.text(), TOUR);
    assert_eq!(place.files(), Vec::<String>::new());
    let metrics = send(&host, Method::GET, "/metrics").await;
    assert!(metrics.text().contains("armilla_jobs{state=\"claimed\"} 1"), "{}", metrics.text());
}

#[tokio::test]
async fn trivial_job_ends_within_fifty_milliseconds_and_its_result_is_there() {
    let place = Place::new("");
    let host = place.site.host();
    let (mut submits, mut times) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let begun = Instant::now();
        let id = send(&host, Method::POST, "/worker/jobs?how=sleep").await.text().to_owned();
        submits.push(begun.elapsed());
        let mut job = send(&host, Method::GET, &format!("/worker/jobs/{id}")).await.json();
        while job["phase"] != "COMPLETED" {
            let path = format!("/worker/jobs/{id}/wait?revision={}", job["revision"]);
            job = send(&host, Method::GET, &path).await.json();
        }
        times.push(begun.elapsed());
        assert_eq!(send(&host, Method::GET, &format!("/worker/jobs/{id}/result")).await.text(), "slept");
    }
    submits.sort();
    times.sort();
    tell(&format!("trivial job: median {:.1} ms", times[10].as_secs_f64() * 1000.0));
    // Other tests take the machine's time, so it is measured by a request; a wait by design would still show.
    assert!(times[10] < Duration::from_millis(50) + 10 * submits[10], "{submits:?} {times:?}");
}

#[tokio::test]
async fn host_without_a_database_offers_no_jobs_and_serves_all_else() {
    let folder = new_folder();
    let conf = folder.path().join("conf.d");
    std::fs::create_dir(&conf).unwrap();
    std::fs::write(conf.join("host.toml"), "[server]\naddress = \"127.0.0.1:0\"\n").unwrap();
    std::fs::write(conf.join("worker.toml"), "plugin = \"worker\"\nmount = \"/worker\"\n").unwrap();
    let host = Start::command(&["run", "--conf", &conf.display().to_string()]).ready();
    let refused = send(&host, Method::POST, "/worker/jobs").await;
    let words = "this host offers no asynchronous jobs: it has no database that it may write to\n";
    assert_eq!((refused.status, refused.text()), (501, words));
    assert_eq!(send(&host, Method::GET, "/healthz").await.status, 200);
}

#[tokio::test]
async fn second_host_on_an_unshared_folder_is_refused() {
    let place = Place::new("");
    let _first = place.site.host();
    let (code, log) = place.site.start().ended();
    assert_ne!(code, 0, "{log}");
    let reason = "runs on the same database, and results in a folder are seen by one host only";
    assert!(log.contains(reason) && log.contains("set `[jobs] shared = true` in both"), "{log}");
}
