//! The script for pages, as a host sends it.

use std::fs;

use reqwest::Method;

use crate::client::{Client, Request};
use crate::harness::project_root;

fn asked(accept_encoding: &str) -> Request {
    Request::new(Method::GET, "/samp/samp.js").with_header("accept-encoding", accept_encoding)
}

#[tokio::test]
async fn the_script_is_sent_once_and_in_the_smallest_copy() {
    let client = Client::shared();
    let built =
        |end: &str| fs::read(project_root().join(format!("plugins/samp/assets/samp.js{end}"))).unwrap();
    let whole = client.send(asked("identity")).await;
    assert_eq!((whole.status, whole.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert!(whole.body == built("") && whole.header("content-encoding").is_empty());
    for (accepts, coding, end) in [("gzip, deflate, br", "br", ".br"), ("gzip", "gzip", ".gz")] {
        let packed = client.fetch(asked(accepts)).await.unwrap();
        assert_eq!((packed.status, packed.header("content-encoding")), (200, coding));
        assert!(packed.body == built(end), "{coding} is another copy");
        assert!(packed.header("vary").contains("Accept-Encoding"), "{:?}", packed.headers);
        assert_eq!(packed.header("etag"), whole.header("etag"));
    }
    let again = client.send(asked("br").with_header("if-none-match", whole.header("etag"))).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert!(again.header("vary").contains("Accept-Encoding"), "{:?}", again.headers);
}
