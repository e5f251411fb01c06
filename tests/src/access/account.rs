//! What users see of themselves: their limits, what they use of them, and the tokens that they make.

use std::fs;
use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{basic, password_in};
use crate::client::{Answer, Client, Request};
use crate::harness::{Start, new_folder, until};

async fn make(client: &Client, fields: &[(&str, &str)]) -> Answer {
    client.send(Request::new(Method::POST, "/auth/tokens").with(fields)).await
}

#[tokio::test]
async fn users_see_their_limits_and_make_their_own_tokens() {
    let folder = new_folder();
    let audit = folder.path().join("audit.jsonl");
    let host = Start::demo(2_000)
        .with(&["--set", "host.quota.results_mib_max=7"])
        .with(&["--set", "host.quota.anonymous.rows_max=50"])
        .with(&["--set", &format!("host.audit.file=\"{}\"", audit.display())])
        .ready();
    let (anonymous, password) = (Client::of(&host), password_in(&host.log()));
    let client = |name, value: &str| Client::of(&host).with_header(name, value);
    let by_password = client("authorization", &basic("ada", &password));
    let ada = client("cookie", &anonymous.cookie_of("ada", &password).await);

    let nobody = anonymous.get("/auth/account").await.json();
    assert_eq!((&nobody["user"], &nobody["limits"]["rows_max"]), (&Value::Null, &json!(50)));
    assert_eq!(anonymous.get("/auth/tokens").await.status, 401);

    let query =
        [("LANG", "ADQL"), ("QUERY", "SELECT TOP 9 number FROM jplus.MagABDualObj"), ("PHASE", "RUN")];
    let job = ada.send(Request::new(Method::POST, "/tap/async").with(&query)).await;
    let job = format!("{}?WAIT=30", job.header("location").replacen(host.base(), "", 1));
    while !ada.get(&job).await.text().contains("endTime>2") {}
    let account = ada.get("/auth/account").await.json();
    assert_eq!((&account["user"], &account["limits"]["results_mib_max"]), (&json!("ada"), &json!(7)));
    assert_eq!((&account["limits"]["rows_max"], &account["used"]["running_jobs"]), (&Value::Null, &json!(0)));
    assert!(account["used"]["results_bytes"].as_u64().unwrap() > 100, "{account}");

    let made = make(&ada, &[("title", "my notebook"), ("days", "30")]).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    let told = made.json();
    let token = told["token"].as_str().unwrap();
    let bearer = client("authorization", &format!("Bearer {token}"));
    let restricted = "SELECT TOP 1 number FROM jplus_idr2.MagABDualObj";
    assert_eq!(bearer.query(restricted, &[]).await.status, 200);

    for client in [&bearer, &by_password] {
        let refused = make(client, &[("title", "another"), ("days", "30")]).await;
        assert_eq!(
            (refused.status, refused.text()),
            (403, "tokens are for users who have logged in to a session\n")
        );
    }
    let long = make(&ada, &[("title", "for ever"), ("days", "3650")]).await;
    assert_eq!((long.status, long.text()), (400, "`days` must be a number of days from 1 to 366\n"));
    let forged = Request::new(Method::POST, "/auth/tokens").with(&[("title", "theirs"), ("days", "1")]);
    let forged = ada.send(forged.with_header("origin", "https://evil.example.org")).await;
    assert_eq!(forged.status, 403);

    let list = ada.get("/auth/tokens").await;
    assert!(!list.text().contains(&token[4..]), "the text of a token is shown once");
    let list = list.json();
    let [only] = list["tokens"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(
        (&only["title"], &only["groups"], &only["instances"]),
        (&json!("my notebook"), &Value::Null, &Value::Null)
    );

    let at = format!("/auth/tokens/{}", only["id"].as_str().unwrap());
    let revoke = async || ada.send(Request::new(Method::DELETE, &at)).await.status;
    assert_eq!((revoke().await, revoke().await), (200, 404));
    assert_eq!(bearer.query(restricted, &[]).await.status, 401);
    assert_eq!(ada.get("/auth/tokens").await.json(), json!({ "tokens": [] }));

    assert_eq!(changes_of_ada(&audit, token), ["token create", "token revoke"]);
}

/// What ada has changed of her own, by the audit, in which the token does not stand.
fn changes_of_ada(audit: &Path, token: &str) -> Vec<String> {
    let written = until("the audit has both changes", Duration::from_secs(60), || {
        fs::read_to_string(audit).ok().filter(|text| text.contains("token revoke"))
    });
    assert!(!written.contains(&token[4..]));
    let lines = written.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_ada =
        lines.filter(|line| line["event"] == "change" && line["user"] == "ada" && line["subject"] == "ada");
    of_ada.map(|line| line["what"].as_str().unwrap().to_owned()).collect()
}
