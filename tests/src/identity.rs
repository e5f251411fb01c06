//! Users and tokens as the operator's commands make them, and users whom a plugin knows, at the door of a real host.

use std::time::Duration;

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::{Site, until};

/// How a client shows who it is.
fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64_simd::STANDARD.encode_to_string(format!("{user}:{password}")))
}

/// Status and text of `/desk/me`, which tells a caller who he is.
async fn me(client: &Client, authorization: &str) -> String {
    let request = Request::new(Method::GET, "/desk/me").with_header("Authorization", authorization);
    let answer = client.fetch(request).await.unwrap();
    format!("{} {}", answer.status, answer.text().trim_end())
}

/// Waits until an answer is another one.
async fn becomes(client: &Client, authorization: &str, wanted: &str) {
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    loop {
        let found = me(client, authorization).await;
        if found == wanted {
            return;
        }
        assert!(std::time::Instant::now() < deadline, "{found} does not become {wanted}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

const WRONG: &str = "401 the user name or the password is wrong";
const UNKNOWN: &str = "401 the token is unknown, expired or revoked";

/// A site with the plugin that knows a guest.
fn site(host_lines: &str) -> Site {
    let site = Site::new(host_lines);
    site.write("desk.toml", "plugin = \"desk\"\nmount = \"/desk\"\n");
    site
}

/// A new user with a made password.
fn add(site: &Site, arguments: &[&str]) -> String {
    let out = site.done(&[&["user"], arguments, &["--generate"]].concat());
    out.trim().to_owned()
}

#[tokio::test]
async fn users_come_change_and_go_while_the_host_serves() {
    for place in ["file", "table"] {
        let site = site(&format!("[login]\nusers = \"{place}\""));
        let first = add(&site, &["add", "ada", "--group", "staff", "--group", "collaboration"]);
        let host = site.host();
        let client = Client::of(&host);
        assert_eq!(me(&client, &basic("ada", &first)).await, "200 ada of [collaboration,staff]");
        assert_eq!(me(&client, &basic("ada", "guess")).await, WRONG);
        let token = site.done(&["token", "create", "ada", "--group", "staff", "--name", "notebook"]);
        let bearer = format!("Bearer {}", token.trim());
        assert_eq!(me(&client, &bearer).await, "200 ada of [staff]");

        let second = add(&site, &["passwd", "ada"]);
        becomes(&client, &basic("ada", &first), WRONG).await;
        assert_eq!(me(&client, &basic("ada", &second)).await, "200 ada of [collaboration,staff]");
        becomes(&client, &bearer, UNKNOWN).await;
        let listed = site.done(&["token", "list"]);
        assert!(listed.contains("groups staff  notebook  ended by another password"), "{listed}");

        assert_eq!(
            site.done(&["user", "list"]).split_whitespace().collect::<Vec<_>>(),
            ["ada", "collaboration,staff"]
        );
        site.done(&["user", "remove", "ada"]);
        becomes(&client, &basic("ada", &second), WRONG).await;
        assert_eq!(site.done(&["user", "list"]), "");
        let log = host.log();
        for secret in [&first, &second, token.trim()] {
            assert!(!log.contains(secret), "a secret is in the log");
        }
    }
}

#[tokio::test]
async fn a_token_is_for_its_instances_and_ends_when_it_is_revoked() {
    let site = site("");
    site.write("other.toml", "plugin = \"desk\"\nmount = \"/other\"\n");
    add(&site, &["add", "ada"]);
    let host = site.host();
    let client = Client::of(&host);
    let make = |instance: &str| {
        let token = site.done(&["token", "create", "ada", "--instance", instance, "--days", "1"]);
        format!("Bearer {}", token.trim())
    };
    let (own, other) = (make("desk"), make("other"));
    assert_eq!(me(&client, &own).await, "200 ada of []");
    assert_eq!(me(&client, &other).await, "403 this token is not for `desk`");
    let listed = site.done(&["token", "list", "ada"]);
    let line = listed.lines().find(|line| line.contains("instances desk")).unwrap();
    site.done(&["token", "revoke", line.split(' ').next().unwrap()]);
    becomes(&client, &own, UNKNOWN).await;
    assert_eq!(site.done(&["token", "list"]).lines().count(), 1);
}

#[tokio::test]
async fn a_plugin_knows_whom_the_host_does_not() {
    let site = site("");
    let host = site.host();
    let client = Client::of(&host);
    for good in [basic("guest", "let me in"), "Bearer ticket-7".to_owned()] {
        assert_eq!(me(&client, &good).await, "200 desk:guest of [visitors]");
    }
    assert_eq!(me(&client, &basic("guest", "x")).await, WRONG);
    assert_eq!(me(&client, "Bearer ticket-8").await, UNKNOWN);
    // With the plugin goes whom it knew, but for answers that still hold.
    site.write("desk.toml", "plugin = \"hello\"\nmount = \"/desk\"\n");
    until("the other plugin", Duration::from_secs(10), || host.log().contains("(hello)").then_some(()));
}

#[test]
fn commands_tell_what_cannot_be_done() {
    let site = site("");
    add(&site, &["add", "ada"]);
    for (arguments, told) in [
        (
            &["user", "add", "ada", "--generate"] as &[&str],
            "error: user `ada` is there already; `armilla user passwd ada` gives him another password",
        ),
        (&["user", "passwd", "adda", "--generate"], "error: there is no user `adda`; did you mean `ada`?"),
        (
            &["user", "add", "bob"],
            "error: nobody is here to ask for a password; --password-file reads one, --generate makes one",
        ),
        (&["token", "create", "adda"], "error: there is no user `adda`; did you mean `ada`?"),
        (
            &["token", "create", "ada", "--instance", "dsk"],
            "error: there is no instance `dsk`; did you mean `desk`? known instances: desk",
        ),
        (
            &["token", "revoke", "x"],
            "error: there is no token `x`; `armilla token list` shows those who are there",
        ),
    ] {
        let ended = site.run(arguments);
        assert_eq!((ended.code, ended.err.trim_end()), (Some(2), told), "{arguments:?}");
    }
}
