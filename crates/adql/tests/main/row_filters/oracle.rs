//! What a user computes never fails for a row that he may not see, for the failure would tell of it.

use super::{filtered, translated};
use crate::bound::bound;
use crate::positions::database::open;

/// Conditions that fail for the stars of magnitude 7, which are hidden.
const FAILING: &[&str] = &[
    "1 / (mag - 7) > -5",
    "10 / CAST(mag - 7 AS INTEGER) > -50",
    "LOG10(ABS(mag - 7)) < 9",
    "LOG(ABS(mag - 7)) < 9",
    "POWER(mag - 7, -1) < 9",
    "EXP(800 / (1 + ABS(mag - 7) * 10)) > 0",
    "MOD(100, mag - 7) >= 0",
    "CAST(1e37 / ABS(mag - 7) AS REAL) > 0",
    "CASE WHEN mag = 7 THEN CAST(COALESCE(name, 'x') AS INTEGER) ELSE 1 END > 0",
];

/// Where a condition may stand, as `{}`.
const PLACES: &[&str] = &[
    "SELECT id FROM demo.stars WHERE {}",
    "SELECT id FROM (SELECT id, mag, name FROM demo.stars) AS d WHERE {}",
    "WITH w AS (SELECT id, mag, name FROM demo.stars) SELECT id FROM w WHERE {}",
    "SELECT s.id FROM demo.stars AS s JOIN (SELECT id AS o FROM demo.obs) AS p ON s.id = p.o AND {}",
    "SELECT p.o FROM (SELECT id AS o FROM demo.obs) AS p LEFT JOIN demo.stars AS s ON p.o = s.id AND {}",
    "SELECT o FROM (SELECT id AS o FROM demo.obs) AS p WHERE EXISTS (SELECT 1 FROM demo.stars WHERE id = o AND {})",
    "SELECT mag, COUNT(*) AS n FROM demo.stars WHERE {} GROUP BY mag",
    "SELECT TOP 3 id FROM demo.stars WHERE {} ORDER BY DISTANCE(ra, dec, 11, 21)",
    "SELECT id FROM demo.stars WHERE DISTANCE(ra, dec, 11, 21) < 0.3 AND {}",
    "SELECT c FROM (SELECT id AS c, CASE WHEN {} THEN 1 ELSE 0 END AS f FROM demo.stars) AS d WHERE f = 1",
];

#[test]
fn nothing_is_computed_of_a_hidden_row() {
    let database = open();
    // It costs more than most conditions, so that PostgreSQL would like to test them first.
    let scope = filtered("demo.stars", &["ROUND(ABS(mag - 7), 1) > 0.5"], &[]);
    let mut told = 0;
    for condition in FAILING {
        for place in PLACES {
            let query = place.replace("{}", &format!("({condition})"));
            let sql = bound(&translated(&query, &scope));
            assert_eq!(database.failure(&sql), None, "{query}");
            // Without the fence PostgreSQL may test the user's condition first.
            told += usize::from(database.failure(&sql.replace(" OFFSET 0)", ")")).is_some());
        }
    }
    assert!(told > FAILING.len(), "{told}");
}

#[test]
fn what_cannot_fail_needs_no_fence() {
    let scope = filtered("demo.stars", &["mag <> 7"], &[]);
    for condition in [
        "mag - mag_b > 0.5 AND mag_b IS NOT NULL",
        "name LIKE 'a%' OR LOWER(name) = 'b'",
        "2.5 * mag + 0.3 BETWEEN 1 AND ABS(parallax) / 1000.0",
        "spectrum[3] - spectrum[4] > 0.1",
        "DISTANCE(ra, dec, 1, 2) < 0.3 AND id IN (1, 2, 3)",
        "ra - 10 < 3 AND NOT (variable OR night < '2020-01-01')",
        "CASE WHEN mag > 3 THEN mag ELSE mag_b END < 3",
    ] {
        let sql = translated(&format!("SELECT 1 / mag AS x FROM demo.stars WHERE {condition}"), &scope).sql;
        assert!(sql.matches("OFFSET 0").count() == usize::from(condition.contains("DISTANCE")), "{sql}");
    }
    for condition in [
        "id + 9223372036854775000 > 0",
        "ra * 1e300 > 0",
        "parallax * parallax * parallax * parallax > 0",
        "ra / mag > 0",
        "spectrum[id] > 0",
        "small * \"size\" > 3",
        "name || name = 'aa'",
        "SQRT(mag) > 1",
        "-id < 3",
        "IN_UNIT(ra, 'rad') > 3",
    ] {
        let sql = translated(&format!("SELECT id FROM demo.stars WHERE {condition}"), &scope).sql;
        assert!(sql.contains("OFFSET 0"), "{sql}");
    }
}
