//! How a server begins and ends: ports and draining.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::harness::{LONG, TestServer, body, rest, settings, up_to};
use crate::config::{Address, Server};
use crate::http::{Drained, Listener};

#[tokio::test]
async fn a_taken_port_is_told_with_what_to_do() {
    let server = TestServer::begin(settings()).await;
    let taken = Address::parse(&server.address.to_string()).unwrap();
    let error = Listener::bind(&taken).await.unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on {taken}: another program has the port"));
    assert_eq!(
        error.hint,
        format!(
            "`ss -ltnp 'sport = :{}'` shows which; or set another `address` in `[server]` of host.toml",
            taken.port()
        )
    );
}

#[tokio::test]
async fn an_address_of_another_machine_is_told() {
    let error = Listener::bind(&Address::parse("192.0.2.1:80").unwrap()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot listen on 192.0.2.1:80: this machine does not have the address");
}

#[tokio::test]
async fn requests_finish_and_new_connections_are_refused_while_draining() {
    let mut server = TestServer::begin(settings()).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /gate HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    server.until(|paths| paths.begun.load(SeqCst) == 1).await;
    server.stop.cancel();
    let refused = async { while TcpStream::connect(server.address).await.is_ok() {} };
    tokio::time::timeout(LONG, refused).await.expect("connections are still let in");
    server.paths.gate.notify_one();
    assert_eq!(body(&rest(&mut socket).await), "through\n");
    assert_eq!((&mut server.served).await.unwrap(), Drained { cut: 0 });
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_end() {
    let mut server = TestServer::begin(settings()).await;
    let mut used = server.connect().await;
    used.write_all(b"GET /hello HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    up_to(&mut used, "hello\n").await;
    let _silent = server.connect().await;
    server.stop.cancel();
    let drained = tokio::time::timeout(LONG / 2, &mut server.served).await.expect("the end is held up");
    assert_eq!(drained.unwrap(), Drained { cut: 0 });
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_at_the_deadline() {
    let mut server =
        TestServer::begin(Server { drain_timeout: Duration::from_millis(100), ..settings() }).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET /gate HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    server.until(|paths| paths.begun.load(SeqCst) == 1).await;
    server.stop.cancel();
    assert_eq!((&mut server.served).await.unwrap(), Drained { cut: 1 });
    assert_eq!(rest(&mut socket).await, "");
    assert_eq!(server.paths.ended.load(SeqCst), 1);
}
