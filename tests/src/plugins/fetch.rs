//! Downloads of the host across the plugin boundary: what is reached, what is refused, what is said.

use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::Conf;
use crate::client::{Client, Request};
use crate::harness::{Host, Start, Step, Web, web_answer};

static SHARED: LazyLock<Downloads> = LazyLock::new(Downloads::start);

/// A host with the plugin that downloads, and the only server that it may reach beside public ones.
struct Downloads {
    host: Host,
    web: Web,
}

impl Downloads {
    fn start() -> Self {
        let web = Web::start(answers);
        let allow = format!("host.fetch.allow=[\"{}\"]", web.authority());
        let host = Start::demo(2_000).with(&["--set", &allow]).ready();
        super::services::add(&host);
        Self { host, web }
    }

    /// Status and body of a download of at most 1000 bytes in 2 seconds.
    async fn fetch(&self, url: &str) -> (u16, Vec<u8>) {
        let request = Request::new(reqwest::Method::GET, "/services/fetch");
        let request = request.with(&[("url", url), ("bytes_max", "1000"), ("timeout_secs", "2")]);
        let answer = Client::of(&self.host).fetch(request).await.unwrap();
        (answer.status, answer.body)
    }

    async fn said(&self, url: &str) -> String {
        let (status, body) = self.fetch(url).await;
        format!("{status} {}", String::from_utf8_lossy(&body).trim_end())
    }

    async fn said_of(&self, path: &str) -> String {
        let said = self.said(&self.web.url(path)).await;
        said.replace(self.web.authority(), "WEB")
    }
}

/// The servers' answers: each path is one kind of server.
fn answers(path: &str) -> Vec<Step> {
    let (path, rest) = path.split_once('?').unwrap_or((path, ""));
    let redirect = |to: &str| web_answer("302 Found", &[&format!("Location: {to}")], b"gone");
    match path {
        "/table" => web_answer("200 OK", &[], b"a,b\n1,2\n"),
        "/to" => redirect(rest),
        "/loop" => redirect("/loop"),
        "/hops" => match rest.parse() {
            Ok(0) | Err(_) => redirect("/table"),
            Ok(more) => redirect(&format!("/hops?{}", more - 1_u32)),
        },
        "/nowhere" => web_answer("302 Found", &[], b""),
        "/exact" => web_answer("200 OK", &[], &[b'x'; 1000]),
        "/announced" => web_answer("200 OK", &[], &[b'x'; 1001]),
        "/endless" => {
            let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
            std::iter::once(head).chain(std::iter::repeat_n(vec![b'x'; 100], 100)).map(Step::Send).collect()
        }
        "/bomb" => web_answer("200 OK", &["Content-Encoding: gzip"], &gzip_of_zeros()),
        "/silent" => vec![Step::Pause(Duration::from_secs(30))],
        "/slow" => {
            let head = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n".to_vec();
            let drops =
                (0..90).flat_map(|_| [Step::Send(vec![b'x']), Step::Pause(Duration::from_millis(100))]);
            std::iter::once(Step::Send(head)).chain(drops).collect()
        }
        "/broken" => vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.".to_vec())],
        "/garbage" => vec![Step::Send(b"220 mail.example.org ESMTP\r\n".to_vec())],
        _ => web_answer("404 Not Found", &[], b"a page of the server's own"),
    }
}

/// Half a million zeros in about five hundred bytes.
fn gzip_of_zeros() -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&[0; 500_000]).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn an_exception_is_reached_and_told_who_asks() {
    let downloads = &*SHARED;
    assert_eq!(downloads.said_of("/table").await, "200 a,b\n1,2");
    let heads = downloads.web.heads();
    let head = heads.iter().find(|head| head.starts_with("GET /table HTTP/1.1\n")).unwrap().to_lowercase();
    assert!(head.contains("\nuser-agent: armilla/"), "{head}");
    for absent in ["cookie", "referer", "accept-encoding", "authorization"] {
        assert!(!head.contains(absent), "{head}");
    }
}

#[tokio::test]
async fn no_spelling_of_a_private_address_is_reached() {
    let downloads = &*SHARED;
    let private = Web::start(answers);
    let port = private.authority().rsplit_once(':').unwrap().1;
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::1]",
        "[::]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "localhost",
        "LocalHost",
    ] {
        let direct = downloads.said(&format!("http://{host}:{port}/table")).await;
        let redirected = downloads.said_of(&format!("/to?http://{host}:{port}/table")).await;
        for said in [direct, redirected] {
            assert!(said.starts_with("400 the address of "), "{host}: {said}");
            assert!(said.ends_with(" is not public"), "{host}: {said}");
        }
    }
    assert_eq!(private.heads(), Vec::<String>::new());
}

#[tokio::test]
async fn a_name_of_an_exception_is_refused() {
    let downloads = &*SHARED;
    let url = downloads.web.url("/named").replace("127.0.0.1", "localhost");
    assert_eq!(downloads.said(&url).await, "400 the address of localhost is not public");
    assert!(!downloads.web.heads().iter().any(|head| head.contains("/named")));
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_more() {
    let downloads = &*SHARED;
    assert_eq!(downloads.said_of("/to?/table").await, "200 a,b\n1,2");
    assert_eq!(downloads.said_of("/hops?4").await, "200 a,b\n1,2");
    for path in ["/hops?5", "/loop"] {
        assert_eq!(downloads.said_of(path).await, "400 more than 5 redirects, the last from 127.0.0.1");
    }
    let nowhere = "400 127.0.0.1 redirects without saying where to";
    assert_eq!(downloads.said_of("/nowhere").await, nowhere);
    let file = "400 a URL of scheme `file` cannot be fetched; use http or https";
    assert_eq!(downloads.said_of("/to?file:///etc/hostname").await, file);
    let named = "400 a URL with a user name or a password is not fetched; leave it out";
    assert_eq!(downloads.said_of("/to?http://me:secret@example.org/").await, named);
}

#[tokio::test]
async fn bytes_are_counted_as_they_come() {
    let downloads = &*SHARED;
    let (status, body) = downloads.fetch(&downloads.web.url("/exact")).await;
    assert_eq!((status, body.len()), (200, 1000));
    for path in ["/announced", "/endless"] {
        let too_large = "413 the download from 127.0.0.1 is larger than 1000 bytes";
        assert_eq!(downloads.said_of(path).await, too_large, "{path}");
    }
    let (status, body) = downloads.fetch(&downloads.web.url("/bomb")).await;
    assert_eq!((status, body), (200, gzip_of_zeros()), "it is passed on as it is");
}

#[tokio::test]
async fn slow_servers_end_with_the_time() {
    let downloads = &*SHARED;
    for path in ["/silent", "/slow"] {
        let begun = Instant::now();
        let late = "408 the download from 127.0.0.1 took longer than 2 seconds";
        assert_eq!(downloads.said_of(path).await, late, "{path}");
        assert!(begun.elapsed() < Duration::from_secs(6), "{path} took {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn servers_that_fail_are_told_by_what_they_did() {
    let downloads = &*SHARED;
    for (path, said) in [
        ("/nothing", "400 127.0.0.1 answered 404"),
        ("/broken", "400 the download from 127.0.0.1 broke off"),
        ("/garbage", "400 127.0.0.1 did not answer as HTTP servers do"),
    ] {
        assert_eq!(downloads.said_of(path).await, said);
    }
    let table = downloads.said("table.xml").await;
    assert_eq!(table, "400 `table.xml` is not a URL: relative URL without a base");
}

#[test]
fn an_exception_that_is_no_address_with_a_port_is_told_at_its_place() {
    let conf = Conf::new();
    let settings = std::fs::read_to_string(conf.path("host.toml")).unwrap();
    conf.write("host.toml", &format!("{settings}[fetch]\nallow = [\"localhost:80\"]\n"));
    let (code, log) = conf.ended();
    assert_eq!(code, 3, "{log}");
    assert!(log.contains("key `allow`: \"localhost:80\" is not an address with a port"), "{log}");
    assert!(log.contains("host.toml:8:9"), "{log}");
}
