//! The same query by each real client, as rows of text.

use crate::client::Csv;
use crate::harness::{Host, python, shared, stilts};

/// Rows of a synchronous query by STILTS.
pub fn stilts_query(host: &Host, adql: &str) -> Csv {
    let url = format!("tapurl={}/tap", host.base());
    let adql = format!("adql={adql}");
    Csv::parse(&stilts(&["tapquery", &url, &adql, "sync=true", "maxrec=1000000", "ofmt=csv"]))
}

/// Rows of a synchronous query by pyvo.
pub fn pyvo_search(host: &Host, adql: &str) -> Csv {
    let table = python("search.py", &[&format!("{}/tap", host.base()), adql]);
    let strings = |list: &serde_json::Value| -> Vec<String> {
        let texts =
            list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned());
        texts.collect()
    };
    let rows = table["rows"].as_array().expect("rows").iter().map(strings).collect();
    Csv { head: strings(&table["head"]), rows }
}

#[test]
fn both_clients_read_the_same_numbers_and_names() {
    let adql = "SELECT TOP 50 tile_id, number, alpha_j2000 AS \"Lon\", flags[2] AS f FROM jplus.MagABDualObj \
                ORDER BY tile_id, number";
    let (from_stilts, from_pyvo) = (stilts_query(shared(), adql), pyvo_search(shared(), adql));
    assert_eq!(from_stilts.head, ["TILE_ID", "NUMBER", "Lon", "f"]);
    assert_eq!(from_pyvo.head, from_stilts.head);
    assert_eq!(from_pyvo.numbers("Lon"), from_stilts.numbers("Lon"));
    assert_eq!(from_pyvo.column("f"), from_stilts.column("f"));
    assert_eq!(from_stilts.rows.len(), 50);
}

#[test]
fn pyvo_reads_errors_limits_and_tables() {
    let report = python("service.py", &[&format!("{}/tap", shared().base())]);
    let error = report["error"].as_str().expect("a text");
    assert!(error.contains("nothing") && error.contains("line 1"), "{error}");
    assert_eq!((&report["maxrec"], &report["hardlimit"]), (&20_000.into(), &10_000_000.into()));
    let tables = report["tables"].as_array().expect("a list");
    assert!(tables.contains(&"jplus.MagABDualObj".into()), "{tables:?}");
    assert_eq!(report["unit"], "deg");
    assert_eq!(report["overflow"], true);
}
