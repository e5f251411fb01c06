//! Bodies of requests: how large, how slow.

use tokio::io::AsyncWriteExt;

use super::harness::{TestServer, body, hasty, header, rest, settings, status, up_to};

const TOO_LARGE: &str = "The request body is larger than 1000 bytes, which is the limit here.\n";

#[tokio::test]
async fn a_body_up_to_the_limit_is_taken() {
    let server = TestServer::begin(settings()).await;
    let request = format!(
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n{}",
        "a".repeat(1000)
    );
    assert_eq!(body(&server.exchange(&request).await), "1000 bytes\n");
}

#[tokio::test]
async fn an_announced_body_beyond_the_limit_is_refused() {
    let server = TestServer::begin(settings()).await;
    let request = format!(
        "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1001\r\nconnection: close\r\n\r\n{}",
        "a".repeat(1001)
    );
    let answer = server.exchange(&request).await;
    assert_eq!((status(&answer), body(&answer)), ("413", TOO_LARGE));
}

#[tokio::test]
async fn a_client_that_asks_first_is_refused_before_it_sends() {
    let server = TestServer::begin(settings()).await;
    let mut socket = server.connect().await;
    let head = "POST /echo HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5000000\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut socket).await;
    assert_eq!((status(&answer), body(&answer)), ("413", TOO_LARGE));
}

#[tokio::test]
async fn a_large_refused_body_is_swallowed_so_that_the_refusal_arrives() {
    let server = TestServer::begin(settings()).await;
    let mut socket = server.connect().await;
    let head = "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 8000000\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(&vec![b'a'; 8_000_000]).await.unwrap();
    let answer = rest(&mut socket).await;
    assert_eq!((status(&answer), body(&answer)), ("413", TOO_LARGE));
}

#[tokio::test]
async fn a_chunked_body_beyond_the_limit_is_refused_even_if_the_handler_hides_it() {
    let server = TestServer::begin(settings()).await;
    let chunk = format!("190\r\n{}\r\n", "a".repeat(400));
    let request = format!(
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{chunk}{chunk}{chunk}0\r\n\r\n"
    );
    let answer = server.exchange(&request).await;
    assert_eq!((status(&answer), body(&answer)), ("413", TOO_LARGE));
}

#[tokio::test]
async fn a_body_that_stops_arriving_is_answered_with_408() {
    let server = TestServer::begin(hasty()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc").await.unwrap();
    let answer = rest(&mut socket).await;
    assert_eq!(
        (status(&answer), body(&answer)),
        ("408", "The request body stopped arriving; send it again.\n")
    );
}

#[tokio::test]
async fn a_body_that_a_handler_leaves_does_not_harm_the_answer() {
    let server = TestServer::begin(settings()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"POST /hello HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc").await.unwrap();
    let head = up_to(&mut socket, "\r\n\r\n").await;
    assert_eq!(header(&head, "content-length"), Some("6"));
    assert_eq!(up_to(&mut socket, "\n").await, "hello\n");
}
