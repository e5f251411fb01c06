//! Language features: what the capabilities declare is what the service understands (TAPRegExt 1.0).

use std::collections::BTreeMap;

use crate::client::Client;
use crate::harness::Start;

/// A query for each form that is declared, but for functions.
const FEATURES: &[(&str, &str)] = &[
    ("AREA", "SELECT TOP 1 AREA(CIRCLE(ra, dec, 1)) AS a FROM jplus.TileImage"),
    ("BOX", "SELECT TOP 1 BOX(ra, dec, 1, 2) AS b FROM jplus.TileImage"),
    ("CENTROID", "SELECT TOP 1 CENTROID(CIRCLE(ra, dec, 1)) AS c FROM jplus.TileImage"),
    ("CIRCLE", "SELECT TOP 1 CIRCLE('ICRS', ra, dec, 0.5) AS c FROM jplus.TileImage"),
    ("CONTAINS", "SELECT TOP 1 CONTAINS(POINT(ra, dec), CIRCLE(0, 2, 1)) AS c FROM jplus.TileImage"),
    ("COORD1", "SELECT TOP 1 COORD1(POINT(ra, dec)) AS c FROM jplus.TileImage"),
    ("COORD2", "SELECT TOP 1 COORD2(POINT(ra, dec)) AS c FROM jplus.TileImage"),
    ("COORDSYS", "SELECT TOP 1 COORDSYS(POINT('GALACTIC', ra, dec)) AS c FROM jplus.TileImage"),
    ("DISTANCE", "SELECT TOP 1 DISTANCE(ra, dec, 0, 0) AS d FROM jplus.TileImage"),
    ("INTERSECTS", "SELECT TOP 1 INTERSECTS(CIRCLE(ra, dec, 1), CIRCLE(0, 2, 1)) AS i FROM jplus.TileImage"),
    ("POINT", "SELECT TOP 1 POINT('ICRS', ra, dec) AS p FROM jplus.TileImage"),
    ("POLYGON", "SELECT TOP 1 POLYGON(ra, dec, ra + 1, dec, ra, dec + 1) AS p FROM jplus.TileImage"),
    ("REGION", "SELECT TOP 1 REGION('Circle ICRS 10 20 0.5') AS r FROM jplus.TileImage"),
    ("LOWER", "SELECT TOP 1 LOWER(name) AS n FROM jplus.Filter WHERE LOWER(name) = 'rsdss'"),
    ("UPPER", "SELECT TOP 1 UPPER(name) AS n FROM jplus.Filter WHERE UPPER(name) = 'RSDSS'"),
    ("ILIKE", "SELECT TOP 1 name FROM jplus.Filter WHERE name ILIKE 'RS%'"),
    ("UNION", "SELECT name FROM jplus.Filter UNION SELECT name FROM jplus.Filter"),
    ("EXCEPT", "SELECT name FROM jplus.Filter EXCEPT SELECT name FROM jplus.Filter WHERE filter_id > 1"),
    ("INTERSECT", "SELECT name FROM jplus.Filter INTERSECT SELECT name FROM jplus.Filter"),
    ("WITH", "WITH f AS (SELECT name FROM jplus.Filter) SELECT TOP 1 name FROM f"),
    ("CAST", "SELECT TOP 1 CAST(filter_id AS DOUBLE PRECISION) AS d FROM jplus.Filter"),
    ("IN_UNIT", "SELECT TOP 1 IN_UNIT(wavelength, 'm') AS w FROM jplus.Filter"),
    ("OFFSET", "SELECT name FROM jplus.Filter ORDER BY filter_id OFFSET 11"),
    ("CASE", "SELECT CASE WHEN filter_id = 1 THEN 'r' ELSE 'other' END AS c FROM jplus.Filter"),
    ("window functions", "SELECT ROW_NUMBER() OVER (ORDER BY wavelength) AS k FROM jplus.Filter"),
    ("LIMIT", "SELECT name FROM jplus.Filter LIMIT 1"),
    ("booleans", "SELECT TOP 1 name FROM jplus.Filter WHERE TRUE"),
    ("array subscripts", "SELECT TOP 1 mag_auto[1] FROM jplus.MagABDualObj"),
    ("enumerations", "SELECT TOP 1 jplus::rSDSS AS r FROM jplus.Filter"),
    ("array_element", "SELECT TOP 1 array_element(mag_auto, 1) AS r FROM jplus.MagABDualObj"),
    ("array_length", "SELECT TOP 1 array_length(mag_auto) AS n FROM jplus.MagABDualObj"),
    ("* beside other columns", "SELECT TOP 1 *, filter_id + 1 AS n FROM jplus.Filter"),
    ("GROUP BY an output", "SELECT filter_id / 2 AS half, COUNT(*) AS n FROM jplus.Filter GROUP BY half"),
    ("jplus", "SELECT TOP 1 mag_auto[jplus::rSDSS] FROM jplus.MagABDualObj"),
    ("COALESCE", "SELECT TOP 1 COALESCE(name, 'none') AS n FROM jplus.Filter"),
];

/// A call of each function that is declared, with every kind of geometry.
const CALLS: &[&str] = &[
    "ivo_to_jd('2000-01-02T12:00:00')",
    "ivo_to_mjd('2000-01-02T12:00:00')",
    "gavo_to_jd('2000-01-02T12:00:00')",
    "gavo_to_mjd('2000-01-02T12:00:00')",
    "ivo_hashlist_has('red#green', name)",
    "ivo_hasword('many words here', 'word')",
    "ivo_nocasematch(name, 'rs%')",
    "ivo_string_agg(name, ', ')",
    "gavo_match('^J0', name)",
    "gavo_urlescape(name)",
    "gavo_getauthority('ivo://org.example/tap')",
    "ivo_interval_overlaps(1, 2, 1.5, 3)",
    "ivo_interval_has(wavelength, 300, 400)",
    "ivo_healpix_index(8, wavelength / 10, 1)",
    "ivo_healpix_index(8, POINT(wavelength / 10, 1))",
    "ivo_healpix_center(8, filter_id)",
    "ivo_epoch_prop(10, 20, 100, 300, -400, 50, 2016, 2000)",
    "ivo_epoch_prop_pos(10, 20, 100, 300, -400, 50, 2016, 2000)",
    "gavo_apply_pm(10, 20, 0.001, 0.002, filter_id)",
    "ivo_geom_transform('ICRS', 'GALACTIC', POINT(wavelength / 10, 1))",
    "ivo_geom_transform('ICRS', 'GALACTIC', CIRCLE(wavelength / 10, 1, 1))",
    "ivo_geom_transform('ICRS', 'GALACTIC', POLYGON(1, 2, 3, 4, wavelength / 10, 1))",
    "ivo_transform('ICRS', 'FK4', POINT(wavelength / 10, 1))",
    "ivo_transform('ICRS', 'FK4', CIRCLE(wavelength / 10, 1, 1))",
    "ivo_transform('ICRS', 'FK4', POLYGON(1, 2, 3, 4, wavelength / 10, 1))",
    "gavo_transform('ICRS', 'FK5', POINT(wavelength / 10, 1))",
    "gavo_transform('ICRS', 'FK5', CIRCLE(wavelength / 10, 1, 1))",
    "gavo_transform('ICRS', 'FK5', POLYGON(1, 2, 3, 4, wavelength / 10, 1))",
    "ivo_hms_to_degrees('3:34:45.4')",
    "ivo_dms_to_degrees('-00:15:00')",
    "ivo_histogram(wavelength, 300, 900, 6)",
    "gavo_histogram(wavelength, 300, 900, 6)",
    "ivo_normal_random(0, 1)",
    "gavo_normal_random(0, 1)",
    "gavo_specconv(wavelength, 'eV')",
    "gavo_specconv(1, 'nm', 'Hz')",
];

#[tokio::test]
async fn every_declared_feature_is_understood() {
    let client = Client::shared();
    let queries = BTreeMap::from_iter(FEATURES.iter().copied());
    let features = declared(&client).await;
    assert!(features.len() >= 50, "{features:?}");
    for form in features.iter().filter(|form| !form.contains("->")) {
        let adql =
            queries.get(form.as_str()).unwrap_or_else(|| panic!("{form} is declared and has no query here"));
        let answer = client.query(adql, &[("RESPONSEFORMAT", "votable/td")]).await;
        assert_eq!(answer.status, 200, "{form}: {}", answer.text());
        assert!(!answer.votable().rows().is_empty(), "{form} found nothing");
    }
}

#[tokio::test]
async fn what_goes_beyond_the_standard_is_described_and_works() {
    let client = Client::shared();
    let description = described(&client).await;
    for (form, adql) in FEATURES.iter().skip_while(|(form, _)| *form != "CASE") {
        // COALESCE is of the standard, and undeclared for the sake of old validators.
        assert!(description.contains(form) || *form == "COALESCE", "{form}: {description}");
        let answer = client.query(adql, &[("RESPONSEFORMAT", "votable/td")]).await;
        assert_eq!(answer.status, 200, "{form}: {}", answer.text());
        assert!(!answer.votable().rows().is_empty(), "{form} found nothing");
    }
}

#[tokio::test]
async fn every_declared_function_can_be_called() {
    let client = Client::shared();
    let name = |call: &str| call.split('(').next().unwrap_or_default().to_owned();
    let forms: Vec<String> = declared(&client).await.into_iter().filter(|form| form.contains("->")).collect();
    for form in &forms {
        let called = CALLS.iter().any(|call| name(call) == name(form));
        assert!(called, "{form} is declared and not called here");
    }
    for call in CALLS {
        assert!(forms.iter().any(|form| name(form) == name(call)), "{call} is not declared");
        let adql = format!("SELECT {call} AS v FROM jplus.Filter");
        let answer = client.query(&adql, &[("RESPONSEFORMAT", "votable/td")]).await;
        assert_eq!(answer.status, 200, "{call}: {}", answer.text());
        let table = answer.votable();
        assert!(!table.rows().is_empty(), "{call} found nothing");
    }
}

/// The forms of all declared features.
async fn declared(client: &Client) -> Vec<String> {
    let root = client.get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let features = elements.iter().filter(|element| element.name == "feature");
    features.map(|feature| feature.text_of("form").to_owned()).collect()
}

/// What the capabilities say of the language in words.
async fn described(client: &Client) -> String {
    let root = client.get("/tap/capabilities").await.xml();
    let elements = root.descendants();
    let language = elements.iter().find(|element| element.name == "language").expect("there is a language");
    language.text_of("description").to_owned()
}

/// A query for each extension, by the words with which strict mode refuses it.
const REFUSED: &[(&str, &str)] = &[
    ("CASE", "SELECT CASE WHEN filter_id = 1 THEN 'r' ELSE 'x' END AS c FROM jplus.Filter"),
    ("window function", "SELECT ROW_NUMBER() OVER (ORDER BY wavelength) AS k FROM jplus.Filter"),
    ("LIMIT", "SELECT name FROM jplus.Filter LIMIT 1"),
    ("array subscript", "SELECT mag_auto[1] FROM jplus.MagABDualObj"),
];

#[tokio::test]
async fn a_strict_instance_declares_no_extension_and_refuses_each_by_name() {
    let host = Start::demo(2_000).with(&["--set", "tap.settings.strict=true"]).ready();
    let client = Client::of(&host);
    let features = declared(&client).await;
    assert!(features.iter().any(|form| form == "POLYGON"), "{features:?}");
    assert_eq!(described(&client).await, "ADQL 2.1 over PostgreSQL");
    for (name, adql) in REFUSED {
        let answer = client.query(adql, &[]).await;
        assert_eq!(answer.status, 400, "{adql}");
        assert!(answer.votable().error().contains(name), "{name}: {}", answer.text());
    }
}
