//! The pages of the portal: what is sent, and what each looks like and does in a browser.

mod assets;
mod offered;
mod pages;
mod shell;

use std::net::TcpListener;

use reqwest::Method;
use serde_json::Value;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Site};

/// A host that serves the pages, with these settings, at `/vo/pages`; its address is one that a proxy has.
fn host(settings: &str) -> (Site, Host) {
    host_of("/vo/pages", settings)
}

/// The same with the pages at another place.
fn host_of(mount: &str, settings: &str) -> (Site, Host) {
    let site = Site::new("");
    let instance = |name: &str, plugin: &str, mount: &str, settings: &str| {
        let text = format!("plugin = \"{plugin}\"\nmount = \"{mount}\"\n[settings]\n{settings}\n");
        site.write(&format!("{name}.toml"), &text);
    };
    instance("pages", "portal", mount, settings);
    for (name, plugin) in
        [("tap", "tap"), ("tap-of-members", "tap"), ("datalink", "datalink"), ("hello", "hello")]
    {
        instance(name, plugin, &format!("/{name}"), "");
    }
    let told = "host.server.base_url=\"https://archive.example.org/data\"";
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let listens = format!("host.server.address=\"{free}\"");
    let host = site.start().with(&["--set", told, "--set", &listens]).ready();
    (site, host.reached_at(format!("http://{free}")))
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
