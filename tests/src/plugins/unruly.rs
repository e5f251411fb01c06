//! A plugin that panics everywhere: each panic is that request's failure, and the host lives.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::{Conf, get, text};
use crate::harness::{Host, until};

fn start() -> (Conf, Host) {
    let conf = Conf::new();
    conf.instance("unruly", "unruly", "");
    let host = conf.start();
    (conf, host)
}

async fn assert_lives(host: &Host) {
    assert_eq!(text(host, "/unruly/word").await, "one");
    assert!(!host.has_ended());
}

#[tokio::test]
async fn a_panic_in_answer_or_in_poll_is_a_500() {
    let (_conf, host) = start();
    for place in ["answer", "poll"] {
        let answer = get(&host, &format!("/unruly/panic/{place}")).await.unwrap();
        assert_eq!((answer.status, answer.text()), (500, "internal error\n"), "panic in {place}");
        let told = format!("panic: panic in {place}");
        until("the panic in the log", Duration::from_secs(5), || host.log().contains(&told).then_some(()));
        assert_lives(&host).await;
    }
}

#[tokio::test]
async fn a_panic_in_a_stream_cuts_the_connection() {
    let (_conf, host) = start();
    assert!(get(&host, "/unruly/panic/stream").await.is_none(), "a broken answer must not look whole");
    assert_lives(&host).await;
}

#[tokio::test]
async fn a_panic_on_drop_after_the_client_left_harms_nobody() {
    let (_conf, host) = start();
    let mut client = TcpStream::connect(host.authority()).unwrap();
    write!(client, "GET /unruly/panic/drop HTTP/1.1\r\nHost: {}\r\n\r\n", host.authority()).unwrap();
    client.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(client.read(&mut [0; 1]).is_err(), "the request waits for ever");
    drop(client);
    until("the panic in the log", Duration::from_secs(5), || {
        host.log().contains("panic on drop").then_some(())
    });
    assert_lives(&host).await;
}
