//! Connections in great number that ask for nothing.

use super::raw::Raw;
use crate::client::Client;
use crate::harness::{raise_open_files, shared_for_rough_treatment, tell};

const CONNECTIONS: usize = 10_000;
/// What this process and the host need besides.
const OTHER_FILES: u64 = 600;

#[tokio::test]
async fn ten_thousand_idle_connections_keep_nobody_from_being_served() {
    let host = shared_for_rough_treatment();
    let limit = raise_open_files().saturating_sub(OTHER_FILES);
    let wanted = CONNECTIONS.min(usize::try_from(limit).unwrap_or(CONNECTIONS));
    if wanted < CONNECTIONS {
        tell(&format!(
            "idle connections: {wanted} instead of {CONNECTIONS}, the limit on open files is {limit}"
        ));
    }
    let before = host.resident_kib();
    let mut idle = Vec::with_capacity(wanted);
    for number in 0..wanted {
        idle.push(Raw::connect(host).unwrap_or_else(|error| panic!("connection {number}: {error}")));
    }
    let answer = Client::of(host).query("SELECT TOP 5 name FROM jplus.Filter", &[("FORMAT", "csv")]).await;
    assert_eq!(answer.status, 200);
    let open = idle.iter_mut().filter_map(|raw| (!raw.is_closed()).then_some(())).take(wanted).count();
    assert_eq!(open, wanted, "connections were closed before their time");
    let each_kib = host.resident_kib().saturating_sub(before) / wanted as u64;
    tell(&format!("idle connections: {wanted}, {each_kib} KiB each"));
}

#[tokio::test]
async fn head_that_never_ends_is_cut() {
    let host = shared_for_rough_treatment();
    let mut raw = Raw::connect(host).unwrap();
    raw.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    let rest = raw.read_to_end();
    let text = String::from_utf8_lossy(&rest);
    assert!(text.is_empty() || text.starts_with("HTTP/1.1 408"), "{text}");
}

#[tokio::test]
async fn bytes_that_are_no_request_get_400_or_nothing() {
    let host = shared_for_rough_treatment();
    for garbage in
        ["\0\0\0\0\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"]
    {
        let mut raw = Raw::connect(host).unwrap();
        raw.send(garbage);
        let answer = raw.read_to_end();
        let text = String::from_utf8_lossy(&answer);
        assert!(
            text.is_empty() || text.starts_with("HTTP/1.1 400") || text.starts_with("HTTP/1.1 505"),
            "{text}"
        );
    }
    assert_eq!(Client::of(host).get("/healthz").await.status, 200);
}

#[tokio::test]
async fn body_beyond_the_limit_is_refused() {
    let host = shared_for_rough_treatment();
    let mut raw = Raw::connect(host).unwrap();
    let length = 81 << 20;
    raw.send(&format!(
        "POST /tap/sync HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\nQUERY=",
        host.authority()
    ));
    let answer = raw.read_to_end();
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 413"), "{text}");
}
