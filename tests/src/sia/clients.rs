//! Image searches by the real clients: pyvo and STILTS.

use serde_json::json;

use super::sample::ALL;
use super::{PLACE, column, ids, search1};
use crate::harness::{python, stilts};

#[tokio::test(flavor = "multi_thread")]
async fn pyvo_finds_the_images_by_both_versions() {
    let base = PLACE.host.base();
    let report = python("images.py", &[base, "105", "58", "1.5"]);
    let circle = ids(&[("POS", "CIRCLE 105 58 1.5")]).await;
    assert!(circle.len() > 3);
    assert_eq!(report["second"]["ids"], json!(circle));
    assert_eq!(report["second"]["urls"], json!([""]));
    let bands = ids(&[
        ("POS", "CIRCLE 105 58 1.5"),
        ("BAND", "4e-7 5e-7"),
        ("POL", "I"),
        ("CALIB", "1"),
        ("CALIB", "3"),
    ])
    .await;
    assert_eq!(report["second"]["narrowed"], json!(bands));
    assert_eq!(report["second"]["cut"], json!(2));
    assert!(report["second"]["error"].as_str().unwrap().starts_with("UsageFault: parameter POS"), "{report}");
    let parameters = [("POS", "105,58"), ("SIZE", "3,3"), ("FORMAT", "image/fits"), ("VERB", "3")];
    let square = column(&search1(&parameters).await, "obs_id");
    assert_eq!(report["first"]["ids"], json!(square));
    let image = ALL.iter().find(|image| image.id == square[0]).unwrap();
    assert_eq!(report["first"]["band"], json!(image.band()));
    assert_eq!(report["first"]["naxis"], json!([1000, 1000]));
    assert_eq!(report["first"]["graphics"], json!(["image/png"]));
    let told = report["first"]["error"].as_str().unwrap();
    assert!(told.contains("it must be at most 360 degrees, the largest region of this service"), "{told}");
}

#[test]
fn stilts_reads_the_answers() {
    let base = PLACE.host.base();
    for address in ["sia/query?POS=CIRCLE+105+58+1.5", "sia/v1?POS=105,58&SIZE=3&FORMAT=image/fits"] {
        let rows = stilts(&["tpipe", &format!("in={base}/{address}"), "ifmt=votable", "omode=count"]);
        assert!(rows.contains("rows:") && !rows.contains("rows: 0 "), "{rows}");
    }
}
