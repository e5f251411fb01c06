//! Every service of the host, used by a plugin across the real boundary, with a real database.

use std::fs;
use std::time::Duration;

use super::text;
use crate::harness::{Host, Start, until};
use crate::rough::Raw;

/// A demo to which the plugin is added while it serves.
fn start() -> Host {
    let host = Start::demo(2_000).ready();
    add(&host);
    host
}

/// Adds the plugin to a demo and waits until it is served.
pub fn add(host: &Host) {
    let file = host.demo_folder().join("conf.d/services.toml");
    fs::write(file, "plugin = \"services\"\nmount = \"/services\"\n[settings.schemas]\njplus = \"sim-dr1\"\nhidden = \"sim-idr2\"\n").unwrap();
    until("the plugin in the new set", Duration::from_secs(10), || {
        let answer = Raw::connect(host).ok().map(|mut raw| {
            raw.send("GET /services/ticks HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            raw.read_to_end()
        });
        answer.filter(|answer| answer.starts_with(b"HTTP/1.1 200")).map(drop)
    });
}

#[tokio::test]
async fn every_service_of_the_host_works_across_the_boundary() {
    let host = start();
    assert_eq!(text(&host, "/services/upload").await, "3 rows, sum 4.5");
    let copied = "2 copied, 2 changed, max 8, sum 30, queries cannot write";
    assert_eq!(text(&host, "/services/copy").await, copied);
    let policy =
        "allowed\n404 there is no collection `ID`\n404 there is no collection `ID`\nhidden one not named";
    assert_eq!(text(&host, "/services/policy").await, policy);
    let offers =
        "greeting of services for sim-dr1: {\"word\":\"Salve\"}\nreverse: cba panic: panic in a service";
    assert_eq!(text(&host, "/services/offers").await, offers);
    assert_eq!(text(&host, "/services/blocking").await, "elsewhere: true, panic: panic in blocking work");
    assert_eq!(text(&host, "/services/thread").await, "waited: true");
    assert_eq!(text(&host, "/services/ticks").await, "ticking");
    assert_eq!(text(&host, "/services/log").await, format!("{}/services", host.base()));
    let metrics = text(&host, "/metrics").await;
    assert!(
        metrics.contains("armilla_plugin_words_total{instance=\"services\",kind=\"test\"} 2"),
        "{metrics}"
    );
    until("the plugin's event in the log", Duration::from_secs(5), || {
        host.log()
            .lines()
            .any(|line| line.contains("a word from a plugin") && line.contains("request{id="))
            .then_some(())
    });
    let signatures = "a text\n401 this signed address does not hold, or holds no longer; ask for a new one";
    assert_eq!(text(&host, "/services/signatures").await, signatures);
}
