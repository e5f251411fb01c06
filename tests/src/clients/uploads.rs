//! Uploads by real clients: tables that go up come back, and meet the rows that they were taken from.

use std::fs;

use crate::client::Csv;
use crate::harness::{python, shared, stilts};

const TABLE: &str = "jplus.MagABDualObj";

#[test]
fn pyvo_uploads_astropy_tables_and_joins_them() {
    let url = format!("{}/tap", shared().base());
    let report = python("upload.py", &[&url, TABLE, "ALPHA_J2000", "DELTA_J2000"]);
    assert_eq!((&report["rows"], &report["same"], &report["both"]), (&40.into(), &40.into(), &7.into()));
    let names = serde_json::json!(["ra", "dec", "tile", "number", "label", "note"]);
    assert_eq!(report["names"], names);
    for what in ["labels", "positions", "nulls"] {
        assert_eq!(report[what], true, "{what}: {report}");
    }
}

#[test]
fn stilts_uploads_every_serialization_of_votable() {
    let host = shared();
    let url = format!("tapurl={}/tap", host.base());
    let folder = tempfile::tempdir().expect("a folder");
    let stars = folder.path().join("stars.csv");
    let head = "adql=SELECT TOP 500 tile_id, number, alpha_j2000 AS ra, delta_j2000 AS dec FROM jplus.MagABDualObj \
                ORDER BY tile_id, number";
    let csv = stilts(&["tapquery", &url, head, "sync=true", "ofmt=csv"]);
    fs::write(&stars, &csv).expect("the folder is ours");
    let upload = format!("upload1={}", stars.display());
    let join = format!(
        "adql=SELECT m.tile_id, m.number, m.ra, m.dec FROM TAP_UPLOAD.mine AS m JOIN {TABLE} AS c \
         ON DISTANCE(m.ra, m.dec, c.alpha_j2000, c.delta_j2000) < 0.2/3600 \
         WHERE m.tile_id = c.tile_id AND m.number = c.number ORDER BY m.tile_id, m.number"
    );
    for serialization in ["tabledata", "binary", "binary2"] {
        let format = format!("upvotformat={serialization}");
        let answer = stilts(&[
            "tapquery",
            &url,
            &join,
            "nupload=1",
            "upname1=mine",
            "ufmt1=csv",
            &upload,
            &format,
            "sync=true",
            "maxrec=1000",
            "ofmt=csv",
        ]);
        let (sent, found) = (Csv::parse(&csv), Csv::parse(&answer));
        assert_eq!(found.head, ["TILE_ID", "NUMBER", "ra", "dec"], "{serialization}");
        assert_eq!(found.rows, sent.rows, "{serialization}");
    }
}
