//! astropy: its client at our hub, and its hub with our commands.

use serde_json::{Value, json};

use super::programs::{Desk, Hub};
use crate::harness::{host_program, new_folder, python};

#[test]
fn its_client_talks_at_our_hub() {
    let hub = Hub::start(&[]);
    check(&hub.desk, "theirs");
}

#[test]
fn our_commands_talk_at_its_hub() {
    let folder = new_folder();
    check(&Desk::new(folder.path()), "own");
}

/// A client of astropy takes a table of ours and answers; ours takes a position of its and answers.
fn check(desk: &Desk, whose_hub: &str) {
    let (table, url) = desk.table();
    let (program, lockfile) = (host_program().display().to_string(), desk.lockfile().display().to_string());
    let report = python("samp.py", &[whose_hub, &lockfile, &program, table.to_str().unwrap()]);
    assert_eq!(report["received"], json!([{ "url": url, "table-id": url, "name": "stars.vot" }]));
    let sent = report["sent"].as_str().unwrap();
    assert!(sent.starts_with("snake (") && sent.ends_with("): done\n"), "{report}");
    assert_eq!(report["response"], json!({ "samp.status": "samp.ok", "samp.result": {} }));
    let heard: Value = serde_json::from_str(report["heard"].as_str().unwrap()).unwrap();
    assert_eq!((&heard["name"], &heard["params"]), (&"snake".into(), &json!({ "ra": "1.5", "dec": "-2" })));
}
