//! Points that functions compute, wherever a point may stand, in a PostgreSQL of our own.

use crate::functions::psql;
use crate::sample::translated;

/// Where the star of the test's table, at (10, 41), is after 16 years; and the centre of its cell.
const MOVED: &str = "ivo_epoch_prop_pos(ra, dec, parallax, 3600, -3600, NULL, 2000, 2016)";
const CENTRE: &str = "ivo_healpix_center(17, ivo_healpix_index(17, ra, dec))";

fn value(expression: &str) -> String {
    psql(&translated(&format!("SELECT {expression} AS x FROM demo.stars")).unwrap().sql)
}

fn number(expression: &str) -> f64 {
    value(expression).parse().unwrap()
}

#[test]
fn computed_points_have_distances_and_coordinates() {
    // 3.6 arcsec to the east and to the south a year.
    let moved_deg = 16.0 * 2_f64.sqrt() / 1000.0;
    assert!((number(&format!("DISTANCE({MOVED}, POINT(ra, dec))")) - moved_deg).abs() < 1e-8);
    assert!((number(&format!("COORD2({MOVED})")) - (41.0 - 0.016)).abs() < 1e-5);
    assert!(number(&format!("DISTANCE({CENTRE}, {MOVED})")) > 0.02);
    assert!(number(&format!("DISTANCE(POINT(ra, dec), {CENTRE})")) < 0.0005);
}

#[test]
fn computed_points_stand_in_predicates_and_shapes() {
    assert_eq!(value(&format!("CONTAINS({MOVED}, CIRCLE(ra, dec, 0.03))")), "1");
    assert_eq!(value(&format!("CONTAINS({MOVED}, CIRCLE(ra, dec, 0.02))")), "0");
    assert_eq!(value(&format!("CONTAINS(POINT(ra, dec), CIRCLE({CENTRE}, 0.001))")), "1");
    assert_eq!(value(&format!("INTERSECTS({CENTRE}, POLYGON(9, 40, 11, 40, 11, 42, 9, 42))")), "1");
    assert_eq!(
        value(&format!("ivo_healpix_index(17, {CENTRE})")),
        value("ivo_healpix_index(17, ra + 0, dec)")
    );
    let rows = format!("SELECT id FROM demo.stars WHERE DISTANCE({MOVED}, POINT(10, 41)) < 0.03");
    assert_eq!(psql(&translated(&rows).unwrap().sql), "1");
}

#[test]
fn columns_change_frames_as_constants_do() {
    for (from, to) in [("ICRS", "GALACTIC"), ("GALACTIC", "ECLIPTIC"), ("FK4", "ICRS")] {
        let of = |point: &str| format!("ivo_geom_transform('{from}', '{to}', POINT({point}))");
        let (column, constant) = (of("ra, dec"), of("10, 41"));
        let apart = number(&format!(
            "DISTANCE(COORD1({column}), COORD2({column}), COORD1({constant}), COORD2({constant}))"
        ));
        assert!(apart < 1e-9, "{from} to {to}: {apart}");
        let back = format!("ivo_geom_transform('{to}', '{from}', {column})");
        assert!((number(&format!("COORD1({back})")) - 10.0).abs() < 1e-9, "{from} to {to}");
    }
}

#[test]
fn functions_that_are_expressions_are_inlined() {
    for call in [
        "ivo_hasword(name, 'galaxy')",
        "ivo_interval_overlaps(ra, dec, 1, 2)",
        "ivo_interval_has(ra, spectrum)",
    ] {
        let sql = translated(&format!("SELECT {call} AS x FROM demo.stars")).unwrap().sql;
        let plan = psql(&format!("EXPLAIN VERBOSE {sql}"));
        assert!(sql.contains("armilla."), "{sql}");
        assert!(!plan.contains("armilla."), "{plan}");
    }
}
