//! Indexes on elements of arrays, in a real PostgreSQL: a named element is found by an index on the numbered one.

use adql::translate;
use private_postgres::PrivateServer;

use crate::sample;

const SETUP: &str = "CREATE SCHEMA sim_dr1;
CREATE TABLE sim_dr1.magabdualobj AS SELECT n AS tile_id, n AS number, (n % 360)::float8 AS alpha_j2000,
    0::float8 AS delta_j2000, 1::real AS class_star, array_fill((n / 5000.0)::real, ARRAY[12]) AS mag_auto,
    array_fill((n / 5000.0)::real, ARRAY[12]) AS mag_psfcor, array_fill((n % 100)::int2, ARRAY[12]) AS flags
    FROM generate_series(1, 50000) AS n;
CREATE INDEX by_r ON sim_dr1.magabdualobj ((mag_auto[1]));
CREATE INDEX by_flag ON sim_dr1.magabdualobj ((flags[11]));
ANALYZE sim_dr1.magabdualobj;";

/// Conditions and orders, with the index that serves each.
const QUERIES: &[(&str, &str)] = &[
    ("SELECT number FROM jplus.MagABDualObj WHERE mag_auto[jplus::rSDSS] < 0.01", "by_r"),
    ("SELECT number FROM jplus.MagABDualObj WHERE MAG_AUTO[1] BETWEEN 3 AND 3.01", "by_r"),
    (
        "SELECT m.number FROM jplus.MagABDualObj AS m WHERE 4.999 <= m.mag_auto[JPLUS::RSDSS] AND m.number > 7",
        "by_r",
    ),
    ("SELECT COUNT(*) FROM jplus.MagABDualObj WHERE flags[jplus::J0660] = 7", "by_flag"),
    ("SELECT COUNT(*) FROM jplus.MagABDualObj WHERE flags[jplus::J0660] IN (7, 8)", "by_flag"),
    ("SELECT TOP 5 number FROM jplus.MagABDualObj ORDER BY mag_auto[jplus::rSDSS]", "by_r"),
    (
        "SELECT COUNT(*) FROM (SELECT mag_auto AS m FROM jplus.MagABDualObj) AS q WHERE q.m[jplus::rSDSS] > 9.99",
        "by_r",
    ),
];

#[test]
fn an_index_on_an_element_serves_the_element_by_name_and_by_number() {
    let server = PrivateServer::temporary(|_| {}).unwrap();
    psql(&server, SETUP);
    for (query, index) in QUERIES {
        let sql = translate(query, &sample::scope(), &sample::FewCells, &sample::options()).unwrap().sql;
        let plan = psql(&server, &format!("EXPLAIN {sql}"));
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{query}\n{sql}\n{plan}");
    }
}

fn psql(server: &PrivateServer, sql: &str) -> String {
    let output = server.client("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
