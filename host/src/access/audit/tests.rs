//! Tests of the audit: what a line says, files that are moved, and what is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;

fn asker() -> Asker {
    let principal = plugin_api::Principal::known("ada", Vec::new());
    Asker { request: "r1".into(), principal, address: Some([127, 0, 0, 1].into()), ..Asker::default() }
}

fn login(outcome: &str) -> Record<'_> {
    Record { event: "login", outcome, ..Record::default() }
}

/// The lines of a file without their times.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let line = |line: &str| {
        let mut line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let time = line.remove("time").unwrap();
        assert!(time.as_str().unwrap().parse::<Timestamp>().is_ok(), "{time}");
        serde_json::to_string(&line).unwrap()
    };
    text.lines().map(line).collect()
}

#[test]
fn a_line_says_who_was_given_what() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let audit = Audit::open(&path).unwrap();
    let collections = ["sim-dr1".to_owned()];
    let record = Record {
        event: "read",
        instance: Some("tap"),
        collections: &collections,
        rows: Some(3),
        outcome: "whole",
        ..Record::default()
    };
    audit.record(&asker(), &record);
    audit.record(&Asker::default(), &login("refused"));
    audit.flush();
    let read = "{\"address\":\"127.0.0.1\",\"collections\":[\"sim-dr1\"],\"event\":\"read\",\"instance\":\"tap\",\
                \"outcome\":\"whole\",\"request\":\"r1\",\"rows\":3,\"user\":\"ada\"}";
    assert_eq!(lines(&path), [read, "{\"event\":\"login\",\"outcome\":\"refused\",\"user\":null}"]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_is_moved_away_is_begun_anew_and_one_for_all_eyes_is_closed_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let (path, old) = (folder.path().join("audit.jsonl"), folder.path().join("audit.1"));
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let audit = Audit::open(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    audit.record(&asker(), &login("one"));
    audit.flush();
    fs::rename(&path, &old).unwrap();
    audit.record(&asker(), &login("two"));
    audit.flush();
    let outcomes = |path| lines(path).iter().map(|line| line.contains("\"one\"")).collect::<Vec<_>>();
    assert_eq!((outcomes(&old), outcomes(&path)), (vec![true], vec![false]));
}

#[test]
fn a_change_by_a_command_stands_under_the_name_of_its_operator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    Changes::open(Some(&path)).unwrap().record("user add", "ada").unwrap();
    Changes::open(None).unwrap().record("user add", "eve").unwrap();
    let operator = nix::unistd::User::from_uid(nix::unistd::getuid()).unwrap().unwrap().name;
    let added = format!(
        "{{\"event\":\"change\",\"operator\":\"{operator}\",\"outcome\":\"done\",\"subject\":\"ada\",\"user\":null,\
         \"what\":\"user add\"}}"
    );
    assert_eq!(lines(&path), [added]);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_lost_is_counted_and_told() {
    let (lines_sent, waiting) = mpsc::sync_channel(1);
    let lost = Arc::new(AtomicU64::new(0));
    let audit = Audit(Some(Arc::new(Inner { lines: lines_sent, lost: lost.clone() })));
    for _ in 0..3 {
        audit.record(&asker(), &login("x"));
    }
    assert_eq!(lost.load(Ordering::Relaxed), 2);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    drop(audit);
    write(AuditFile::open(&path).unwrap(), &waiting, &lost);
    let told = lines(&path);
    assert_eq!((told.len(), told[1].as_str()), (2, "{\"event\":\"lost\",\"records\":2}"));
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let error = Audit::open(&folder.path().join("none/audit.jsonl")).err().unwrap();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}
