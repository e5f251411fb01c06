//! The audit: who was given what, in a file of its own, and no secret in it or in the log.

use reqwest::Method;
use serde_json::Value;

use super::restricted::{ADA, Restricted};
use crate::client::{Client, Request};
use crate::harness::{Site, new_folder};

/// Words that only secrets and queries of this test have.
const CANARIES: &[&str] = &[
    "canary-right-7431",
    "canary-wrong-1866",
    "canary-token-5520",
    "canary-cookie-3094",
    "canary-query-8812",
    "canary-address-4471",
];

#[tokio::test]
async fn rows_jobs_and_results_are_written_down_and_no_secret_is() {
    let folder = new_folder();
    let file = folder.path().join("audit.jsonl");
    let setting = format!("host.audit.file=\"{}\"", file.display());
    let demo = Restricted::start(&[&setting, "host.log.level=debug"]).await;
    let query = "SELECT TOP 3 filter_id, 'canary-query-8812' AS c FROM jplus.Filter";
    let with = [("LANG", "ADQL"), ("QUERY", query), ("REQUEST", "doQuery")];
    let read = demo.send(Method::POST, "/tap/sync", Some(ADA), &with).await;
    assert_eq!(read.status, 200, "{}", read.text());
    let hidden = demo.send(Method::POST, "/tap/sync", None, &with).await;
    assert_eq!(hidden.status, 400);
    let wrong = demo.send(Method::GET, "/tap/tables", Some("ada:canary-wrong-1866"), &[]).await;
    assert_eq!(wrong.status, 401);
    for (name, value) in
        [("authorization", "Bearer canary-token-5520"), ("cookie", "armilla_session=canary-cookie-3094")]
    {
        demo.client.send(Request::new(Method::GET, "/tap/tables").with_header(name, value)).await;
    }
    demo.send(Method::GET, "/tap/tables?signature=canary-address-4471", None, &[]).await;
    let job = demo.job(Some(ADA), query).await;
    demo.send(Method::GET, &format!("{job}/results/result"), Some(ADA), &[]).await;
    let text = demo.file_with(&file, "\"event\":\"result\"");
    let id = job.rsplit('/').next().unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    let request = read.header("x-request-id");
    let own = of("read").into_iter().find(|line| line["request"] == request).expect("the read of ada");
    assert_eq!((&own["user"], &own["rows"], &own["outcome"]), (&"ada".into(), &3.into(), &"whole".into()));
    assert_eq!((&own["instance"], &own["collections"]), (&"tap".into(), &serde_json::json!(["sim-dr1"])));
    assert_eq!(own["address"], "127.0.0.1");
    let in_job = of("read").into_iter().find(|line| line["job"] == id).expect("the read of the job");
    assert_eq!((&in_job["user"], &in_job["rows"]), (&"ada".into(), &3.into()));
    let run = of("job")[0];
    assert_eq!((&run["job"], &run["outcome"], &run["rows"]), (&id.into(), &"completed".into(), &3.into()));
    let sent = of("result")[0];
    assert_eq!((&sent["job"], &sent["user"]), (&id.into(), &"ada".into()));
    let bad = of("login").into_iter().find(|line| line["user"] == "ada").expect("the wrong password");
    assert_eq!((&bad["outcome"], &bad["what"]), (&"refused".into(), &"password".into()));
    for (place, text) in [("audit", text.clone()), ("log", demo.host.log())] {
        let found: Vec<_> = CANARIES.iter().filter(|canary| text.contains(**canary)).collect();
        assert_eq!(found, Vec::<&&str>::new(), "in the {place}");
    }
}

#[tokio::test]
async fn log_outs_and_changes_by_commands_are_written_down() {
    let folder = new_folder();
    let file = folder.path().join("audit.jsonl");
    let site = Site::new(&format!("[audit]\nfile = \"{}\"", file.display()));
    let password = site.done(&["user", "add", "ada", "--generate"]);
    let token = site.done(&["token", "create", "ada"]);
    let id = site.done(&["token", "list"]).split(' ').next().unwrap().to_owned();
    let host = site.host();
    let client = Client::of(&host);
    let cookie = client.cookie_of("ada", password.trim()).await;
    for _ in 0..2 {
        let out = Request::new(Method::POST, "/auth/logout").with_header("cookie", &cookie);
        assert_eq!(client.send(out).await.status, 200);
    }
    site.done(&["token", "revoke", &id]);
    assert_eq!(site.run(&["token", "revoke", &id]).code, Some(2));
    site.done(&["user", "passwd", "ada", "--generate"]);
    site.done(&["user", "remove", "ada"]);
    drop(host);
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let operator = nix::unistd::User::from_uid(nix::unistd::getuid()).unwrap().unwrap().name;
    let changes: Vec<&Value> = lines.iter().filter(|line| line["event"] == "change").collect();
    let whats: Vec<&str> = changes.iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(whats, ["user add", "token create", "token revoke", "user passwd", "user remove"]);
    for line in changes {
        assert_eq!((&line["operator"], &line["subject"]), (&operator.as_str().into(), &"ada".into()));
    }
    let ends: Vec<&Value> = lines.iter().filter(|line| line["event"] == "logout").collect();
    assert_eq!(ends.len(), 1, "{text}");
    assert_eq!((&ends[0]["user"], &ends[0]["outcome"]), (&"ada".into(), &"ended".into()));
    let value = cookie.split_once('=').unwrap().1;
    for secret in [password.trim(), token.trim(), value] {
        assert!(!text.contains(secret), "a secret is in the audit");
    }
}

#[test]
fn what_cannot_be_written_down_is_not_done() {
    let site = Site::new("[audit]\nfile = \"/nowhere/at/all.jsonl\"");
    let ended = site.run(&["user", "add", "ada", "--generate"]);
    let told = "error: nothing was changed: the audit file /nowhere/at/all.jsonl cannot be opened: No such file or \
                directory (os error 2)\n\nhint: run the command as the user of the host\n";
    assert_eq!((ended.code, ended.err.as_str()), (Some(5), told));
    assert_eq!(site.done(&["user", "list"]), "");
}
