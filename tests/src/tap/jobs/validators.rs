//! Jobs under real clients: pyvo, STILTS and its validator.

use crate::client::Csv;
use crate::harness::{python, shared, stilts, tell};

const STAGES: &str = "stages=TMV CPV QAS UWS";

#[test]
fn taplint_has_nothing_to_say_about_jobs() {
    let report = stilts(&["taplint", &format!("tapurl={}/tap", shared().base()), STAGES]);
    let totals = report.lines().find(|line| line.starts_with("Totals: ")).expect("taplint ends with totals");
    tell(&format!("taplint of jobs: {totals}"));
    let complaint = |line: &&str| ["E-", "W-", "F-"].iter().any(|letter| line.starts_with(letter));
    let complaints: Vec<&str> = report.lines().filter(complaint).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(totals.starts_with("Totals: Errors: 0; Warnings: 0;"), "{totals}");
    for stage in STAGES.trim_start_matches("stages=").split(' ') {
        assert!(report.contains(&format!("Section {stage}:")), "stage {stage} did not run");
    }
}

#[test]
fn stilts_gets_the_rows_of_a_job() {
    let url = format!("tapurl={}/tap", shared().base());
    let adql = "adql=SELECT TOP 5 filter_id, name FROM jplus.Filter ORDER BY filter_id";
    let both = ["true", "false"].map(|sync| {
        let sync = format!("sync={sync}");
        Csv::parse(&stilts(&["tapquery", &url, adql, &sync, "ofmt=csv"]))
    });
    assert_eq!(both[0].rows.len(), 5);
    assert_eq!(both[0].rows, both[1].rows);
}

#[test]
fn pyvo_makes_changes_runs_and_deletes_jobs() {
    let report = python("jobs.py", &[&format!("{}/tap", shared().base())]);
    let expected = serde_json::json!({
        "first_phase": "PENDING",
        "query": "SELECT TOP 2 name FROM jplus.Filter ORDER BY filter_id",
        "phase": "COMPLETED",
        "rows": 2,
        "async_rows": 3,
        "uploaded": [["1", "one"], ["2", "two"]],
        "list": 0,
        "failed": "ERROR",
        "message": true,
        "gone": 404,
    });
    assert_eq!(report, expected);
}
