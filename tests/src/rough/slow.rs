//! Clients that stop reading and clients that go away.

use std::time::Duration;

use super::raw::{Raw, endless, thinking};
use crate::client::Client;
use crate::harness::{Host, Start, shared_for_rough_treatment, until};

/// The longest that a backend query may outlive its client.
const OUTLIVE: Duration = Duration::from_secs(2);
/// The most that the memory of the host may grow for one answer.
const GROWTH_KIB: u64 = 16 * 1024;

#[tokio::test]
async fn client_that_leaves_a_download_ends_its_query() {
    let host = shared_for_rough_treatment();
    let mut raw = Raw::query(host, &endless("leaves-download"), "votable/b2");
    raw.read(1 << 20);
    assert_eq!(host.database().running("leaves-download"), 1);
    drop(raw);
    assert_ends(host, "leaves-download", OUTLIVE);
    assert_serves(host).await;
}

#[tokio::test]
async fn client_that_leaves_before_the_first_row_ends_its_query() {
    let host = shared_for_rough_treatment();
    let raw = Raw::query(host, &thinking("leaves-early"), "csv");
    assert_starts(host, "leaves-early");
    drop(raw);
    assert_ends(host, "leaves-early", OUTLIVE);
    assert_serves(host).await;
}

#[tokio::test]
async fn client_that_leaves_while_rows_are_collected_ends_its_query() {
    let host = shared_for_rough_treatment();
    let raw = Raw::query(host, &endless("leaves-collecting"), "fits");
    assert_starts(host, "leaves-collecting");
    drop(raw);
    assert_ends(host, "leaves-collecting", OUTLIVE);
    assert_serves(host).await;
}

/// What Stop of the query page does where the connection is HTTP/2: the stream is reset, and the connection stays.
#[tokio::test(flavor = "multi_thread")]
async fn request_that_a_browser_stops_ends_its_query() {
    let host = shared_for_rough_treatment();
    let http = reqwest::Client::builder().no_proxy().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}/tap/sync", host.authority());
    for (marker, adql) in
        [("stopped-early", thinking("stopped-early")), ("stopped-reading", endless("stopped-reading"))]
    {
        let form =
            [("LANG", "ADQL"), ("RESPONSEFORMAT", "votable/b2"), ("MAXREC", "10000000"), ("QUERY", &adql)];
        let request = http.post(&url).form(&form);
        let page = tokio::spawn(async move {
            let mut answer = request.send().await.unwrap();
            while answer.chunk().await.unwrap().is_some() {}
        });
        assert_starts(host, marker);
        page.abort();
        assert_ends(host, marker, OUTLIVE);
    }
    let alive = http.get(url.replace("sync", "availability")).send().await.unwrap();
    assert_eq!((alive.status().as_u16(), alive.version()), (200, reqwest::Version::HTTP_2));
    assert_serves(host).await;
}

#[tokio::test]
async fn twenty_clients_that_leave_at_once_leave_nothing_behind() {
    let host = shared_for_rough_treatment();
    let crowd: Vec<Raw> = (0..20).map(|_| Raw::query(host, &endless("leaves-in-crowd"), "csv")).collect();
    assert_starts(host, "leaves-in-crowd");
    drop(crowd);
    assert_ends(host, "leaves-in-crowd", OUTLIVE);
    assert_serves(host).await;
}

#[tokio::test]
async fn client_that_stops_reading_costs_no_memory_and_is_cut() {
    let host = Start::demo(2_000).with(&["--set", "host.server.stall_timeout_secs=2"]).ready();
    assert_serves(&host).await;
    let before = host.resident_kib();
    let mut raw = Raw::query(&host, &endless("stops-reading"), "votable/td");
    raw.read(1 << 20);
    assert_starts(&host, "stops-reading");
    assert_serves(&host).await;
    assert_ends(&host, "stops-reading", Duration::from_secs(2) + OUTLIVE);
    let growth = host.resident_kib().saturating_sub(before);
    assert!(growth <= GROWTH_KIB, "the host grew by {growth} KiB");
    let rest = raw.read_to_end();
    assert!(!rest.ends_with(b"0\r\n\r\n"), "a cut answer must not look complete");
    assert_serves(&host).await;
}

#[tokio::test]
async fn downloads_without_end_do_not_keep_others_waiting() {
    let host = shared_for_rough_treatment();
    let crowd: Vec<Raw> =
        (0..12).map(|_| Raw::query(host, &endless("keeps-waiting"), "votable/b2")).collect();
    assert_starts(host, "keeps-waiting");
    assert_serves(host).await;
    let client = Client::of(host);
    for path in ["/tap/availability", "/tap/tables", "/healthz"] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
    drop(crowd);
    assert_ends(host, "keeps-waiting", OUTLIVE);
}

#[track_caller]
fn assert_starts(host: &Host, marker: &str) {
    let database = host.database();
    until("the start of the query", Duration::from_secs(20), || (database.running(marker) > 0).then_some(()));
}

#[track_caller]
fn assert_ends(host: &Host, marker: &str, limit: Duration) {
    let database = host.database();
    until("the end of the backend's query", limit, || (database.running(marker) == 0).then_some(()));
}

async fn assert_serves(host: &Host) {
    let answer = Client::of(host).query("SELECT TOP 1 name FROM jplus.Filter", &[("FORMAT", "csv")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}
