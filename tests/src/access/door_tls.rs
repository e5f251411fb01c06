//! TLS of a running host: from its ready line to a renewed certificate.

use std::fs;
use std::time::Duration;

use nix::sys::signal::Signal;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::{Certificate, Client, Version};
use tempfile::TempDir;

use crate::harness::{Start, new_folder};

/// A configuration with a certificate.
struct Conf(TempDir);

impl Conf {
    fn new() -> Self {
        let conf = Self(new_folder());
        let lines =
            "[server]\naddress = \"127.0.0.1:0\"\ntls_certificate = \"host.crt\"\ntls_key = \"host.key\"\n";
        conf.write("host.toml", lines);
        conf.write("hello.toml", "plugin = \"hello\"\nmount = \"/hello\"\n");
        conf.renew();
        conf
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn renew(&self) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        self.write("host.crt", &cert.pem());
        self.write("host.key", &signing_key.serialize_pem());
    }

    fn start(&self) -> Start {
        Start::command(&["run", "--conf", &self.0.path().display().to_string()])
    }

    /// A client that trusts the certificate of the folder.
    fn client(&self) -> Client {
        let pem = fs::read(self.0.path().join("host.crt")).unwrap();
        let trusted = Certificate::from_pem(&pem).unwrap();
        Client::builder().tls_certs_only([trusted]).no_proxy().build().unwrap()
    }
}

#[tokio::test]
async fn a_host_with_a_certificate_speaks_https_and_takes_a_renewed_one() {
    let conf = Conf::new();
    let host = conf.start().ready();
    let url = format!("{}/hello/greeting?name=Vega", host.base());
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let old = conf.client();
    let answer = old.get(&url).send().await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_2);
    assert_eq!(answer.text().await.unwrap(), "Hello, Vega\n");
    conf.renew();
    host.signal(Signal::SIGHUP);
    let mut is_shown = false;
    for _ in 0..100 {
        is_shown = conf.client().get(&url).send().await.is_ok();
        if is_shown {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(is_shown, "{}", host.log());
    assert!(old.get(&url).send().await.is_ok(), "an open connection goes on");
    host.assert_logs("new connections are shown the renewed certificate");
}

#[test]
fn a_key_of_another_certificate_is_told_at_the_start() {
    let conf = Conf::new();
    let other = Conf::new();
    let key = fs::read_to_string(other.0.path().join("host.key")).unwrap();
    conf.write("host.key", &key);
    let (code, log) = conf.start().ended();
    let folder = conf.0.path().display();
    assert_eq!(
        (code, log.trim_end()),
        (
            3,
            format!(
                "error: the key does not belong to the certificate in {folder}/host.crt\n  --> {folder}/host.key\n\n\
                 hint: the first certificate of the file must be that of this host, and both of the same renewal"
            )
            .as_str()
        )
    );
}

#[test]
fn a_certificate_without_a_key_is_told() {
    let conf = Conf::new();
    conf.write("host.toml", "[server]\ntls_certificate = \"host.crt\"\n");
    let (code, log) = conf.start().ended();
    let folder = conf.0.path().display();
    assert_eq!(
        (code, log.trim_end()),
        (
            3,
            format!("error: a certificate is of no use without `tls_key`\n  --> {folder}/host.toml:2:19")
                .as_str()
        )
    );
}
