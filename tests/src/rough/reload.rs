//! Edits of conf.d while the host serves.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nix::sys::signal::Signal;

use super::crowd::Crowd;
use super::raw::{Raw, endless};
use crate::client::Client;
use crate::harness::{Host, Start};

const RELOAD_LIMIT: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_of_conf_d_under_load() {
    let host = Start::demo(2_000).ready();
    broken_edit_changes_nothing_and_is_reported(&host).await;
    setting_takes_effect_without_a_restart(&host).await;
    instance_is_switched_off_and_on_by_its_setting(&host).await;
    instance_is_switched_off_by_renaming_while_a_download_goes_on(&host).await;
    hangup_reads_the_folder_again(&host).await;
}

async fn broken_edit_changes_nothing_and_is_reported(host: &Host) {
    let crowd = Crowd::start(host, 4, "/tap/tables?detail=min");
    let good = read(host, "tap.toml");
    write(host, "tap.toml", &good.replace("maxrec_default", "maxrec_defualt"));
    wait("the report of the mistake", || host.log().contains("maxrec_defualt")).await;
    write(host, "tap.toml", "plugin = \"tap\nmount =");
    assert_eq!(status(host, "/tap/capabilities").await, 200);
    write(host, "tap.toml", &good);
    let statuses = crowd.finish().await;
    assert!(statuses.keys().eq([&200]), "{statuses:?}");
    let log = host.log();
    let report = log.lines().find(|line| line.contains("maxrec_defualt")).expect("it was waited for");
    assert!(report.contains("tap.toml:"), "the report names the file and the line: {report}");
}

async fn setting_takes_effect_without_a_restart(host: &Host) {
    let good = read(host, "tap.toml");
    write(host, "tap.toml", &set(&good, "maxrec_default", "7"));
    let client = Client::of(host);
    eventually("the new limit", async || {
        client.query("SELECT name FROM jplus.Filter", &[]).await.votable().rows.is_some()
            && client.get("/tap/capabilities").await.text().contains(">7<")
    })
    .await;
    write(host, "tap.toml", &good);
    eventually("the old limit", async || client.get("/tap/capabilities").await.text().contains(">20000<"))
        .await;
}

async fn instance_is_switched_off_and_on_by_its_setting(host: &Host) {
    let good = read(host, "tap-sim-dr1.toml");
    let path = "/vo/tap/sim-dr1/capabilities";
    assert_eq!(status(host, path).await, 200);
    write(host, "tap-sim-dr1.toml", &set(&good, "enabled", "false"));
    becomes(host, path, 404).await;
    assert_eq!(status(host, "/tap/capabilities").await, 200);
    write(host, "tap-sim-dr1.toml", &good);
    becomes(host, path, 200).await;
}

async fn instance_is_switched_off_by_renaming_while_a_download_goes_on(host: &Host) {
    let mut download = Raw::query(host, &endless("during-toggle"), "votable/b2");
    download.read(1 << 16);
    let (on, off) = (file(host, "tap.toml"), file(host, "tap.toml.off"));
    fs::rename(&on, &off).unwrap();
    becomes(host, "/tap/capabilities", 404).await;
    download.read(8 << 20);
    assert_eq!(host.database().running("during-toggle"), 1, "the request in flight goes on");
    fs::rename(&off, &on).unwrap();
    becomes(host, "/tap/capabilities", 200).await;
    download.read(8 << 20);
}

async fn hangup_reads_the_folder_again(host: &Host) {
    let reloads = || host.log().matches("now serving").count();
    let before = reloads();
    host.signal(Signal::SIGHUP);
    wait("a reload", || reloads() > before).await;
    assert_eq!(status(host, "/tap/capabilities").await, 200);
}

fn file(host: &Host, name: &str) -> PathBuf {
    host.demo_folder().join("conf.d").join(name)
}

fn read(host: &Host, name: &str) -> String {
    let path = file(host, name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(host: &Host, name: &str, text: &str) {
    fs::write(file(host, name), text).unwrap();
}

/// The file with one key set to another value.
fn set(text: &str, key: &str, value: &str) -> String {
    let is_key = |line: &&str| line.trim_start().starts_with(key) && line.contains('=');
    let line = text.lines().find(is_key).unwrap_or_else(|| panic!("no {key} in {text}"));
    text.replace(line, &format!("{key} = {value}"))
}

async fn status(host: &Host, path: &str) -> u16 {
    Client::of(host).get(path).await.status
}

async fn becomes(host: &Host, path: &str, expected: u16) {
    let client = Client::of(host);
    eventually(&format!("{path} answers {expected}"), async || client.get(path).await.status == expected)
        .await;
}

async fn wait(what: &str, mut condition: impl FnMut() -> bool) {
    eventually(what, async || condition()).await;
}

async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + RELOAD_LIMIT;
    while !condition().await {
        assert!(tokio::time::Instant::now() < deadline, "{what}: not within {} s", RELOAD_LIMIT.as_secs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
