//! The real clients log in: STILTS with Basic, a newer STILTS with its own options, pyvo with a session.

use std::process::Command;

use super::{ADA, DEMO, Way};
use crate::client::Csv;
use crate::harness::{python, stilts, tell};

const COUNT: &str = "SELECT COUNT(*) AS n FROM jplus_idr2.MagABDualObj";

fn arguments(mount: &str) -> [String; 5] {
    let url = format!("tapurl={}{mount}", DEMO.host.base());
    ["tapquery".to_owned(), url, format!("adql={COUNT}"), "sync=true".to_owned(), "ofmt=csv".to_owned()]
}

/// The count as ada reads it.
async fn expected() -> Vec<Vec<String>> {
    let form = [("LANG", "ADQL"), ("QUERY", COUNT), ("RESPONSEFORMAT", "csv")];
    let request = crate::client::Request::new(reqwest::Method::POST, "/tap/sync").with(&form);
    DEMO.ada(Way::Basic).await.send(request).await.csv().rows
}

/// STILTS with options for its Java, and whether it succeeded.
fn stilts_with(options: &[String], arguments: &[String]) -> Result<String, String> {
    let mut command = Command::new("stilts");
    command.arg("-Djava.awt.headless=true").args(options).args(arguments);
    let output = command.output().unwrap_or_else(|error| panic!("{error}; run `cargo xtask setup test`"));
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

#[tokio::test]
async fn stilts_logs_in_with_basic_where_a_401_asks_for_it() {
    let options = [format!("-Dstar.basicauth.user={ADA}"), format!("-Dstar.basicauth.password={}", DEMO.ada)];
    let rows = stilts_with(&options, &arguments("/vo/auth/tap")).map(|text| Csv::parse(&text).rows);
    assert_eq!(rows, Ok(expected().await));
    let refused = stilts_with(&[], &arguments("/vo/auth/tap")).unwrap_err();
    assert!(refused.contains("401"), "{refused}");
    let unknown = stilts_with(&[], &arguments("/tap")).unwrap_err();
    assert!(unknown.contains("jplus_idr2"), "{unknown}");
}

#[tokio::test]
async fn a_newer_stilts_logs_in_with_the_cookie() {
    let version = stilts(&["-version"]);
    let version = version.lines().find(|line| line.contains("STILTS version")).unwrap_or_default();
    let number = version.rsplit(' ').next().unwrap_or_default();
    let parts: Vec<u32> = number.split(['.', '-']).filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < &[3, 4, 9][..] {
        return tell(&format!("skipped: log-in by cookie needs STILTS 3.4-9 or later, this is {number}"));
    }
    let options = [format!("-Dauth.username={ADA}"), format!("-Dauth.password={}", DEMO.ada)];
    for (mount, auth) in [("/tap", "auth=true"), ("/vo/auth/tap", "auth=false")] {
        let arguments: Vec<String> = arguments(mount).into_iter().chain([auth.to_owned()]).collect();
        let rows = stilts_with(&options, &arguments).map(|text| Csv::parse(&text).rows);
        assert_eq!(rows, Ok(expected().await), "{mount}");
    }
}

#[tokio::test]
async fn pyvo_sends_what_the_capabilities_ask_for() {
    let cookie = DEMO.anonymous().cookie_of(ADA, &DEMO.ada).await;
    let token = DEMO.armilla(&["token", "create", ADA]);
    let token = token.split_whitespace().find(|word| word.starts_with("arm_")).expect("a token").to_owned();
    let base = DEMO.host.base();
    let report = python("login.py", &[base, ADA, &DEMO.ada, &cookie, &token, COUNT]);
    let expected = expected().await[0][0].parse::<i64>().unwrap();
    for way in [
        "/tap basic",
        "/tap cookie",
        "/tap token",
        "/vo/auth/tap basic",
        "/vo/auth/tap cookie",
        "/vo/auth/tap token",
    ] {
        assert_eq!(report[way], expected, "{way}: {report}");
    }
    let anonymous = report["/tap anonymous"].as_str().expect("an error");
    assert!(anonymous.contains("jplus_idr2"), "{anonymous}");
    let cone = report["cone"].as_i64().expect("a number of rows");
    assert!(cone > 0, "{report}");
}

#[test]
fn taplint_finds_nothing_but_the_interfaces_of_one_capability() {
    let user = [format!("-Dstar.basicauth.user={ADA}"), format!("-Dstar.basicauth.password={}", DEMO.ada)];
    let stages = "stages=TMV TME TMS TMC CPV CAP AVV QGE QPO QAS UWS MDQ UPL EXA".to_owned();
    for (mount, options) in [("/tap", &[][..]), ("/vo/auth/tap", &user[..])] {
        let url = format!("tapurl={}{mount}", DEMO.host.base());
        let report =
            stilts_with(options, &["taplint".to_owned(), url, stages.clone()]).expect("taplint runs");
        let totals =
            report.lines().find(|line| line.starts_with("Totals: ")).expect("taplint ends with totals");
        tell(&format!("taplint {mount} with users: {totals}"));
        let complaints =
            report.lines().filter(|line| ["E-", "W-", "F-"].iter().any(|kind| line.starts_with(kind)));
        // Several interfaces of one capability are what VOResource 1.2 wants where there are several ways to log in.
        let others: Vec<&str> = complaints.filter(|line| !line.starts_with("W-CAP-CPI2")).collect();
        assert!(others.is_empty(), "{mount}: {totals}\n{}", others.join("\n"));
    }
}
