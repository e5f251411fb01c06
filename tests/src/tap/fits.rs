//! FITS as clients read it (FITS 4.0 §7.3).

use super::formats::QUERY;
use crate::client::Client;
use crate::harness::{fitsverify, new_folder, python, shared};

#[tokio::test]
async fn astropy_reads_from_fits_what_it_reads_from_tabledata() {
    let folder = new_folder();
    let file = folder.path().join("answer.fits");
    let report = python("fits.py", &[shared().base(), QUERY, &file.display().to_string()]);
    let expected = serde_json::json!({ "rows": 200, "columns": 29, "overflow": "OK", "differences": [] });
    assert_eq!(report, expected);
    assert_eq!(fitsverify(&file), format!("verification OK: {}", file.display()));
}

#[tokio::test]
async fn a_cut_answer_says_so_and_keeps_to_the_standard() {
    let folder = new_folder();
    let file = folder.path().join("cut.fits");
    let client = Client::shared();
    for maxrec in ["0", "3"] {
        let fits = [("RESPONSEFORMAT", "fits"), ("MAXREC", maxrec)];
        let answer = client.query("SELECT * FROM jplus.MagABDualObj", &fits).await;
        assert_eq!(answer.header("content-type"), "application/fits");
        std::fs::write(&file, &answer.body).expect("the folder is ours");
        assert_eq!(fitsverify(&file), format!("verification OK: {}", file.display()));
        let text = String::from_utf8_lossy(&answer.body);
        assert!(text.contains("QSTATUS = 'OVERFLOW'"), "MAXREC={maxrec}");
    }
}

#[tokio::test]
async fn a_query_that_fails_after_many_rows_has_the_status_of_an_error() {
    let client = Client::shared();
    let query = "SELECT number, 100 / (number - 777) AS q FROM jplus.MagABDualObj ORDER BY number";
    let answer = client.query(query, &[("RESPONSEFORMAT", "fits"), ("MAXREC", "100000")]).await;
    assert_eq!((answer.status, answer.votable().error()), (400, "division by zero"));
}
