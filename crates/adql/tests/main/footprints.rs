//! Searches of stored regions: their SQL, and that in a real PostgreSQL they find what a scan of all rows finds.

mod database;

use adql::{Options, Translation, translate};
use catalogue::{Published, Scope, Viewer, parse};
use sky::Healpix;

use crate::sample;

/// The list of images, and a catalogue with positions.
pub fn scope(access: &str) -> Scope {
    let text = format!(
        "title = 'T'\ndescription = 'D'\nschema = 's'\n[images]\nfolder = '/data'\n\
         publisher_did = 'ivo://example.org/s'\n{access}\n"
    );
    let sample = sample::scope();
    let demo = sample.published().iter().find(|schema| schema.name == "demo").unwrap();
    let collections = vec![parse("set.toml", &text).unwrap(), (*demo.collection).clone()];
    let whole = Published::new(collections).scope("tap", None).unwrap();
    whole.visible_to(&Viewer::default())
}

const OPEN: &str = "access = 'public'";
/// Two of three images, by a condition that may fail.
const PART: &str = "access = { groups = ['staff'] }\n[[images.rows_for]]\naccess = 'public'\nwhere = \"MOD(calib_level, 3) <> 1\"\n";

pub fn translated(query: &str, access: &str) -> Translation {
    translate(query, &scope(access), &Healpix, &Options::default())
        .unwrap_or_else(|error| panic!("{}", error.render(query)))
}

fn condition(filter: &str) -> String {
    translated(&format!("SELECT obs_id FROM ivoa.obscore AS o WHERE {filter}"), OPEN).sql
}

const READ: &str = "SELECT \"t1\".\"obs_id\"::text AS \"c1\" FROM (SELECT \"obs_id\", \"s_region\", \"shape\", \"cells\" \
                    FROM \"armilla\".\"images\" WHERE \"collection\" = 'set' AND \"cells\" && $1::int8[] OFFSET 0) AS \
                    \"t1\" WHERE ";

#[test]
fn circles_and_points_are_found_by_cells_and_tested_twice() {
    let circle = "armilla.quad_reach(\"t1\".\"shape\", $2::float8, $3::float8, $4::float8)";
    for filter in [
        "1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5))",
        "INTERSECTS(CIRCLE(10, 20, 0.5), s_region) = 1",
        "1 = INTERSECTS(o.s_region, REGION('Circle ICRS 10 20 0.5'))",
    ] {
        let sql = condition(filter);
        assert!(sql.starts_with(&format!("{READ}(COALESCE({circle}, armilla.intersects(")), "{sql}");
    }
    assert_eq!(
        condition("1 = CONTAINS(POINT(10, 20), s_region)"),
        format!(
            "{READ}(COALESCE(armilla.quad_reach(\"t1\".\"shape\", $2::float8, $3::float8, 0), \
             armilla.contains(ARRAY[10::float8, 20::float8], \"t1\".\"shape\")))"
        )
    );
}

#[test]
fn conditions_below_not_and_of_grouped_rows_do_without() {
    let sql = condition("NOT INTERSECTS(s_region, CIRCLE(10, 20, 0.5)) = 1");
    assert!(sql.contains("armilla.intersects(\"t1\".\"shape\"") && !sql.contains("&&"), "{sql}");
    let query = "SELECT s_region, COUNT(*) AS n FROM ivoa.obscore GROUP BY s_region \
                 HAVING 1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5))";
    let sql = translated(query, OPEN).sql;
    assert!(sql.contains("HAVING armilla.intersects(armilla.region(\"t1\".\"s_region\")"), "{sql}");
}

#[test]
fn alternatives_are_one_list_of_cells() {
    let found = translated(
        "SELECT obs_id FROM ivoa.obscore WHERE (1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5)) OR \
         1 = INTERSECTS(s_region, REGION('RANGE 30 31 2 3'))) AND calib_level > 1",
        OPEN,
    );
    assert_eq!(found.sql.matches("\"cells\" && ").count(), 3, "{}", found.sql);
    assert!(found.sky_indexed);
    let sql = condition("1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5)) OR calib_level > 1");
    assert!(sql.contains("((\"t1\".\"cells\" && $1::int8[] AND COALESCE(armilla.quad_reach("), "{sql}");
}

#[test]
fn hidden_rows_are_searched_by_cells_inside_the_fence() {
    let query = "SELECT obs_id FROM ivoa.obscore WHERE 1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5))";
    let sql = translated(query, PART).sql;
    let fenced = "AS \"r0\" WHERE \"collection\" = 'set' AND ";
    let (_, behind) = sql.split_once(fenced).unwrap_or_else(|| panic!("{sql}"));
    assert!(behind.contains(" AND \"cells\" && $1::int8[] OFFSET 0) AS \"t1\" WHERE "), "{sql}");
}

#[test]
fn another_index_is_left_to_postgresql() {
    let sql = condition("obs_publisher_did = 'x' AND 1 = INTERSECTS(s_region, CIRCLE(10, 20, 0.5))");
    assert!(!sql.contains("OFFSET 0") && sql.contains("\"t1\".\"cells\" && $1::int8[] AND "), "{sql}");
}

#[test]
fn a_range_in_another_frame_than_both_is_refused() {
    let query = "SELECT obs_id FROM ivoa.obscore WHERE \
                 1 = INTERSECTS(REGION('RANGE GALACTIC 1 2 3 4'), REGION('RANGE 1 2 3 4'))";
    let error = translate(query, &scope(OPEN), &Healpix, &Options::default()).unwrap_err();
    let text =
        "a range of longitudes and latitudes in GALACTIC is none in ICRS; write its corners as a polygon";
    assert!(error.render(query).starts_with(&format!("error: {text}\n")), "{}", error.render(query));
}

#[test]
fn images_of_positions_are_read_by_the_cells_round_them() {
    let query = "SELECT s.id, o.obs_id FROM demo.stars AS s, ivoa.obscore AS o \
                 WHERE CONTAINS(POINT(s.ra, s.dec), o.s_region) = 1";
    let found = translated(query, OPEN);
    assert_eq!(
        found.sql,
        "SELECT \"t1\".\"id\"::int8 AS \"c1\", \"t2\".\"obs_id\"::text AS \"c2\" FROM \"demo\".\"stars\" AS \"t1\", \
         LATERAL (SELECT \"obs_id\", \"s_region\", \"shape\", \"cells\" FROM \"armilla\".\"images\" \
         WHERE \"cells\" && armilla.cells_round(\"t1\".\"hpx\") AND \"collection\" = 'set' OFFSET 0) AS \"t2\" WHERE \
         COALESCE(armilla.quad_reach(\"t2\".\"shape\", \"t1\".\"ra\", \"t1\".\"dec\", 0), \
         armilla.contains((CASE WHEN \"t1\".\"ra\" IS NOT NULL AND \"t1\".\"dec\" IS NOT NULL THEN \
         ARRAY[\"t1\".\"ra\"::float8, \"t1\".\"dec\"::float8] END), \"t2\".\"shape\"))"
    );
    assert!(found.sky_indexed);
}
