//! The life of a hub: its lockfile, a second hub, a hub that was killed, and what commands say without one.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use nix::sys::signal::Signal;

use super::programs::{Desk, Hub, err, out};
use crate::harness::{new_folder, until};

#[test]
fn without_a_hub_commands_say_how_to_start_one() {
    let folder = new_folder();
    let desk = Desk::new(folder.path());
    let output = desk.run(&["list"]);
    assert_eq!(output.status.code(), Some(5));
    let told = format!(
        "error: no SAMP hub is running: there is no lockfile {}\n\nhint: start TOPCAT or Aladin, which bring one, or \
         `armilla samp hub` in another terminal\n",
        desk.lockfile().display()
    );
    assert_eq!(err(&output), told);
}

#[test]
fn the_lockfile_is_its_owners_and_goes_with_the_hub() {
    let hub = Hub::start(&[]);
    let lockfile = hub.desk.lockfile();
    assert_eq!(fs::metadata(&lockfile).unwrap().permissions().mode() & 0o777, 0o600);
    let listed = out(&hub.desk.run(&["list"]));
    assert_eq!(listed, "hub    Armilla hub              samp.app.ping\n");
    hub.host.signal(Signal::SIGTERM);
    until("the end of the lockfile", super::programs::LIMIT, || (!lockfile.exists()).then_some(()));
    assert_eq!(hub.host.stop().code(), Some(0));
}

#[test]
fn a_second_hub_gives_way_and_a_dead_one_is_replaced() {
    let first = Hub::start(&[]);
    let lockfile = first.desk.lockfile().display().to_string();
    let second = first.desk.run(&["hub", "--web-port", "0", "--lockfile", &lockfile]);
    assert_eq!(second.status.code(), Some(5));
    assert!(
        err(&second).starts_with("error: a SAMP hub is running already, at http://127.0.0.1:"),
        "{}",
        err(&second)
    );
    // A hub that is killed leaves its lockfile.
    first.host.signal(Signal::SIGKILL);
    until("the end of the hub", super::programs::LIMIT, || first.host.has_ended().then_some(()));
    let listed = first.desk.run(&["list"]);
    assert!(
        err(&listed).starts_with("error: no SAMP hub is running: nobody answers at http://127.0.0.1:"),
        "{}",
        err(&listed)
    );
    let third = first.desk.armilla(&["hub", "--web-port", "0", "--lockfile", &lockfile]);
    let third = first.desk.start(third, "third");
    third.wait_for("ready at http");
    assert_eq!(first.desk.run(&["list"]).status.code(), Some(0));
}

#[test]
fn listeners_end_with_the_hub() {
    let hub = Hub::start(&[]);
    let listener = hub.desk.start(hub.desk.armilla(&["listen"]), "listener");
    listener.wait_for("armilla: listening as `armilla listen` (c1)");
    hub.host.signal(Signal::SIGTERM);
    let written = listener.finished();
    assert!(written.ends_with("armilla: the hub has ended, or has let this listener go\n"), "{written}");
}

#[test]
fn what_is_sent_and_to_whom_is_checked_first() {
    let hub = Hub::start(&[]);
    let told = |arguments: &[&str]| err(&hub.desk.run(arguments));
    let path = hub.desk.path("a.csv");
    fs::write(&path, "a,b\n1,2\n").unwrap();
    let csv = told(&["send", path.to_str().unwrap()]);
    assert!(
        csv.contains("a.csv is neither a VOTable nor a FITS file; --mtype says which message to send"),
        "{csv}"
    );
    let (table, _) = hub.desk.table();
    let nobody = told(&["send", table.to_str().unwrap()]);
    assert!(nobody.starts_with("error: no program takes the message `table.load.votable`\n"), "{nobody}");
    let to = told(&["send", table.to_str().unwrap(), "--to", "TOPCAT"]);
    assert_eq!(to, "error: no program `TOPCAT` takes the message `table.load.votable`; nobody does\n");
}
