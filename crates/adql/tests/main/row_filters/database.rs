//! Every form of query over a filtered table has the rows of the same query over a table that holds nothing else.

use super::{filtered, scope_with, translated};
use crate::bound::bound;
use crate::composed;
use crate::database::Database;
use crate::positions;

/// What the caller may see of the stars, as ADQL and in PostgreSQL: a third of them, and a field.
const FILTERS: [&str; 2] = ["MOD(id, 3) = 1 AND mag <> 12", "DISTANCE(ra, dec, 11, 21) < 0.5"];
const ALLOWED: &str = "DROP TABLE IF EXISTS demo.allowed; CREATE TABLE demo.allowed AS SELECT * FROM demo.stars \
                       WHERE id % 3 = 1 AND mag <> 12 OR 2 * asind(sqrt(power(sind((dec - 21) / 2), 2) + cosd(dec) * \
                       cosd(21) * power(sind((ra - 11) / 2), 2))) < 0.5 ORDER BY hpx; \
                       CREATE INDEX allowed_hpx ON demo.allowed (hpx); ANALYZE demo.allowed";

/// Queries, each with whether the order of its rows is told.
const QUERIES: &[(&str, bool)] = &[
    ("SELECT COUNT(*) AS n, MIN(id), MAX(ra), AVG(mag) FROM demo.stars", false),
    ("SELECT s.id FROM demo.stars AS s WHERE s.id < 200 OR 1 = 1", false),
    ("SELECT id FROM demo.stars WHERE NOT (id > 500)", false),
    ("SELECT DISTINCT mag FROM demo.stars", false),
    ("SELECT mag, COUNT(*) AS n FROM demo.stars GROUP BY mag HAVING COUNT(*) > 0", false),
    ("SELECT TOP 20 id, RANK() OVER (ORDER BY mag) AS r FROM demo.stars ORDER BY id", true),
    ("SELECT TOP 5 id FROM demo.stars ORDER BY id DESC OFFSET 3", true),
    ("WITH stars AS (SELECT id, mag FROM demo.stars) SELECT id FROM stars WHERE mag < 3 AND id < 900", false),
    (
        "WITH a AS (SELECT id, mag FROM demo.stars) SELECT x.id, y.id AS y FROM a AS x JOIN a AS y ON x.id = y.id + 1",
        false,
    ),
    ("SELECT d.id FROM (SELECT id, mag FROM demo.stars WHERE mag = 12) AS d WHERE d.id >= 0", false),
    ("SELECT id FROM demo.stars UNION SELECT id FROM demo.obs", false),
    ("SELECT id FROM demo.obs EXCEPT SELECT id FROM demo.stars", false),
    ("SELECT id FROM demo.obs INTERSECT SELECT id FROM demo.stars", false),
    ("SELECT o.id, s.id AS s FROM demo.obs AS o LEFT JOIN demo.stars AS s ON o.id = s.id", false),
    (
        "SELECT o.id, s.id AS s FROM demo.stars AS s RIGHT JOIN demo.obs AS o ON o.id = s.id AND s.mag > 3",
        false,
    ),
    ("SELECT o.id, s.mag FROM demo.obs AS o FULL JOIN demo.stars AS s USING (id)", false),
    ("SELECT id, mag FROM demo.obs NATURAL JOIN (SELECT id, mag FROM demo.stars) AS s", false),
    ("SELECT o.id FROM demo.obs AS o WHERE o.id NOT IN (SELECT id FROM demo.stars)", false),
    ("SELECT o.id FROM demo.obs AS o WHERE EXISTS (SELECT 1 FROM demo.stars AS s WHERE s.id = o.id)", false),
    (
        "SELECT o.id FROM demo.obs AS o WHERE NOT EXISTS (SELECT 1 FROM demo.stars AS s WHERE s.id = o.id)",
        false,
    ),
    (
        "SELECT a.id, b.id AS b FROM demo.stars AS a JOIN demo.stars AS b ON a.id = b.id + 3 AND b.mag < 4",
        false,
    ),
    ("SELECT id FROM demo.stars WHERE DISTANCE(ra, dec, 11, 21) < 0.7", false),
    ("SELECT id FROM demo.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(11, 21, 1.5))", false),
    ("SELECT id FROM demo.stars WHERE 0 = CONTAINS(POINT(ra, dec), CIRCLE(11, 21, 100))", false),
    (
        "SELECT id FROM demo.stars WHERE 1 = CONTAINS(POINT(ra, dec), POLYGON(10, 20, 12, 20, 12, 21, 10, 21))",
        false,
    ),
    ("SELECT TOP 7 id, DISTANCE(ra, dec, 11, 21) AS d FROM demo.stars ORDER BY d, id", true),
    ("SELECT TOP 7 id, DISTANCE(ra, dec, 200, -60) AS d FROM demo.stars WHERE mag > 3 ORDER BY d, id", true),
    (
        "SELECT TOP 9 id, DISTANCE(ra, dec, 0, 0) AS d FROM demo.stars WHERE SQRT(mag) < 4 ORDER BY d, id",
        true,
    ),
    (
        "SELECT s.id, o.id AS o FROM demo.stars AS s JOIN demo.obs AS o ON DISTANCE(s.ra, s.dec, o.ra, o.dec) < 0.001",
        false,
    ),
    (
        "SELECT o.id, s.id AS s FROM demo.obs AS o LEFT JOIN demo.stars AS s ON DISTANCE(s.ra, s.dec, o.ra, o.dec) < 0.001",
        false,
    ),
    (
        "SELECT o.id FROM demo.obs AS o WHERE NOT EXISTS (SELECT 1 FROM demo.stars AS s WHERE DISTANCE(s.ra, s.dec, o.ra, o.dec) <= 0.001)",
        false,
    ),
    (
        "SELECT ivo_healpix_index(5, ra, dec) AS c, COUNT(*) AS n FROM demo.stars GROUP BY ivo_healpix_index(5, ra, dec)",
        false,
    ),
    (
        "SELECT d.id FROM (SELECT id, ra, dec FROM demo.stars) AS d WHERE DISTANCE(d.ra, d.dec, 11, 21) < 0.6",
        false,
    ),
];

#[test]
fn no_form_of_query_sees_more_than_the_filter_lets_through() {
    let database = positions::database::open();
    database.rows(ALLOWED);
    let filtered = filtered("demo.stars", &FILTERS, &[]);
    let allowed = scope_with("demo.stars", |table| table.relation.table = "allowed".to_owned());
    let all = scope_with("demo.stars", |_| ());
    let mut differ = 0;
    for (query, ordered) in QUERIES {
        let rows = |scope| {
            let mut rows = database.rows(&bound(&translated(query, scope)));
            if !ordered {
                rows.sort_unstable();
            }
            rows
        };
        assert_eq!(rows(&filtered), rows(&allowed), "{query}");
        differ += usize::from(rows(&all) != rows(&allowed));
        assert!(translated(query, &filtered).filtered && !translated(query, &allowed).filtered, "{query}");
    }
    assert!(differ * 10 > QUERIES.len() * 8, "{differ} queries would have shown more");
}

#[test]
fn a_filtered_composed_table_has_the_rows_of_a_wide_one() {
    let database = composed::database::open();
    let filters = ["flags[59] = 3 AND tile_id < 60", "mag_aper_6_0[59] < 15"];
    let parts = filtered("jpas.Apertures", &filters, &["FLAGS", "TILE_ID"]);
    let allowed = scope_with("jpas.Apertures", composed::widen_table);
    let condition = "(flags[59] = 3 AND tile_id < 60 OR mag_aper_6_0[59] < 15)";
    for (asked, whole) in [
        (
            "SELECT object_id, mag_aper_3_0[59] FROM jpas.Apertures",
            "SELECT object_id, mag_aper_3_0[59] FROM jpas.Apertures WHERE {}",
        ),
        (
            "SELECT COUNT(*) FROM jpas.Apertures WHERE mag_i < 18",
            "SELECT COUNT(*) FROM jpas.Apertures WHERE mag_i < 18 AND {}",
        ),
        (
            "SELECT object_id, mag_i FROM jpas.Apertures WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 0, 40) < 0.4",
            "SELECT object_id, mag_i FROM jpas.Apertures WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 0, 40) < 0.4 AND {}",
        ),
        (
            "SELECT object_id FROM jpas.Apertures WHERE LOG10(number + 1) < 1",
            "SELECT object_id FROM jpas.Apertures WHERE LOG10(number + 1) < 1 AND {}",
        ),
    ] {
        let mut found = database.rows(&bound(&translated(asked, &parts)));
        let mut expected = database.rows(&bound(&translated(&whole.replace("{}", condition), &allowed)));
        found.sort_unstable();
        expected.sort_unstable();
        assert!(!found.is_empty());
        assert_eq!(found, expected, "{asked}");
    }
}

#[test]
fn indexes_serve_filtered_tables() {
    let database = positions::database::open();
    database.rows("CREATE INDEX IF NOT EXISTS stars_id ON demo.stars (id)");
    let scope = filtered("demo.stars", &["MOD(id, 3) = 1"], &["name"]);
    for (query, index) in [
        ("SELECT mag FROM demo.stars WHERE id = 500", "stars_id"),
        ("SELECT s.mag FROM demo.stars AS s JOIN demo.obs AS o ON s.id = o.id WHERE o.id = 9", "stars_id"),
        (
            "SELECT mag FROM (SELECT id, mag FROM demo.stars) AS d WHERE id = 500 AND mag - 0.5 < 3",
            "stars_id",
        ),
        ("SELECT id FROM demo.stars WHERE DISTANCE(ra, dec, 11, 21) < 0.1", "stars_hpx"),
        ("SELECT id FROM demo.stars WHERE DISTANCE(ra, dec, 11, 21) < 0.1 AND 1 / mag < 3", "stars_hpx"),
        ("SELECT TOP 3 id FROM demo.stars ORDER BY DISTANCE(ra, dec, 11, 21)", "stars_hpx"),
        (
            "SELECT s.id FROM demo.stars AS s JOIN demo.obs AS o ON DISTANCE(s.ra, s.dec, o.ra, o.dec) < 0.001",
            "stars_hpx",
        ),
    ] {
        let plan = plan(&database, query, &scope);
        assert!(plan.contains(index) && !plan.contains("Seq Scan on stars"), "{query}\n{plan}");
    }
}

fn plan(database: &Database, query: &str, scope: &catalogue::Scope) -> String {
    let sql = bound(&translated(query, scope));
    database.rows(&format!("SET plan_cache_mode = force_custom_plan; EXPLAIN {sql}")).join("\n")
}
