//! Starts that cannot succeed: one clear message each, and the documented exit code.

use std::fs;
use std::net::TcpListener;

use crate::harness::{Start, new_folder};

const CONFIG: i32 = 3;
const PORT_OR_DATABASE: i32 = 5;
const USAGE: i32 = 2;

#[test]
fn taken_port_is_one_message_and_exit_code_5() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = new_folder();
    let data = folder.path().display().to_string();
    let (code, log) = Start::command(&["demo", "--address", &address, "--dir", &data]).ended();
    assert_eq!(code, PORT_OR_DATABASE, "{log}");
    let errors: Vec<&str> = log.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 1, "{log}");
    assert!(errors[0].contains(&address), "{log}");
}

#[test]
fn broken_config_is_told_whole_and_exit_code_3() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("host.toml"),
        "[server]\nadress = \"127.0.0.1:0\"\nidle_timeout_secs = \"x\"\n",
    )
    .unwrap();
    fs::write(folder.path().join("tap.toml"), "plugin = \"tpa\"\nmount = \"/tap\"\n").unwrap();
    let conf = folder.path().display().to_string();
    for command in ["run", "check"] {
        let (code, log) = Start::command(&[command, "--conf", &conf]).ended();
        assert_eq!(code, CONFIG, "{command}: {log}");
        for part in
            ["unknown key `adress`", "host.toml:2:1", "did you mean `address`", "host.toml:3:", "tap.toml:1:"]
        {
            assert!(log.contains(part), "{command} does not say {part}: {log}");
        }
    }
}

#[test]
fn unreachable_database_is_one_message_and_exit_code_5() {
    let folder = tempfile::tempdir().unwrap();
    let conf = folder.path().display().to_string();
    let text = format!(
        "[server]\naddress = \"127.0.0.1:0\"\n[database]\nconnection = \"host={conf} dbname=none\"\n"
    );
    fs::write(folder.path().join("host.toml"), text).unwrap();
    let (code, log) = Start::command(&["run", "--conf", &conf]).ended();
    assert_eq!(code, PORT_OR_DATABASE, "{log}");
    assert_eq!(log.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{log}");
}

#[test]
fn unknown_command_is_exit_code_2() {
    let (code, log) = Start::command(&["rnu"]).ended();
    assert_eq!(code, USAGE, "{log}");
    assert!(log.contains("rnu"), "{log}");
}
