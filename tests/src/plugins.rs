//! Plugin libraries in the real host: good ones, wrong ones, unruly ones, and the swap of a whole set.

mod fetch;
mod refused;
mod services;
mod swap;
mod unruly;

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Method;
use tempfile::TempDir;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Start, host_program};

/// A configuration folder of a host without a database.
pub(crate) struct Conf(TempDir);

impl Conf {
    /// A folder whose host listens on a free port and finds plugins beside the program and in `plugins`.
    pub(crate) fn new() -> Self {
        let conf = Self(tempfile::tempdir().unwrap());
        fs::create_dir(conf.path("plugins")).unwrap();
        conf.write(
            "host.toml",
            "[server]\naddress = \"127.0.0.1:0\"\n[plugins]\nfolders = [\"plugins\", \"{executable}\"]\n\
             [log]\nlevel = \"debug\"\n",
        );
        conf
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Adds an instance of a plugin under `/NAME`.
    pub(crate) fn instance(&self, name: &str, plugin: &str, settings: &str) {
        self.write(&format!("{name}.toml"), &instance(name, plugin, settings));
    }

    pub(crate) fn start(&self) -> Host {
        Start::command(&["run", "--conf", &self.0.path().display().to_string()]).ready()
    }

    pub(crate) fn ended(&self) -> (i32, String) {
        Start::command(&["run", "--conf", &self.0.path().display().to_string()]).ended()
    }
}

fn instance(name: &str, plugin: &str, settings: &str) -> String {
    format!("plugin = \"{plugin}\"\nmount = \"/{name}\"\n[settings]\n{settings}\n")
}

/// A library that `cargo build --workspace` made.
fn library(name: &str) -> PathBuf {
    host_program().parent().expect("the program is in a folder").join(name)
}

/// An answer that need not keep the rules of VO services; `None` if it broke off.
async fn get(host: &Host, path: &str) -> Option<Answer> {
    Client::of(host).fetch(Request::new(Method::GET, path)).await.ok()
}

async fn text(host: &Host, path: &str) -> String {
    get(host, path).await.map(|answer| answer.text().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn the_same_library_serves_two_instances_with_their_own_settings() {
    let conf = Conf::new();
    conf.instance("hello", "hello", "");
    conf.instance("salve", "hello", "word = \"Salve\"");
    let host = conf.start();
    assert_eq!(text(&host, "/hello/greeting?name=Vega").await, "Hello, Vega\n");
    assert_eq!(text(&host, "/salve/greeting?name=Vega").await, "Salve, Vega\n");
    let bad = get(&host, "/hello/greeting").await.unwrap();
    assert_eq!((bad.status, bad.text()), (400, "say who you are: add ?name=WHO\n"));
}

#[test]
fn the_listing_of_the_guide_is_the_plugin() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("../docs/plugin-guide.md")).unwrap();
    let plugin = fs::read_to_string(root.join("plugins/hello/src/lib.rs")).unwrap();
    assert!(
        guide.contains(&format!("```rust\n{plugin}```\n")),
        "the guide shows another plugin than tests/plugins/hello"
    );
    assert!(plugin.lines().count() <= 60, "hello world has {} lines", plugin.lines().count());
}
