//! The pages of the portal: what is sent, and what each looks like and does in a browser.

mod assets;
mod offered;
mod pages;
mod shell;

use reqwest::Method;
use serde_json::Value;

use crate::client::{Answer, Client, Request};
use crate::harness::Host;
use crate::plugins::Conf;

/// A host without a database that serves the pages, with these settings, at `/vo/pages`; its address is one that a proxy
/// has.
fn host(settings: &str) -> (Conf, Host) {
    let conf = Conf::new();
    conf.write(
        "host.toml",
        "[server]\naddress = \"127.0.0.1:0\"\nbase_url = \"https://archive.example.org/data\"\n",
    );
    conf.write(
        "pages.toml",
        &format!("plugin = \"portal\"\nmount = \"/vo/pages\"\n[settings]\n{settings}\n"),
    );
    conf.instance("tap", "tap", "");
    conf.instance("tap-of-members", "tap", "");
    conf.instance("datalink", "datalink", "");
    conf.instance("hello", "hello", "");
    let host = conf.start();
    (conf, host)
}

async fn get(host: &Host, path: &str) -> Answer {
    Client::of(host).send(Request::new(Method::GET, path)).await
}

/// The data block of a page.
fn block(page: &Answer) -> Value {
    let text = page.text();
    let (_, after) = text.split_once("id=\"armilla\">").expect("a page has a data block");
    let (json, _) = after.split_once("</script>").expect("the block ends");
    serde_json::from_str(json).expect("the block is JSON")
}

/// The sources of a directive of a page's policy.
fn sources(page: &Answer, directive: &str) -> Vec<String> {
    let policy = page.header("content-security-policy");
    let found = policy.split(';').map(str::trim).find_map(|part| part.strip_prefix(&format!("{directive} ")));
    found.unwrap_or_else(|| panic!("no {directive} in {policy}")).split(' ').map(str::to_owned).collect()
}
