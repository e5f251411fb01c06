//! Tokens for some of the groups of their user: what the jobs do that are made with them.

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::{Host, Site};

const COLLECTION: &str = r#"
title = "Stars"
description = "Stars"
access = { groups = ["staff"] }
schema = "sky"
[[table]]
name = "stars"
columns.ID = { type = "long", ucd = "meta.id;meta.main" }
"#;

const QUERY: &str = "SELECT ID FROM sky.stars";

struct Desk {
    _site: Site,
    host: Host,
    /// The `Authorization` of ada herself.
    whole: String,
    /// That of her token as one of the staff.
    staff: String,
    /// That of her token as a guest.
    guest: String,
}

impl Desk {
    async fn send(&self, who: &str, method: Method, path: &str, with: &[(&str, &str)]) -> (u16, String) {
        let request = Request::new(method, path).with(with).with_header("authorization", who);
        let answer = Client::of(&self.host).send(request).await;
        let place = answer.header("location").replacen(self.host.base(), "", 1);
        (answer.status, if place.is_empty() { answer.text().to_owned() } else { place })
    }

    /// A new job, which waits.
    async fn job(&self, who: &str) -> String {
        let with = [("LANG", "ADQL"), ("QUERY", QUERY), ("RESPONSEFORMAT", "csv")];
        let (status, place) = self.send(who, Method::POST, "/tap/async", &with).await;
        assert_eq!(status, 303, "{place}");
        place
    }

    /// Runs a job to its end, and gives its result or its error.
    async fn run(&self, who: &str, job: &str) -> String {
        let (status, text) = self.send(who, Method::POST, &format!("{job}/phase"), &[("PHASE", "RUN")]).await;
        assert_eq!(status, 303, "{text}");
        let document = format!("{job}?WAIT=30");
        let document = loop {
            let (_, text) = self.send(who, Method::GET, &document, &[]).await;
            if text.contains("endTime>2") {
                break text;
            }
        };
        let below = if document.contains("phase>COMPLETED<") { "results/result" } else { "error" };
        self.send(who, Method::GET, &format!("{job}/{below}"), &[]).await.1
    }
}

fn desk() -> Desk {
    let site = Site::new("");
    site.psql("CREATE SCHEMA sky; CREATE TABLE sky.stars AS SELECT 7::bigint AS id").unwrap();
    site.write("collections/sky.toml", COLLECTION);
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    let password = site.done(&["user", "add", "ada", "--group", "staff", "--group", "guests", "--generate"]);
    let pair = base64_simd::STANDARD.encode_to_string(format!("ada:{}", password.trim()));
    let token = |group: &str| {
        let token = site.done(&["token", "create", "ada", "--group", group]);
        format!("Bearer {}", token.trim())
    };
    let [staff, guest] = ["staff", "guests"].map(token);
    let host = site.host();
    Desk { _site: site, host, whole: format!("Basic {pair}"), staff, guest }
}

#[tokio::test]
async fn a_job_has_no_more_groups_than_the_token_that_made_it() {
    let desk = desk();
    let (whole, staff, guest) = (&desk.whole, &desk.staff, &desk.guest);
    let job = desk.job(staff).await;
    assert_eq!(desk.run(staff, &job).await, "ID\r\n7\r\n");
    let job = desk.job(guest).await;
    let refused = desk.run(guest, &job).await;
    assert!(refused.contains("unknown table `sky.stars`"), "{refused}");
    // Nor do more come to it where it is run by its owner himself.
    let job = desk.job(guest).await;
    let refused = desk.run(whole, &job).await;
    assert!(refused.contains("unknown table `sky.stars`"), "{refused}");
}

#[tokio::test]
async fn a_token_finds_no_job_that_may_do_more_than_it() {
    let desk = desk();
    let (whole, guest) = (&desk.whole, &desk.guest);
    let job = desk.job(whole).await;
    for (method, below, with) in [
        (Method::GET, "", &[] as &[_]),
        (Method::GET, "/parameters", &[]),
        (Method::POST, "/parameters", &[("QUERY", "SELECT 1 AS n FROM sky.stars")]),
        (Method::POST, "/phase", &[("PHASE", "RUN")]),
        (Method::DELETE, "", &[]),
    ] {
        let (status, text) = desk.send(guest, method.clone(), &format!("{job}{below}"), with).await;
        assert_eq!(status, 404, "{method} {below}: {text}");
    }
    let id = job.rsplit('/').next().unwrap();
    assert!(!desk.send(guest, Method::GET, "/tap/async", &[]).await.1.contains(id));
    assert!(desk.send(whole, Method::GET, "/tap/async", &[]).await.1.contains(id));
    assert_eq!(desk.run(whole, &job).await, "ID\r\n7\r\n");
    let (status, _) = desk.send(guest, Method::GET, &format!("{job}/results/result"), &[]).await;
    assert_eq!(status, 404);
}
