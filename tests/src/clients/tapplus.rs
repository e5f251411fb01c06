//! astroquery's `TapPlus`: tables, synchronous and asynchronous jobs, uploads.

use std::fs;

use serde_json::json;

use crate::client::Client;
use crate::harness::{python, shared};

/// Two filters by number, as another program might write them.
const UPLOAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>
<FIELD name="id" datatype="int"/><FIELD name="label" datatype="char" arraysize="*"/>
<DATA><TABLEDATA><TR><TD>2</TD><TD>green</TD></TR><TR><TD>1</TD><TD>red</TD></TR></TABLEDATA></DATA>
</TABLE></RESOURCE></VOTABLE>
"#;

#[tokio::test]
async fn astroquery_lists_tables_runs_jobs_and_uploads() {
    let expected =
        Client::shared().rows("SELECT TOP 5 filter_id, name FROM jplus.Filter ORDER BY filter_id").await.rows;
    let folder = tempfile::tempdir().expect("a folder");
    let upload = folder.path().join("mine.vot");
    fs::write(&upload, UPLOAD).expect("the folder is ours");
    let url = format!("{}/tap", shared().base());
    let report = python("tapplus.py", &[&url, &upload.display().to_string()]);
    let tables = report["tables"].as_array().expect("a list");
    assert!(tables.contains(&json!("jplus.MagABDualObj")), "{tables:?}");
    assert_eq!((&report["sync"], &report["async"]), (&json!(expected), &json!(expected)));
    assert_eq!(report["phase"], "COMPLETED");
    let joined = json!([["red", expected[0][1]], ["green", expected[1][1]]]);
    assert_eq!((&report["upload"], &report["upload_async"]), (&joined, &joined));
}
