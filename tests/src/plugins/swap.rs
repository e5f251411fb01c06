//! The swap of a plugin set: old requests end on old code and old settings, new ones begin on the new.

use std::fs;
use std::time::Duration;

use super::{Conf, instance, library, text};
use crate::harness::{Host, until};

async fn becomes(host: &Host, path: &str, expected: &str) {
    for _ in 0..200 {
        if text(host, path).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} does not become {expected:?}; log: {}", host.log());
}

#[tokio::test]
async fn a_slow_body_ends_on_the_old_set_while_the_new_one_serves() {
    let conf = Conf::new();
    conf.instance("unruly", "unruly", "word = \"one\"");
    let host = conf.start();
    let (slow, ()) = tokio::join!(text(&host, "/unruly/slow"), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        conf.instance("unruly", "unruly", "word = \"two\"");
        becomes(&host, "/unruly/word", "two").await;
        assert!(!host.log().contains("plugin set 1 is gone"), "the slow body still holds the old set");
    });
    assert!(slow.starts_with("0\n1\n") && slow.ends_with("18\none"), "{slow:?}");
    until("the end of the old set", Duration::from_secs(5), || {
        host.log().contains("plugin set 1 is gone").then_some(())
    });
}

#[tokio::test]
async fn a_new_build_takes_over_without_a_restart() {
    let conf = Conf::new();
    fs::copy(library("libhello.so"), conf.path("plugins/libhello.so")).unwrap();
    conf.instance("hello", "hello", "");
    let host = conf.start();
    becomes(&host, "/hello/greeting?name=Vega", "Hello, Vega\n").await;
    fs::copy(library("libhello_1_0.so"), conf.path("plugins/new.so")).unwrap();
    fs::rename(conf.path("plugins/new.so"), conf.path("plugins/libhello.so")).unwrap();
    host.signal(nix::sys::signal::Signal::SIGHUP);
    becomes(&host, "/hello/greeting?name=Vega", "Hello from API 1.0, Vega\n").await;
}

#[tokio::test]
async fn a_set_with_a_mistake_changes_nothing() {
    let conf = Conf::new();
    conf.instance("unruly", "unruly", "word = \"one\"");
    let host = conf.start();
    conf.write("unruly.toml", &instance("unruly", "unruly", "word = \"two\"\nfail = true"));
    until("the report", Duration::from_secs(10), || host.log().contains("asked to fail").then_some(()));
    assert_eq!(text(&host, "/unruly/word").await, "one");
    conf.instance("unruly", "unruly", "word = \"three\"");
    becomes(&host, "/unruly/word", "three").await;
}
