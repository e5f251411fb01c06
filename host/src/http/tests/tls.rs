//! TLS over real sockets: certificates made for the test, clients that do their part and clients that do not.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::{Certificate, Client, Version};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::harness::{TestServer, hasty, rest, settings};
use crate::config::TlsFiles;
use crate::http::Tls;

/// A folder with a certificate for the loopback address and its key.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.renew();
        files
    }

    /// Writes a new certificate with a new key.
    fn renew(&self) {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        self.write("host.crt", &cert.pem());
        self.write("host.key", &signing_key.serialize_pem());
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn tls(&self) -> Result<Arc<Tls>, String> {
        let files = TlsFiles { certificate: "host.crt".into(), key: "host.key".into() };
        let folder = self.0.path().display().to_string();
        Tls::load(files.below(self.0.path())).map_err(|problem| problem.titled("error").replace(&folder, "F"))
    }

    /// A client that trusts the certificate that is in the folder now, and keeps its connections.
    fn client(&self, versions: &str) -> Client {
        let certificate = Certificate::from_pem(&fs::read(self.0.path().join("host.crt")).unwrap()).unwrap();
        let builder = Client::builder().tls_certs_only([certificate]).no_proxy();
        let builder = if versions == "1.1" { builder.http1_only() } else { builder };
        builder.build().unwrap()
    }
}

async fn served(files: &Files, tls: &Arc<Tls>) -> TestServer {
    assert!(files.0.path().is_dir());
    TestServer::begin_with(settings(), Some(tls.clone())).await
}

fn url(server: &TestServer, path: &str) -> String {
    format!("https://127.0.0.1:{}{path}", server.address.port())
}

async fn text(client: &Client, server: &TestServer, path: &str) -> Result<String, reqwest::Error> {
    client.get(url(server, path)).send().await?.text().await
}

#[tokio::test]
async fn both_versions_of_http_are_offered_and_the_client_chooses() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = served(&files, &tls).await;
    for (versions, expected) in [("1.1", Version::HTTP_11), ("any", Version::HTTP_2)] {
        let answer = files.client(versions).get(url(&server, "/stream")).send().await.unwrap();
        assert_eq!(answer.version(), expected);
        assert_eq!(answer.text().await.unwrap(), super::harness::table(3000).repeat(2));
    }
}

#[tokio::test]
async fn an_answer_that_breaks_looks_broken_over_tls_too() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = served(&files, &tls).await;
    for versions in ["1.1", "any"] {
        assert!(text(&files.client(versions), &server, "/break").await.is_err());
    }
}

#[tokio::test]
async fn a_slow_handshake_holds_nobody_up_and_is_cut() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = TestServer::begin_with(hasty(), Some(tls)).await;
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut socket = server.connect().await;
        // The head of a handshake record whose rest never comes.
        socket.write_all(&[0x16, 3, 1, 2, 0]).await.unwrap();
        slow.push(socket);
    }
    assert_eq!(text(&files.client("1.1"), &server, "/hello").await.unwrap(), "hello\n");
    for mut socket in slow {
        assert_eq!(rest(&mut socket).await, "");
    }
}

#[tokio::test]
async fn junk_is_closed_and_plain_http_is_told() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = served(&files, &tls).await;
    let answer = server.get("/hello", "").await;
    assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nThis port speaks HTTPS; use https:// in the address"), "{answer}");
    for junk in [&b"\x16\x03\x01\x00\x05hello"[..], b"\x00\x00\x00\x00", b"\x80\xff\xff", b"~~~~~~~~~~"] {
        let mut socket = server.connect().await;
        socket.write_all(junk).await.unwrap();
        socket.shutdown().await.unwrap();
        let mut sink = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), socket.read_to_end(&mut sink)).await;
        assert!(closed.is_ok(), "{junk:?} is not closed");
    }
    assert_eq!(text(&files.client("any"), &server, "/hello").await.unwrap(), "hello\n");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_new_connections_and_old_ones_go_on() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = served(&files, &tls).await;
    let old = files.client("any");
    assert_eq!(text(&old, &server, "/hello").await.unwrap(), "hello\n");
    assert_eq!(tls.renew().map_err(|problem| problem.message), Ok(false), "nothing has changed");
    files.renew();
    assert_eq!(tls.renew().map_err(|problem| problem.message), Ok(true));
    assert_eq!(text(&files.client("any"), &server, "/hello").await.unwrap(), "hello\n");
    assert_eq!(text(&old, &server, "/hello").await.unwrap(), "hello\n", "on its open connection");
}

#[tokio::test]
async fn a_renewal_with_a_mistake_changes_nothing_and_is_told_once() {
    let files = Files::new();
    let tls = files.tls().unwrap();
    let server = served(&files, &tls).await;
    let trusting = files.client("1.1");
    files.write("host.crt", &fs::read_to_string(Files::new().0.path().join("host.crt")).unwrap());
    let problem = tls.renew().unwrap_err();
    assert!(problem.message.starts_with("the key does not belong to the certificate in "), "{problem:?}");
    assert_eq!(tls.renew().map_err(|problem| problem.message), Ok(false));
    assert_eq!(text(&trusting, &server, "/hello").await.unwrap(), "hello\n");
}

#[test]
fn files_that_cannot_be_used_are_told_with_what_to_do() {
    let error = |name: &str, text: &str| {
        let files = Files::new();
        files.write(name, text);
        files.tls().err().unwrap()
    };
    let other_key = fs::read_to_string(Files::new().0.path().join("host.key")).unwrap();
    assert_eq!(
        error("host.key", &other_key),
        "error: the key does not belong to the certificate in F/host.crt\n  --> F/host.key\n\n\
         hint: the first certificate of the file must be that of this host, and both of the same renewal"
    );
    assert_eq!(
        error("host.crt", &other_key),
        "error: there is no certificate in the file\n  --> F/host.crt\n\n\
         hint: a chain in PEM form begins with the certificate of this host: -----BEGIN CERTIFICATE-----"
    );
    assert_eq!(
        error("host.key", "secret"),
        "error: there is no private key in the file\n  --> F/host.key\n\n\
         hint: a key in PEM form begins with -----BEGIN PRIVATE KEY-----; one with a password cannot be used"
    );
    let files = Files::new();
    fs::remove_file(files.0.path().join("host.key")).unwrap();
    assert_eq!(
        files.tls().err().unwrap(),
        "error: cannot read the file: no such file or directory (os error 2)\n  --> F/host.key\n\n\
         hint: the user of the host must be able to read it; `[server]` of host.toml names it"
    );
}
