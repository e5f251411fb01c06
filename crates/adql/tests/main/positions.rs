//! Searches by position in PostgreSQL: their rows are those of plain vector arithmetic, their plans use the index.

pub mod database;

use std::collections::BTreeSet;

use adql::{Options, Translation, translate};
use sky::Healpix;

use crate::bound::bound;
use crate::database::Database;
use crate::sample;
use database::{observations, open, stars};

/// A direction, made without the translator and its crates.
type Vector = [f64; 3];

/// A condition on `demo.stars`, and the same by vectors.
type Search = (&'static str, fn(Vector) -> bool);

const SEARCHES: &[Search] = &[
    ("1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 0, 90, 0.3))", |v| near(v, (0.0, 90.0), 0.3)),
    ("CONTAINS(POINT(ra, dec), CIRCLE(POINT(0, 0), 0.4)) = 1", |v| near(v, (0.0, 0.0), 0.4)),
    ("DISTANCE(ra, dec, 0.1, -0.1) <= 0.25", |v| near(v, (0.1, -0.1), 0.25)),
    ("0.02 > DISTANCE(POINT(11, 21), POINT(ra, dec))", |v| near(v, (11.0, 21.0), 0.02)),
    ("NOT DISTANCE(ra, dec, 190, -20) < 179.5", |v| !near(v, (190.0, -20.0), 179.5)),
    ("0 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 120))", |v| !near(v, (10.0, 20.0), 120.0)),
    ("DISTANCE(ra, dec, 11, 21) < 0.5 OR DISTANCE(ra, dec, 0, 0) < 0.1", |v| {
        near(v, (11.0, 21.0), 0.5) || near(v, (0.0, 0.0), 0.1)
    }),
    ("DISTANCE(ra, dec, 11, 21) < 1.5 AND 1 = CONTAINS(POINT(ra, dec), CIRCLE(12, 21, 1.2))", |v| {
        near(v, (11.0, 21.0), 1.5) && near(v, (12.0, 21.0), 1.2)
    }),
    ("1 = INTERSECTS(CIRCLE(ra, dec, 0.1), CIRCLE(10, 20, 1))", |v| near(v, (10.0, 20.0), 1.1)),
    ("1 = CONTAINS(CIRCLE(ra, dec, 0.1), CIRCLE(10, 20, 1))", |v| near(v, (10.0, 20.0), 0.9)),
    ("1 = CONTAINS(POINT(ra, dec), POLYGON(10, 20, 12, 20, 12, 21, 10, 21))", in_square),
    ("1 = CONTAINS(POINT(ra, dec), POLYGON(10, 21, 12, 21, 12, 20, 10, 20))", in_square),
    (
        "0 = INTERSECTS(POLYGON(POINT(10, 20), POINT(12, 20), POINT(12, 21), POINT(10, 21)), POINT(ra, dec))",
        |v| !in_square(v),
    ),
    ("1 = CONTAINS(POINT(ra, dec), POLYGON(10, 20, 12, 20, 10.5, 20.5, 10, 22))", |v| {
        in_all(v, &[(10.0, 20.0), (12.0, 20.0), (10.5, 20.5)])
            || in_all(v, &[(10.0, 20.0), (10.5, 20.5), (10.0, 22.0)])
    }),
    ("1 = CONTAINS(POINT(ra, dec), POLYGON(0, 89.5, 120, 89.5, 240, 89.5))", |v| {
        in_all(v, &[(0.0, 89.5), (120.0, 89.5), (240.0, 89.5)])
    }),
    ("1 = CONTAINS(POINT(ra, dec), REGION('Union ICRS (Circle 0 0 0.2 Polygon 10 20 12 20 12 21)'))", |v| {
        near(v, (0.0, 0.0), 0.2) || in_all(v, &[(10.0, 20.0), (12.0, 20.0), (12.0, 21.0)])
    }),
    ("1 = CONTAINS(POINT(ra, dec), BOX(11, 21, 1, 0.5))", |v| in_box(v, (11.0, 21.0), 1.0, 0.5)),
    ("1 = CONTAINS(POINT(ra, dec), BOX(0, 0, 0.5, 0.6)) AND mag < 7", |v| in_box(v, (0.0, 0.0), 0.5, 0.6)),
];

#[test]
fn rows_of_a_region_are_those_of_vector_arithmetic() {
    let (database, stars) = (open(), stars());
    for (condition, wanted) in SEARCHES {
        let translation = translated(&format!("SELECT id FROM demo.stars WHERE {condition}"));
        let mut found: Vec<usize> = numbers(&database.rows(&bound(&translation)));
        found.sort_unstable();
        let restricted = condition.contains("mag < 7");
        let rows = stars.iter().enumerate().filter(|(id, _)| !restricted || id % 20 < 7);
        let expected: Vec<usize> =
            rows.filter(|(_, star)| wanted(vector(**star))).map(|(id, _)| id).collect();
        assert_eq!(found, expected, "{condition}");
        assert!(!expected.is_empty(), "{condition}");
    }
}

#[test]
fn regions_are_searched_by_the_index() {
    let database = open();
    for (condition, _) in
        SEARCHES.iter().filter(|(condition, _)| !condition.contains("NOT") && !condition.starts_with('0'))
    {
        let plan = plan(&database, &format!("SELECT id FROM demo.stars WHERE {condition}"));
        assert_indexed(&plan, condition);
    }
}

/// Joins of the indexed table with the other one, by `{near}`.
const JOINS: &[&str] = &[
    "SELECT s.id, o.id AS o FROM demo.stars AS s JOIN demo.obs AS o ON {near}",
    "SELECT s.id, o.id AS o FROM demo.obs AS o JOIN demo.stars AS s ON {near}",
    "SELECT s.id, o.id AS o FROM demo.stars AS s, demo.obs AS o WHERE {near}",
    "SELECT s.id, o.id AS o FROM demo.obs AS o LEFT JOIN demo.stars AS s ON {near} WHERE s.id IS NOT NULL",
    "SELECT s.id, o.id AS o FROM demo.stars AS s RIGHT JOIN demo.obs AS o ON {near} WHERE s.id >= 0",
    "SELECT s.id, o.id AS o FROM demo.obs AS o JOIN (SELECT id, ra, dec FROM demo.stars) AS s ON {near}",
    "SELECT s.id, o.id AS o FROM demo.stars AS s JOIN demo.stars AS t ON s.id = t.id, demo.obs AS o WHERE {near}",
];

/// Spellings of nearness within 0.001 degree.
const NEAR: &[&str] = &[
    "DISTANCE(s.ra, s.dec, o.ra, o.dec) <= 0.001",
    "1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(o.ra, o.dec, 0.001))",
    "CONTAINS(POINT(o.ra, o.dec), CIRCLE(POINT(s.ra, s.dec), 0.001)) = 1",
    "DISTANCE(POINT(o.ra, o.dec), POINT(s.ra, s.dec)) <= 0.001 * o.exposure",
];

#[test]
fn joins_of_positions_have_all_pairs_and_use_the_index() {
    let database = open();
    let expected = pairs(0.001);
    assert!(expected.len() > 100);
    for join in JOINS {
        for near in NEAR {
            let query = join.replace("{near}", near);
            let mut found = database.rows(&bound(&translated(&query)));
            found.sort_unstable();
            assert_eq!(found, expected, "{query}");
            if !join.contains("s.id = t.id") {
                assert_indexed(&plan(&database, &query), &query);
            }
        }
    }
}

#[test]
fn rows_without_a_neighbour_are_found_by_the_index() {
    let database = open();
    let query = "SELECT o.id FROM demo.obs AS o WHERE NOT EXISTS \
                 (SELECT 1 FROM demo.stars AS s WHERE DISTANCE(s.ra, s.dec, o.ra, o.dec) <= 0.0001)";
    let found = database.rows(&bound(&translated(query))).len();
    let partners: BTreeSet<String> =
        pairs(0.0001).iter().map(|pair| pair.split('|').nth(1).unwrap().to_owned()).collect();
    // The row without a position has no neighbour either.
    assert_eq!(found, database::OBSERVATIONS + 1 - partners.len());
    assert_indexed(&plan(&database, query), query);
}

#[test]
fn nearest_rows_are_those_of_a_full_sort() {
    let database = open();
    for (count, filter) in
        [(1, ""), (5, ""), (500, ""), (5, "WHERE mag < 3"), (3, "WHERE id < 2"), (7, "WHERE mag > 99")]
    {
        for (lon, lat) in [(11.0, 21.0), (0.0, 0.0), (359.9, -0.3), (77.0, 90.0), (200.0, -60.0), (45.0, 0.0)]
        {
            let by = format!("DISTANCE(ra, dec, {lon:?}, {lat:?})");
            let nearest = format!("SELECT TOP {count} id, {by} AS d FROM demo.stars {filter} ORDER BY d, id");
            let translation = translated(&nearest);
            assert!(translation.sky_indexed, "{nearest}");
            // A sum is not recognised, so that all rows are sorted.
            let all = format!("SELECT TOP {count} id, 0 + {by} AS d FROM demo.stars {filter} ORDER BY d, id");
            assert!(!translated(&all).sky_indexed, "{all}");
            let found = database.rows(&bound(&translation));
            assert_eq!(found, database.rows(&bound(&translated(&all))), "{nearest}");
            assert_indexed(&plan(&database, &nearest), &nearest);
        }
    }
}

/// The pairs `star|observation` within a distance, by vectors, sorted as text.
fn pairs(radius_deg: f64) -> Vec<String> {
    let stars: Vec<Vector> = stars().into_iter().map(vector).collect();
    let mut pairs = Vec::new();
    for (o, observation) in observations().into_iter().enumerate() {
        let near = stars.iter().enumerate().filter(|(_, star)| near(**star, observation, radius_deg));
        pairs.extend(near.map(|(s, _)| format!("{s}|{o}")));
    }
    pairs.sort_unstable();
    pairs
}

fn translated(query: &str) -> Translation {
    translate(query, &sample::scope(), &Healpix, &Options::default())
        .unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// The generic plan.
fn plan(database: &Database, query: &str) -> Vec<String> {
    let translation = translated(query);
    if translation.params.is_empty() {
        return database.rows(&format!("EXPLAIN {}", translation.sql));
    }
    let nulls = vec!["NULL"; translation.params.len()].join(", ");
    database.rows(&format!(
        "SET plan_cache_mode = force_generic_plan; PREPARE search AS {}; EXPLAIN EXECUTE search ({nulls}); \
         DEALLOCATE search",
        translation.sql
    ))
}

fn assert_indexed(plan: &[String], query: &str) {
    let text = plan.join("\n");
    assert!(text.contains("stars_hpx"), "{query}\n{text}");
    assert!(!text.contains("Seq Scan on stars"), "{query}\n{text}");
}

fn numbers(rows: &[String]) -> Vec<usize> {
    rows.iter().filter_map(|row| row.parse().ok()).collect()
}

fn vector((lon, lat): (f64, f64)) -> Vector {
    let (lon, lat) = (lon.to_radians(), lat.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Whether the chord is at most that of the radius, to within 1e-10 degree.
fn near(v: Vector, centre: (f64, f64), radius_deg: f64) -> bool {
    let c = vector(centre);
    let chord = (0..3).map(|axis| (v[axis] - c[axis]).powi(2)).sum::<f64>().sqrt();
    chord <= 2.0 * ((radius_deg + 1e-10).to_radians() / 2.0).sin()
}

fn in_square(v: Vector) -> bool {
    in_all(v, &[(10.0, 20.0), (12.0, 20.0), (12.0, 21.0), (10.0, 21.0)])
}

/// Whether a direction is on the left of every side of a convex polygon that runs counter-clockwise.
fn in_all(v: Vector, corners: &[(f64, f64)]) -> bool {
    (0..corners.len()).all(|place| {
        let (a, b) = (vector(corners[place]), vector(corners[(place + 1) % corners.len()]));
        let normal = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
        (0..3).map(|axis| normal[axis] * v[axis]).sum::<f64>() >= -1e-14
    })
}

/// Whether the gnomonic projection about the centre is in the rectangle.
fn in_box(v: Vector, (lon, lat): (f64, f64), width_deg: f64, height_deg: f64) -> bool {
    let centre = vector((lon, lat));
    let east = vector((lon + 90.0, 0.0));
    let north = vector((lon, lat + 90.0));
    let along = |axis: Vector| (0..3).map(|place| axis[place] * v[place]).sum::<f64>();
    let depth = along(centre);
    depth > 0.0
        && (along(east) / depth).abs() <= (width_deg / 2.0).to_radians().tan() + 1e-14
        && (along(north) / depth).abs() <= (height_deg / 2.0).to_radians().tan() + 1e-14
}
