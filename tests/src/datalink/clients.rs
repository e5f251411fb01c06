//! pyvo from the rows of a query to links and cutouts, and the documents of the service.

use super::{CIRCLE, PLACE, did};
use crate::harness::{assert_valid, python};

#[tokio::test]
async fn pyvo_follows_rows_to_links_and_cuts_images() {
    let id = did("wide", "r.fits");
    let [lon, lat, radius] = CIRCLE;
    let report = python("links.py", &[PLACE.host.base(), lon, lat, radius, &id]);
    assert_eq!(report["semantics"][0], "#this", "{report}");
    assert_eq!(report["length"], super::bytes_of(&PLACE.path("r.fits")).len());
    let sides = report["cutout"].as_array().unwrap();
    // 0.009 degrees are 32.4 pixels of one arcsecond.
    assert!(sides.iter().all(|side| (64..=68).contains(&side.as_i64().unwrap())), "{report}");
    // Three public images, and one that everybody finds.
    assert_eq!(
        (report["rows"].as_i64(), report["batched"].as_array().map(Vec::len)),
        (Some(4), Some(4)),
        "{report}"
    );
    for found in report["batched"].as_array().unwrap() {
        assert!(found.as_array().unwrap().iter().any(|semantics| semantics == "#cutout"), "{report}");
    }
}

#[tokio::test]
async fn capabilities_declare_links_and_cutouts_and_examples_work() {
    let capabilities = PLACE.get("/capabilities", &[]).await;
    assert_valid(&capabilities.body, &[], "capabilities of datalink");
    for standard in [
        "ivo://ivoa.net/std/DataLink#links-1.1",
        "ivo://ivoa.net/std/SODA#sync-1.0",
        "ivo://ivoa.net/std/SODA#async-1.0",
        "ivo://ivoa.net/std/VOSI#availability",
    ] {
        assert!(capabilities.text().contains(&format!("standardID=\"{standard}\"")), "{standard}");
    }
    assert!(PLACE.get("/availability", &[]).await.text().contains("available>true"));
    for page in ["/examples", ""] {
        let answer = PLACE.get(page, &[]).await;
        let links: Vec<String> = answer
            .text()
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap_or_default().replace("&amp;", "&"))
            .collect();
        assert!(links.len() >= 3, "{}", answer.text());
        for link in links {
            let path = link.strip_prefix(PLACE.host.base()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(PLACE.client().get(path).await.status, 200, "{link}");
        }
    }
}
