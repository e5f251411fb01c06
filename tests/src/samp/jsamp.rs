//! JSAMP, the reference implementation: its tester at our hub, its hub with our client, its senders and our listener, its pages.

use std::process::Command;

use super::browser::Browser;
use super::programs::{Desk, Hub, LIMIT, err, out};
use crate::harness::{new_folder, until};

/// The origin of the pages that the hub lets in.
const PORTAL: &str = "https://portal.example";

/// A hub that lets pages of the portal in, and a browser with one.
fn hub_with_a_browser() -> (Hub, Browser) {
    let hub = Hub::start(&["--yes-to", PORTAL]);
    let browser = Browser::before(&hub.web(), PORTAL);
    (hub, browser)
}

#[test]
fn the_hub_tester_finds_no_fault_in_our_hub() {
    let hub = Hub::start(&[]);
    let tested = hub.desk.jsamp("test.HubTester", &[]).output().unwrap();
    assert!(tested.status.success(), "{}{}", out(&tested), err(&tested));
    // It tells faults only; that it was here is in the log of the hub.
    assert_eq!(out(&tested) + &err(&tested), "");
    hub.host.assert_logs("armilla: this is Calculator (");
}

#[test]
fn the_snooper_at_its_hub_sees_our_message() {
    let folder = new_folder();
    let desk = Desk::new(folder.path());
    let _hub = desk.start(desk.jsamp("hub.Hub", &["-mode", "no-gui", "-profiles", "std"]), "hub");
    until("the lockfile of JSAMP", LIMIT, || desk.lockfile().exists().then_some(()));
    let snooper = desk.start(desk.jsamp("test.Snooper", &["-clientname", "snoop"]), "snooper");
    until("the snooper", LIMIT, || out(&desk.run(&["list"])).contains("snoop").then_some(()));
    let (table, url) = desk.table();
    let sent = desk.run(&["send", table.to_str().unwrap(), "--to", "snoop", "--name", "Seven & eight"]);
    assert!(
        out(&sent).ends_with("): done, with a warning: Message logged, not acted on\n"),
        "{}{}",
        out(&sent),
        err(&sent)
    );
    snooper.wait_for("table.load.votable");
    let written = snooper.written();
    let pairs = [("url", &*url), ("table-id", &url), ("name", "Seven & eight")];
    assert!(
        pairs.iter().all(|(key, value)| written.contains(&format!("\"{key}\": \"{value}\""))),
        "{written}"
    );
}

#[test]
fn its_sender_reaches_our_listener_and_gets_its_response() {
    let hub = Hub::start(&[]);
    its_senders_reach_our_listener(&hub, |class, arguments| hub.desk.jsamp(class, arguments));
}

#[test]
fn its_sender_in_a_page_reaches_our_listener_and_gets_its_response() {
    let (hub, browser) = hub_with_a_browser();
    its_senders_reach_our_listener(&hub, |class, arguments| Desk::jsamp_page(&browser, class, arguments));
}

/// Sends to a listener of ours in each mode, by a class of JSAMP.
fn its_senders_reach_our_listener(hub: &Hub, program: impl Fn(&str, &[&str]) -> Command) {
    let listener = hub.desk.armilla(&["listen", "--mtype", "coord.*", "--count", "4"]);
    let listener = hub.desk.start(listener, "listener");
    listener.wait_for("listening as");
    let message = ["-mtype", "coord.pointAt.sky", "-param", "ra", "10.5", "-param", "dec", "-3"];
    for mode in ["notify", "sync", "async"] {
        let arguments = [&message[..], &["-mode", mode]].concat();
        let sent = program("test.MessageSender", &arguments).output().unwrap();
        let answered = out(&sent).contains("\"samp.status\": \"samp.ok\"");
        assert!(
            sent.status.success() && answered == (mode != "notify"),
            "{mode}: {}{}",
            out(&sent),
            err(&sent)
        );
    }
    // The senders ask for the name of the listener at their end; the last message is not theirs.
    assert!(hub.desk.run(&["point", "10.5", "-3"]).status.success());
    let written = listener.finished();
    let lines = written.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let told: Vec<_> = lines.map(|line| (line["params"].clone(), line["call"].clone())).collect();
    let params = serde_json::json!({ "ra": "10.5", "dec": "-3" });
    assert_eq!(told, [false, true, true, true].map(|call| (params.clone(), call.into())));
}

#[test]
fn its_page_is_reached_by_our_messages_and_sends_no_command() {
    let (hub, browser) = hub_with_a_browser();
    let snooper = Desk::jsamp_page(&browser, "test.Snooper", &["-clientname", "snoop"]);
    let snooper = hub.desk.start(snooper, "snooper");
    until("the snooper", LIMIT, || out(&hub.desk.run(&["list"])).contains("snoop").then_some(()));
    let pointed = hub.desk.run(&["point", "10.5", "-3"]);
    assert!(pointed.status.success(), "{}{}", out(&pointed), err(&pointed));
    snooper.wait_for("\"ra\": \"10.5\"");
    // Its tester sends `test.echo`, which a page may not.
    let tested = Desk::jsamp_page(&browser, "test.HubTester", &[]).output().unwrap();
    assert!(err(&tested).contains("a page may not send `test.echo` to "), "{}{}", out(&tested), err(&tested));
}
