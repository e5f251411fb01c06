//! Clients that are slow, silent, gone or too many.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::harness::{LONG, TestServer, body, hasty, rest, settings, status, up_to};
use crate::config::Server;

#[tokio::test]
async fn a_client_that_says_nothing_is_cut() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn a_head_that_dribbles_is_cut_though_bytes_keep_coming() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    let dribble = async {
        while socket.write_all(b"a: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, dribble).await.expect("the server went on listening");
}

#[tokio::test]
async fn half_a_preface_of_http_2_is_cut() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"PRI * HT").await.unwrap();
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn a_head_that_stops_on_a_used_connection_is_cut() {
    let server = TestServer::begin(Server { idle_timeout: LONG, ..hasty() }).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    up_to(&mut socket, "hello\n").await;
    socket.write_all(b"GET /hel").await.unwrap();
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    up_to(&mut socket, "hello\n").await;
    assert_eq!(rest(&mut socket).await, "");
}

#[tokio::test]
async fn a_long_answer_outlives_every_time_limit() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /gate HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    server.until(|paths| paths.begun.load(SeqCst) == 1).await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    server.paths.gate.notify_one();
    assert_eq!(body(&rest(&mut socket).await), "through\n");
}

#[tokio::test]
async fn a_client_that_goes_away_ends_its_request() {
    let server = TestServer::begin(settings()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /gate HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    server.until(|paths| paths.begun.load(SeqCst) == 1).await;
    drop(socket);
    server.until(|paths| paths.ended.load(SeqCst) == 1).await;
}

#[tokio::test]
async fn a_client_that_stops_reading_is_cut() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    server.until(|paths| paths.ended.load(SeqCst) == 1).await;
}

#[tokio::test]
async fn a_client_of_http_2_that_stops_reading_is_cut() {
    let server = TestServer::begin(hasty()).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let answer = client.get(format!("http://{}/endless", server.address)).send().await.unwrap();
    server.until(|paths| paths.ended.load(SeqCst) == 1).await;
    drop(answer);
}

#[tokio::test]
async fn idle_connections_give_way_to_new_ones() {
    let server = TestServer::begin(Server { connections_max: 4, ..settings() }).await;
    let mut silent = Vec::new();
    for _ in 0..300 {
        silent.push(server.connect().await);
    }
    assert_eq!(status(&server.get("/hello", "").await), "200");
    assert!(server.metrics.text().contains("\narmilla_connections_refused_total 0\n"));
}

#[tokio::test]
async fn without_an_idle_connection_a_new_one_is_told_to_wait() {
    let server = TestServer::begin(Server { connections_max: 2, ..settings() }).await;
    let mut busy: Vec<TcpStream> = Vec::new();
    for number in 1..=2 {
        busy.push(server.connect().await);
        busy[number - 1].write_all(b"GET /gate HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        server.until(|paths| paths.begun.load(SeqCst) == number).await;
    }
    let answer = server.get("/hello", "").await;
    assert_eq!(
        (status(&answer), body(&answer)),
        ("503", "All connections of this host are in use; try again in a while.\n")
    );
    drop(busy.pop());
    server.until(|paths| paths.ended.load(SeqCst) == 1).await;
    let again = async { while status(&server.get("/hello", "").await) != "200" {} };
    tokio::time::timeout(LONG, again).await.expect("the place never became free");
}
