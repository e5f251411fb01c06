//! HEALPix cells that are read off a stored index, in a PostgreSQL of our own.

use crate::functions::psql;
use crate::sample::translated;

/// 20,000 positions all over the sky, some on poles, meridians and the borders of base cells, one without any.
pub const ROWS: &str = "
    CREATE TABLE demo.sky AS SELECT n::int8 AS id, lon AS ra, lat AS dec, 1.0::float8 AS parallax,
            armilla.healpix_index(29, lon, lat) AS hpx
        FROM generate_series(1, 20000) AS n, LATERAL (SELECT
            CASE WHEN n % 50 = 0 THEN (n / 50 % 8) * 45.0 ELSE n * 222.492235949962 % 360 END::float8 AS lon,
            CASE WHEN n % 70 = 0 THEN (n / 70 % 5 - 2) * 45.0 ELSE asind(1 - n / 10000.0) END::float8 AS lat) AS places
        UNION ALL SELECT 0, NULL, NULL, NULL, NULL;
    CREATE INDEX sky_hpx ON demo.sky (hpx);
    ANALYZE demo.sky;
";

/// What the query over the sample's stars gives for these rows.
fn answer(query: &str) -> String {
    psql(&on_the_sky(query))
}

fn on_the_sky(query: &str) -> String {
    translated(query).unwrap().sql.replace("\"demo\".\"stars\"", "\"demo\".\"sky\"")
}

#[test]
fn the_stored_index_gives_the_cells_of_every_order() {
    for order in [0, 1, 5, 8, 17, 28, 29] {
        let query = format!(
            "SELECT COUNT(*) AS n FROM demo.stars \
             WHERE ivo_healpix_index({order}, ra, dec) = ivo_healpix_index({order}, ra + 0, dec)"
        );
        assert!(on_the_sky(&query).contains("\"t1\".\"hpx\""), "{query}");
        assert_eq!(answer(&query), "20000", "order {order}");
    }
}

#[test]
fn conditions_on_cells_find_the_rows_that_computed_cells_find() {
    for condition in [
        "= 3",
        "<> 3",
        "IN (0, 4, 5, 47, 48, -1)",
        "NOT IN (0, 4, 5, 47)",
        "BETWEEN 10 AND 20",
        "NOT BETWEEN -3 AND 20",
        "BETWEEN 20 AND 10",
        "= 48",
        ">= 40",
    ] {
        let stored =
            format!("SELECT COUNT(*) AS n FROM demo.stars WHERE ivo_healpix_index(1, ra, dec) {condition}");
        let computed = stored.replace("ra, dec", "ra + 0, dec");
        assert!(on_the_sky(&computed).contains("armilla.healpix_index"), "{computed}");
        assert_eq!(answer(&stored), answer(&computed), "{condition}");
    }
    assert_ne!(answer("SELECT COUNT(*) AS n FROM demo.stars WHERE ivo_healpix_index(1, ra, dec) = 3"), "0");
}

#[test]
fn groups_by_cell_are_those_of_computed_cells() {
    let query = "SELECT ivo_healpix_index(2, ra, dec) AS c, COUNT(*) AS n FROM demo.stars \
                 GROUP BY ivo_healpix_index(2, ra, dec) ORDER BY c";
    let computed = query.replace("ra, dec", "ra + 0, dec");
    assert_eq!(answer(query), answer(&computed));
    let having = query.replace(" ORDER", " HAVING ivo_healpix_index(2, ra, dec) = 7 ORDER");
    assert!(answer(&having).starts_with("7|"), "a grouped cell in HAVING");
    assert_eq!(answer(query).lines().count(), 193, "192 cells, and one row without a position");
}

#[test]
fn the_rows_of_a_cell_come_from_the_index() {
    for condition in ["= 345678", "IN (345678, 5)", "BETWEEN 345678 AND 345680"] {
        let query = format!("SELECT id FROM demo.stars WHERE ivo_healpix_index(8, ra, dec) {condition}");
        let plan = psql(&format!("EXPLAIN {}", on_the_sky(&query)));
        assert!(plan.contains("sky_hpx") && !plan.contains("Seq Scan"), "{plan}");
    }
}
