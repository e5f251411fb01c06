//! STILTS sends a table, and our listener reads it.

use super::programs::Hub;
use crate::harness::stilts;

#[test]
fn a_table_from_stilts_is_heard_of_and_read() {
    let hub = Hub::start(&[]);
    let (table, _) = hub.desk.table();
    let folder = hub.desk.path("saved");
    std::fs::create_dir(&folder).unwrap();
    let arguments = ["listen", "--mtype", "table.load.*", "--count", "1", "--save", folder.to_str().unwrap()];
    let listener = hub.desk.start(hub.desk.armilla(&arguments), "listener");
    listener.wait_for("listening as");
    let pipe = ["tpipe", &format!("in={}", table.display()), "omode=samp", "format=fits"];
    let mut command = std::process::Command::new("stilts");
    command.arg("-Djava.awt.headless=true").args(pipe);
    let sent = hub.desk.with_hub(command).output().unwrap();
    let said = String::from_utf8_lossy(&sent.stdout);
    assert!(said.contains("Response samp.ok from c1 (armilla listen)"), "{said}");
    let written = listener.finished();
    let told: serde_json::Value = serde_json::from_str(written.lines().last().unwrap()).unwrap();
    assert_eq!((&told["mtype"], &told["name"]), (&"table.load.fits".into(), &"STILTS".into()));
    assert!(told["params"]["url"].as_str().unwrap().starts_with("http://"), "{told}");
    // What STILTS served is read again after it has ended.
    let saved = told["saved"].as_str().unwrap();
    assert_eq!(stilts(&["tpipe", &format!("in={saved}"), "ifmt=fits", "ofmt=csv"]), "star\n7\n8\n");
}
