//! Each test of `web/test/pages`, run with node before the demo as a case of its own.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::access::password_in;
use crate::harness::{Host, Start, host_program, project_root};

/// A demo that also has what a plugin adds to the pages.
static DEMO: LazyLock<Host> = LazyLock::new(|| {
    let host = Start::demo_with_images(100_000).ready();
    let file = host.demo_folder().join("conf.d/panels.toml");
    std::fs::write(file, "plugin = \"panels\"\nmount = \"/panels\"\n").expect("the demo's folder is ours");
    host.wait_for_images();
    host.assert_logs("panels");
    host
});

/// One file at a time: each has a browser, some the port that SAMP fixes for hubs of pages.
static TURN: Mutex<()> = Mutex::new(());

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Pages, programs and a page of somebody else at our own hub.
#[test]
fn samp_at_our_hub() {
    in_browser_with("samp", &[("ARMILLA_HUB", host_program())]);
}

#[test]
fn samp_embed_at_our_hub() {
    in_browser_with("samp-embed", &[("ARMILLA_HUB", host_program())]);
}

fn in_browser(name: &str) {
    in_browser_with(name, &[]);
}

/// Runs a file of tests; what it writes is shown if one fails.
fn in_browser_with(name: &str, environment: &[(&str, PathBuf)]) {
    let web = project_root().join("web");
    assert!(
        web.join("node_modules").is_dir(),
        "the packages of web/ are missing: run `cargo xtask setup test`"
    );
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut node = Command::new("node");
    node.args(["test/run.mjs", "pages", name]).current_dir(web);
    node.env("ARMILLA_BASE", format!("{}/portal", DEMO.base()));
    node.env("ARMILLA_ADA", password_in(&DEMO.log()));
    node.envs(environment.iter().cloned());
    let output = node.output().expect("node runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{name}:\n{}{}", text(&output.stdout), text(&output.stderr));
}
