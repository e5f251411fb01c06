//! Searches of thousands of stored regions in a real PostgreSQL, against a scan of all of them.

use std::fmt::Write;
use std::sync::LazyLock;

use private_postgres::PrivateServer;
use sky::{Healpix, Polygon, Region, SkyPosition, footprint};

use super::{OPEN, PART, translated};
use crate::bound::bound;
use crate::database::Database;
use crate::positions::database::Random;

/// How many regions are stored.
const IMAGES: usize = 4000;

static SERVER: LazyLock<PrivateServer> = LazyLock::new(|| {
    let server = PrivateServer::temporary(|_| ()).unwrap();
    let database = Database::connect(&server.connection_string());
    database.rows(&pg_functions::install_sql(None));
    database.rows(&catalogue::images::create_sql());
    database.rows(&rows());
    server
});

fn open() -> Database {
    Database::connect(&SERVER.connection_string())
}

/// Anywhere, near a pole, near longitude 0, or in a dense field.
fn place(random: &mut Random) -> SkyPosition {
    let (one, other) = (random.next(), random.next());
    let (lon, lat) = match (random.next() * 4.0) as usize {
        0 => (360.0 * one, 90.0 - 3.0 * other * other),
        1 => (359.0 + 2.0 * one, 4.0 * other - 2.0),
        2 => (150.0 + 2.0 * one, 2.0 * other),
        _ => (360.0 * one, (2.0 * other - 1.0).asin().to_degrees()),
    };
    SkyPosition::new(lon, lat).unwrap()
}

/// A box, mostly the size of an image, a triangle, a notched polygon, or a circle.
fn region(random: &mut Random) -> Region {
    let centre = place(random);
    let size_deg = match (random.next() * 8.0) as usize {
        0 => 10.0_f64.powf(-5.0 + 6.7 * random.next()),
        _ => 0.1 + 1.5 * random.next(),
    };
    let corner = |east: f64, north: f64| {
        let lat = (centre.lat_deg() + north * size_deg).clamp(-90.0, 90.0);
        SkyPosition::new(centre.lon_deg() + east * size_deg / lat.to_radians().cos().max(0.02), lat).unwrap()
    };
    let drawn = match (random.next() * 6.0) as usize {
        0 => Region::cone(centre, size_deg),
        1 => Region::polygon(vec![corner(0.0, 0.0), corner(1.0, 0.1), corner(0.3, 0.8)]),
        2 => Region::polygon(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(0.5, 0.3), corner(0.4, 1.0)]),
        _ => Polygon::from_box(&centre, size_deg, size_deg * (0.3 + random.next())).map(Region::Polygon),
    };
    drawn.or_else(|_| Region::cone(centre, size_deg)).unwrap()
}

fn numbers(region: &Region) -> Vec<f64> {
    match region {
        Region::Cone(cone) => vec![cone.centre().lon_deg(), cone.centre().lat_deg(), cone.radius_deg()],
        Region::Polygon(polygon) => {
            polygon.vertices().iter().flat_map(|vertex| [vertex.lon_deg(), vertex.lat_deg()]).collect()
        }
        Region::Range(_) => unreachable!("images have other shapes"),
    }
}

fn regions() -> Vec<Region> {
    let mut random = Random(99);
    (0..IMAGES).map(|_| region(&mut random)).collect()
}

fn rows() -> String {
    let mut sql = String::from(
        "INSERT INTO armilla.images (collection, file, file_bytes, file_modified, links_id, healpix, shape, cells,
         s_region, s_ra, s_dec, calib_level, obs_collection, obs_id, obs_publisher_did) VALUES ",
    );
    for (id, region) in regions().iter().enumerate() {
        let numbers = numbers(region);
        let words: Vec<String> = numbers.iter().map(|number| format!("{number:?}")).collect();
        let name = if numbers.len() == 3 { "CIRCLE" } else { "POLYGON" };
        let comma = if id == 0 { "" } else { ", " };
        let index = Healpix::index(&SkyPosition::new(numbers[0], numbers[1]).unwrap());
        write!(
            sql,
            "{comma}('set', '{id}', 1, now(), '{id}', {index}, '{{{}}}', '{{{}}}', '{name} ICRS {}', {}, {}, \
             {}, 'set', '{id}', 'ivo://x?{id}')",
            words.join(","),
            footprint::stored(region).iter().map(i64::to_string).collect::<Vec<_>>().join(","),
            words.join(" "),
            words[0],
            words[1],
            id % 4
        )
        .unwrap();
    }
    sql + "; ANALYZE armilla.images; \
           CREATE SCHEMA demo; CREATE TABLE demo.stars (id int8, ra float8, dec float8, hpx int8)"
}

/// Known regions as ADQL and as the functions in PostgreSQL take them.
fn searches() -> Vec<(String, String)> {
    let mut random = Random(5);
    let mut searches = vec![
        ("REGION('RANGE 0 360 89 90')".to_owned(), "{0,360,89,90}".to_owned()),
        ("REGION('RANGE 359 1 -1 1')".to_owned(), "{359,1,-1,1}".to_owned()),
        ("REGION('RANGE -Inf Inf -Inf -60')".to_owned(), "{0,360,-90,-60}".to_owned()),
        ("CIRCLE(0, 90, 0.5)".to_owned(), "{0,90,0.5}".to_owned()),
        ("CIRCLE(10, 20, 179)".to_owned(), "{10,20,179}".to_owned()),
    ];
    for round in 0..28 {
        let (at, size) = (place(&mut random), 10.0_f64.powf(2.5 * random.next() - 2.0));
        let (lon, lat) = (at.lon_deg(), at.lat_deg());
        let north = (lat + size).min(90.0);
        let east = lon + size * (0.5 + random.next());
        searches.push(match round % 4 {
            0 => (format!("CIRCLE({lon}, {lat}, {size})"), format!("{{{lon},{lat},{size}}}")),
            1 => (format!("POINT({lon}, {lat})"), format!("{{{lon},{lat}}}")),
            2 => (
                format!("REGION('RANGE {lon} {east} {lat} {north}')"),
                format!("{{{lon},{east},{lat},{north}}}"),
            ),
            _ => {
                let shape = Polygon::from_box(&at, size, size * 0.7).unwrap();
                let words: Vec<String> =
                    numbers(&Region::Polygon(shape)).iter().map(|number| format!("{number:?}")).collect();
                (format!("POLYGON({})", words.join(", ")), format!("{{{}}}", words.join(",")))
            }
        });
    }
    searches
}

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    rows.sort_unstable();
    rows
}

#[test]
fn searches_by_cells_find_what_a_scan_finds() {
    let (database, regions) = (open(), regions());
    let mut found = 0;
    for (adql, geometry) in searches() {
        let mut forms = vec![
            ("INTERSECTS(s_region, {})", "intersects(shape, '{}')"),
            ("INTERSECTS({}, s_region)", "intersects('{}', shape)"),
            ("CONTAINS({}, s_region)", "contains('{}', shape)"),
        ];
        if !adql.starts_with("POINT") {
            forms.push(("CONTAINS(s_region, {})", "contains(shape, '{}')"));
        }
        for (form, brute) in forms {
            let brute = brute.replace("{}", &geometry);
            let scan = format!("SELECT obs_id FROM armilla.images WHERE armilla.{brute}");
            let form = form.replace("{}", &adql);
            let query = format!("SELECT obs_id FROM ivoa.obscore WHERE 1 = {form}");
            let translation = translated(&query, OPEN);
            let rows = sorted(database.rows(&bound(&translation)));
            let all = sorted(database.rows(&scan));
            let differ = |id: &&String| !(rows.contains(id) && all.contains(id));
            let wrong: Vec<usize> =
                rows.iter().chain(&all).filter(differ).map(|id| id.parse().unwrap()).collect();
            assert!(wrong.is_empty(), "{query}: {wrong:?}, {:?}", numbers(&regions[wrong[0]]));
            assert!(translation.sky_indexed, "{query}");
            let part = sorted(database.rows(&bound(&translated(&query, PART))));
            let shown = all.iter().filter(|id| id.parse::<usize>().unwrap() % 4 % 3 != 1);
            assert_eq!(part, shown.cloned().collect::<Vec<_>>(), "{query}");
            found += rows.len();
        }
    }
    assert!(found > 2 * IMAGES, "{found}");
}

#[test]
fn points_are_in_the_images_that_hold_them() {
    let (database, regions) = (open(), regions());
    let mut random = Random(17);
    for _ in 0..200 {
        let at = place(&mut random);
        let query = format!(
            "SELECT obs_id FROM ivoa.obscore WHERE CONTAINS(POINT({}, {}), s_region) = 1",
            at.lon_deg(),
            at.lat_deg()
        );
        let holders = (0..IMAGES).filter(|&id| regions[id].contains(&at)).map(|id| id.to_string());
        assert_eq!(
            sorted(database.rows(&bound(&translated(&query, OPEN)))),
            sorted(holders.collect()),
            "{query}"
        );
    }
}

#[test]
fn combined_conditions_find_what_a_scan_finds() {
    let database = open();
    for (filter, brute) in [
        (
            "(1 = INTERSECTS(s_region, CIRCLE(151, 1, 0.3)) OR 1 = INTERSECTS(s_region, CIRCLE(0, 0, 0.3))) \
             AND calib_level > 0",
            "(armilla.intersects(shape, '{151,1,0.3}') OR armilla.intersects(shape, '{0,0,0.3}')) AND calib_level > 0",
        ),
        (
            "1 = INTERSECTS(s_region, CIRCLE(151, 1, 1)) AND 1 = CONTAINS(POINT(151, 1.1), s_region)",
            "armilla.contains('{151,1.1}', shape)",
        ),
        (
            "1 = INTERSECTS(s_region, CIRCLE(151, 1, 0.1)) OR calib_level = 2",
            "armilla.intersects(shape, '{151,1,0.1}') OR calib_level = 2",
        ),
        ("NOT INTERSECTS(s_region, CIRCLE(151, 1, 0.1)) = 1", "NOT armilla.intersects(shape, '{151,1,0.1}')"),
        ("INTERSECTS(s_region, CIRCLE(151, 1, 0.1)) = 0", "NOT armilla.intersects(shape, '{151,1,0.1}')"),
        (
            "1 = CONTAINS(POINT(s_ra, s_dec), CIRCLE(151, 1, 1)) AND 1 = INTERSECTS(s_region, CIRCLE(151, 1, 0.5))",
            "armilla.contains(ARRAY[s_ra, s_dec], '{151,1,1}') AND armilla.intersects(shape, '{151,1,0.5}')",
        ),
        (
            "1 = INTERSECTS(s_region, REGION('Union ICRS (Circle 151 1 0.2 Box 0 0 1 1)'))",
            "armilla.intersects(shape, '{151,1,0.2}') OR armilla.intersects(shape, armilla.box(0, 0, 1, 1))",
        ),
        (
            "obs_id IN (SELECT obs_id FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(151, 1), s_region))",
            "armilla.contains('{151,1}', shape)",
        ),
    ] {
        let sql = bound(&translated(&format!("SELECT obs_id FROM ivoa.obscore WHERE {filter}"), OPEN));
        let scan = database.rows(&format!("SELECT obs_id FROM armilla.images WHERE {brute}"));
        assert!(!scan.is_empty() && scan.len() < IMAGES, "{brute}: {}", scan.len());
        assert_eq!(sorted(database.rows(&sql)), sorted(scan), "{filter}\n{sql}");
    }
}

#[test]
fn searches_go_through_subqueries() {
    let database = open();
    let scan = "SELECT obs_id FROM armilla.images WHERE armilla.intersects(shape, '{151,1,0.2}')";
    let scan = sorted(database.rows(scan));
    for query in [
        "SELECT d.obs_id FROM (SELECT obs_id, s_region FROM ivoa.obscore) AS d WHERE 1 = INTERSECTS(d.s_region, CIRCLE(151, 1, 0.2))",
        "WITH d AS (SELECT obs_id, s_region FROM ivoa.obscore) SELECT obs_id FROM d WHERE 1 = INTERSECTS(s_region, CIRCLE(151, 1, 0.2))",
    ] {
        let translation = translated(query, OPEN);
        assert!(translation.sky_indexed && translation.sql.contains("\"cells\" && "), "{}", translation.sql);
        assert_eq!(sorted(database.rows(&bound(&translation))), scan, "{query}");
    }
}

#[test]
fn positions_are_joined_with_the_images_that_hold_them() {
    let database = open();
    let mut random = Random(23);
    let mut sql = String::from("TRUNCATE demo.stars; INSERT INTO demo.stars VALUES (-1, NULL, NULL, NULL)");
    let places: Vec<SkyPosition> = (0..30).map(|_| place(&mut random)).collect();
    for (id, at) in places.iter().enumerate() {
        write!(sql, ", ({id}, {:?}, {:?}, {})", at.lon_deg(), at.lat_deg(), Healpix::index(at)).unwrap();
    }
    database.rows(&sql);
    let scan = "SELECT s.id, i.obs_id FROM demo.stars AS s JOIN armilla.images AS i \
                ON armilla.contains(ARRAY[s.ra, s.dec], i.shape)";
    let scan = sorted(database.rows(scan));
    for (query, by_cells) in [
        (
            "SELECT s.id, o.obs_id FROM demo.stars AS s JOIN ivoa.obscore AS o ON 1 = CONTAINS(POINT(s.ra, s.dec), o.s_region)",
            true,
        ),
        (
            "SELECT s.id, o.obs_id FROM ivoa.obscore AS o JOIN demo.stars AS s ON 1 = INTERSECTS(o.s_region, POINT(s.ra, s.dec))",
            false,
        ),
        (
            "SELECT s.id, o.obs_id FROM (SELECT id, ra + 0 AS ra, dec FROM demo.stars) AS s, ivoa.obscore AS o WHERE 1 = CONTAINS(POINT(s.ra, s.dec), o.s_region)",
            true,
        ),
    ] {
        let translation = translated(query, OPEN);
        assert_eq!(translation.sql.contains("armilla.cells_round("), by_cells, "{}", translation.sql);
        assert_eq!(sorted(database.rows(&bound(&translation))), scan, "{query}");
        let hidden = translated(query, PART);
        assert!(database.rows(&bound(&hidden)).len() < scan.len(), "{query}");
    }
}
