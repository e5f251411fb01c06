//! VOTables that STILTS writes, read as uploads; skipped where STILTS is not installed.

use std::process::Command;

use catalogue::{Datatype, PgBase, PgType};

use crate::pg::{self, Value, batch, text};
use crate::upload::upload;
use crate::write::{array, column, document, scalar};

#[test]
fn documents_of_stilts_hold_the_same_values() {
    if Command::new("stilts").arg("-version").output().is_err() {
        eprintln!("skipped: STILTS is not installed");
        return;
    }
    let columns = [
        scalar("flag", Datatype::Boolean, PgBase::Bool),
        scalar("id", Datatype::Int, PgBase::Int4),
        scalar("long", Datatype::Long, PgBase::Int8),
        scalar("mag", Datatype::Float, PgBase::Float4),
        scalar("ra", Datatype::Double, PgBase::Float8),
        column("name", Datatype::Char, "*", PgType::scalar(PgBase::Text)),
        array("mags", Datatype::Float, "2", PgBase::Float4),
    ];
    let mags = Value::Array(pg::FLOAT4, vec![Value::Float4(1.5), Value::Float4(-2.0)]);
    let full = |id| {
        let numbers = (Value::Int8(-5), Value::Float4(20.5), Value::Float8(10.25));
        vec![
            Value::Bool(true),
            Value::Int4(id),
            numbers.0,
            numbers.1,
            numbers.2,
            text("a <b> & c"),
            mags.clone(),
        ]
    };
    let mut sparse = full(2);
    (sparse[1], sparse[2]) = (Value::Null, Value::Null);
    let rows = [full(1), sparse];
    let folder = tempfile::tempdir().unwrap();
    let ours = folder.path().join("ours.vot");
    std::fs::write(&ours, document("votable/b2", &columns, &rows)).unwrap();
    for format in ["TABLEDATA", "BINARY", "BINARY2"] {
        for version in ["V10", "V12", "V14"] {
            let theirs = folder.path().join("theirs.vot");
            let output = Command::new("stilts")
                .args(["tcopy", "ifmt=votable"])
                .arg(format!("in={}", ours.display()))
                .arg(format!("out={}", theirs.display()))
                .arg(format!("ofmt=votable(format={format},version={version})"))
                .output()
                .unwrap();
            if !output.status.success() {
                // BINARY2 is not in the old versions.
                assert!(format == "BINARY2" && version != "V14", "{output:?}");
                continue;
            }
            let read = upload(std::fs::read(&theirs).unwrap()).unwrap();
            assert_eq!(read.rows, batch(&rows), "{format} {version}");
        }
    }
}
