//! Cones by the real clients: STILTS, pyvo, astroquery and astropy; and in every format.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::OBJECTS;
use crate::client::{Client, Csv};
use crate::harness::{new_folder, python, shared, stilts};

/// A radius with some objects in it, and more than one where their places are dense.
const RADIUS: &str = "0.3";

/// The address of the cone search, right ascension and declination of an object, and the identifiers round it.
async fn cone() -> (String, [String; 2], Vec<String>) {
    let client = Client::shared();
    let place = client.rows("SELECT TOP 1 alpha_j2000, delta_j2000 FROM jplus.MagABDualObj").await;
    let place = [place.rows[0][0].clone(), place.rows[0][1].clone()];
    let circle = format!(
        "SELECT object_id FROM jplus.MagABDualObj WHERE 1 = CONTAINS(POINT(alpha_j2000, delta_j2000), \
         CIRCLE({}, {}, {RADIUS})) ORDER BY object_id",
        place[0], place[1]
    );
    let found = client.rows(&circle).await;
    assert!(found.rows.len() > 5, "{} objects round an object", found.rows.len());
    let ids = found.rows.iter().map(|row| row[0].clone()).collect();
    (format!("{}{OBJECTS}", shared().base()), place, ids)
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned());
    texts.collect()
}

#[tokio::test]
async fn pyvo_astroquery_and_astropy_find_identifiers_places_units_and_errors() {
    let (url, [ra, dec], ids) = cone().await;
    let report = python("conesearch.py", &[&url, &ra, &dec, RADIUS]);
    let [pyvo, astropy, astroquery] = ["pyvo", "astropy", "astroquery"].map(|name| &report[name]);
    assert_eq!(texts(&pyvo["ids"]), ids);
    assert_eq!(texts(&astroquery["ids"]), ids);
    assert!(pyvo["farthest"].as_f64().is_some_and(|distance| distance <= 0.3), "{pyvo}");
    let columns = |name: &str| pyvo[name].as_u64().unwrap_or_default();
    assert!(
        columns("all_columns") > columns("columns") && columns("columns") == columns("metadata"),
        "{pyvo}"
    );
    assert_eq!(pyvo["cut"], 1);
    let error = "parameter SR has the value `181.0`; it must be decimal degrees from 0 to 180, e.g. 0.1";
    assert_eq!(pyvo["error"], error);
    let units = json!({ "ALPHA_J2000": "deg", "DELTA_J2000": "deg", "_r": "deg", "MAG_AUTO": "mag" });
    assert_eq!((&astropy["units"], &astropy["rows"]), (&units, &json!(ids.len())));
    assert!(astropy["arcsec_off"].as_f64().is_some_and(|off| off < 1e-6), "{astropy}");
    let columns = json!(["OBJECT_ID", "ALPHA_J2000", "DELTA_J2000", "_r"]);
    assert_eq!(astroquery["columns"], columns);
}

#[tokio::test]
async fn stilts_finds_the_objects_of_one_cone_and_of_one_for_each_row() {
    let (url, [ra, dec], ids) = cone().await;
    let [service, lon, lat] = [format!("serviceurl={url}"), format!("lon={ra}"), format!("lat={dec}")];
    let radius = format!("radius={RADIUS}");
    for verbosity in ["verb=1", "verb=3"] {
        let found = stilts(&["cone", &service, &lon, &lat, &radius, verbosity, "ofmt=csv"]);
        assert_eq!(identifiers(&found), ids.iter().cloned().collect(), "{verbosity}");
    }
    let folder = new_folder();
    let targets = folder.path().join("targets.csv");
    std::fs::write(&targets, format!("name,ra,dec\nthere,{ra},{dec}\nnowhere,180,-60\n")).unwrap();
    let input = format!("in={}", targets.display());
    let joined = stilts(&[
        "coneskymatch",
        &service,
        &input,
        "ifmt=csv",
        "ra=ra",
        "dec=dec",
        &format!("sr={RADIUS}"),
        "find=all",
        "ofmt=csv",
    ]);
    assert_eq!(identifiers(&joined), ids.iter().cloned().collect());
    assert!(Csv::parse(&joined).column("name").iter().all(|name| *name == "there"));
}

fn identifiers(text: &str) -> BTreeSet<String> {
    Csv::parse(text).column("OBJECT_ID").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_format_has_the_values_that_tap_gives() {
    let (_, [ra, dec], ids) = cone().await;
    let published = "SELECT column_name FROM TAP_SCHEMA.columns WHERE table_name = 'jplus.MagABDualObj' \
                     AND column_name NOT IN ('OBJECT_ID', 'ALPHA_J2000', 'DELTA_J2000') ORDER BY column_index";
    let others = Client::shared().rows(published).await;
    let others: Vec<&str> = others.rows.iter().map(|row| row[0].as_str()).collect();
    let distance = format!("DISTANCE(POINT(ALPHA_J2000, DELTA_J2000), POINT({ra}, {dec}))");
    let adql = format!(
        "SELECT CAST(OBJECT_ID AS VARCHAR) AS OBJECT_ID, ALPHA_J2000, DELTA_J2000, {distance} AS \"_r\", {} \
         FROM jplus.MagABDualObj WHERE {distance} <= {RADIUS} ORDER BY {distance}",
        others.join(", ")
    );
    let query = format!("RA={ra}&DEC={dec}&SR={RADIUS}&VERB=3&ORDER=distance");
    let report = python("cones.py", &[shared().base(), &query, &adql]);
    assert_eq!((&report["different"], &report["empty"]), (&json!([]), &json!([])), "{report}");
    assert_eq!((&report["rows"], &report["formats"]), (&json!(ids.len()), &json!(15)));
}
