//! Compression, as a client sees it.

use std::io::Read;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::harness::{TestServer, settings, table};
use crate::config::{Compression, Server};

/// Header values and the decoded body of an answer.
async fn answer(server: &TestServer, path: &str, accept: &str) -> (String, String, String) {
    let client = reqwest::Client::new();
    let request = client.get(format!("http://{}{path}", server.address)).header("accept-encoding", accept);
    let answer = request.send().await.unwrap();
    let header =
        |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (coding, vary) = (header("content-encoding"), header("vary"));
    let bytes = answer.bytes().await.unwrap();
    let text = match coding.as_str() {
        "gzip" => gunzip(&bytes),
        "zstd" => zstd::decode_all(&bytes[..]).unwrap(),
        _ => bytes.to_vec(),
    };
    (coding, vary, String::from_utf8(text).unwrap())
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

#[tokio::test]
async fn text_is_compressed_as_the_client_likes_it() {
    let server = TestServer::begin(settings()).await;
    let streamed = format!("{0}{0}", table(3000));
    for (path, text) in [("/table", &table(5000)), ("/stream", &streamed)] {
        for (accept, coding) in [("gzip, zstd", "zstd"), ("gzip", "gzip"), ("br", "")] {
            let found = answer(&server, path, accept).await;
            assert_eq!(
                (found.0.as_str(), found.1.as_str()),
                (coding, "Accept-Encoding"),
                "{path} for {accept}"
            );
            assert!(found.2 == *text, "{path} for {accept} decodes to something else");
        }
    }
}

#[tokio::test]
async fn small_answers_are_sent_as_they_are() {
    let server = TestServer::begin(settings()).await;
    for path in ["/hello", "/known"] {
        let (coding, vary, _) = answer(&server, path, "gzip, zstd").await;
        assert_eq!((coding.as_str(), vary.as_str()), ("", ""), "{path}");
    }
}

#[tokio::test]
async fn the_operator_can_switch_it_off() {
    let server = TestServer::begin(Server { compression: Compression::Off, ..settings() }).await;
    let (coding, vary, text) = answer(&server, "/table", "gzip, zstd").await;
    assert_eq!((coding.as_str(), vary.as_str()), ("", ""));
    assert!(text == table(5000));
}

#[tokio::test]
async fn a_body_that_breaks_off_never_looks_whole() {
    let server = TestServer::begin(settings()).await;
    let url = format!("http://{}/break", server.address);
    let plain = reqwest::Client::new();
    let http_2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    for client in [plain, http_2] {
        for accept in ["identity", "gzip"] {
            let answer = client.get(&url).header("accept-encoding", accept).send().await.unwrap();
            assert!(answer.bytes().await.is_err(), "{accept} looks whole");
        }
    }
}

#[tokio::test]
async fn a_client_of_http_1_0_sees_a_reset_and_not_an_end() {
    let server = TestServer::begin(settings()).await;
    for (path, whole) in [("/break", false), ("/panic-later", false), ("/stream", true)] {
        let mut socket = server.connect().await;
        socket.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await.unwrap();
        let read = socket.read_to_end(&mut Vec::new()).await.map_err(|error| error.kind());
        assert_eq!(read.is_ok(), whole, "{path}");
        assert!(whole || read == Err(std::io::ErrorKind::ConnectionReset), "{path}: {read:?}");
    }
}

#[tokio::test]
async fn a_stream_that_panics_never_looks_whole() {
    let server = TestServer::begin(settings()).await;
    let answer =
        async { reqwest::get(format!("http://{}/panic-later", server.address)).await?.bytes().await };
    assert!(answer.await.is_err());
    assert_eq!(reqwest::get(format!("http://{}/hello", server.address)).await.unwrap().status(), 200);
}
