//! Language features: what the capabilities declare is what the service understands (TAPRegExt 1.0).

use std::collections::BTreeMap;

use crate::client::Client;

/// A query for each form that is declared.
const FEATURES: &[(&str, &str)] = &[
    ("CIRCLE", "SELECT TOP 1 CIRCLE('ICRS', ra, dec, 0.5) AS c FROM jplus.TileImage"),
    ("CONTAINS", "SELECT TOP 1 CONTAINS(POINT(ra, dec), CIRCLE(0, 2, 1)) AS c FROM jplus.TileImage"),
    ("COORD1", "SELECT TOP 1 COORD1(POINT(ra, dec)) AS c FROM jplus.TileImage"),
    ("COORD2", "SELECT TOP 1 COORD2(POINT(ra, dec)) AS c FROM jplus.TileImage"),
    ("DISTANCE", "SELECT TOP 1 DISTANCE(ra, dec, 0, 0) AS d FROM jplus.TileImage"),
    ("POINT", "SELECT TOP 1 POINT('ICRS', ra, dec) AS p FROM jplus.TileImage"),
    ("LOWER", "SELECT TOP 1 LOWER(name) AS n FROM jplus.Filter WHERE LOWER(name) = 'rsdss'"),
    ("UPPER", "SELECT TOP 1 UPPER(name) AS n FROM jplus.Filter WHERE UPPER(name) = 'RSDSS'"),
    ("ILIKE", "SELECT TOP 1 name FROM jplus.Filter WHERE name ILIKE 'RS%'"),
    ("UNION", "SELECT name FROM jplus.Filter UNION SELECT name FROM jplus.Filter"),
    ("EXCEPT", "SELECT name FROM jplus.Filter EXCEPT SELECT name FROM jplus.Filter WHERE filter_id > 1"),
    ("INTERSECT", "SELECT name FROM jplus.Filter INTERSECT SELECT name FROM jplus.Filter"),
    ("WITH", "WITH f AS (SELECT name FROM jplus.Filter) SELECT TOP 1 name FROM f"),
    ("CAST", "SELECT TOP 1 CAST(filter_id AS DOUBLE PRECISION) AS d FROM jplus.Filter"),
    ("OFFSET", "SELECT name FROM jplus.Filter ORDER BY filter_id OFFSET 11"),
    ("jplus", "SELECT TOP 1 mag_auto[jplus::rSDSS] FROM jplus.MagABDualObj"),
    ("COALESCE", "SELECT TOP 1 COALESCE(name, 'none') AS n FROM jplus.Filter"),
];

#[tokio::test]
async fn every_declared_feature_is_understood() {
    let client = Client::shared();
    let queries = BTreeMap::from_iter(FEATURES.iter().copied());
    let root = client.get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let features: Vec<&str> = elements
        .iter()
        .filter(|element| element.name == "feature")
        .map(|feature| feature.text_of("form"))
        .collect();
    assert!(features.len() >= 15, "{features:?}");
    for form in features {
        let adql = queries.get(form).unwrap_or_else(|| panic!("{form} is declared and has no query here"));
        let answer = client.query(adql, &[("RESPONSEFORMAT", "votable/td")]).await;
        assert_eq!(answer.status, 200, "{form}: {}", answer.text());
        assert!(!answer.votable().rows().is_empty(), "{form} found nothing");
    }
}

#[tokio::test]
async fn feature_that_is_not_declared_is_refused_by_name() {
    let client = Client::shared();
    for (form, expression) in [
        ("POLYGON", "POLYGON(1, 2, 3, 4, 5, 6)"),
        ("BOX", "BOX(1, 2, 3, 4)"),
        ("AREA", "AREA(CIRCLE(1, 2, 3))"),
        ("CENTROID", "CENTROID(CIRCLE(1, 2, 3))"),
        ("INTERSECTS", "INTERSECTS(CIRCLE(1, 2, 3), CIRCLE(1, 2, 3))"),
        ("IN_UNIT", "IN_UNIT(wavelength, 'm')"),
    ] {
        let answer = client.query(&format!("SELECT TOP 1 {expression} FROM jplus.Filter"), &[]).await;
        assert_eq!(answer.status, 400, "{form}");
        let message = answer.votable().error().to_owned();
        assert!(
            message.starts_with(&format!("error: {form} is not offered by this service yet\n")),
            "{message}"
        );
    }
}
