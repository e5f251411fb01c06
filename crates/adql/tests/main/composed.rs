//! Composed tables in a real PostgreSQL: the rows of one wide table, from the relations that a query names.

pub mod database;

use std::sync::Arc;

use adql::{Options, translate};
use catalogue::{Scope, ScopedSchema, Table};
use sky::Healpix;

use crate::bound::bound;
use crate::sample;
use database::open;

/// Queries with the relations that each may touch, and how many times in all.
const QUERIES: &[(&str, &[&str])] = &[
    ("SELECT AVG(MAG_APER_3_0[59]) FROM jpas.Apertures WHERE MAG_ERR_APER_3_0[59] < 0.4", &["aper_3_0"]),
    ("SELECT COUNT(*), MIN(MAG_I), MAX(ALPHA_J2000) FROM jpas.Apertures", &["core"]),
    ("SELECT object_id, mag_aper_6_0[59] AS red FROM jpas.Apertures WHERE mag_i < 16", &["aper_6_0", "core"]),
    (
        "SELECT object_id, mag_aper_3_0[59] - mag_aper_6_0[59] AS growth FROM jpas.Apertures",
        &["aper_3_0", "aper_6_0"],
    ),
    ("SELECT number FROM jpas.Apertures WHERE flags[59] = 3", &["flags"]),
    ("SELECT * FROM jpas.Apertures", &["aper_3_0", "aper_6_0", "core", "flags"]),
    (
        "SELECT object_id, mag_aper_3_0[59], mag_err_aper_6_0[1] FROM jpas.Apertures \
         WHERE 1=CONTAINS(POINT(ALPHA_J2000, DELTA_J2000), CIRCLE(0, 40, 0.6))",
        &["aper_3_0", "aper_6_0", "core"],
    ),
    (
        "SELECT flags[59], COUNT(*) AS n, AVG(mag_i) AS m FROM jpas.Apertures GROUP BY flags[59] HAVING COUNT(*) > 20",
        &["core", "flags"],
    ),
    (
        "SELECT a.object_id, b.mag_aper_6_0[59] FROM jpas.Apertures AS a JOIN jpas.Apertures AS b \
         ON a.object_id = b.object_id + 1 AND a.mag_aper_3_0[59] < b.mag_aper_6_0[59]",
        &["aper_3_0", "aper_6_0"],
    ),
    (
        "SELECT a.object_id, b.number, b.mag_aper_3_0[59] FROM jpas.Apertures AS a \
         LEFT JOIN jpas.Apertures AS b ON a.object_id = b.object_id + 7 AND b.mag_i < 18",
        &["aper_3_0", "core", "core"],
    ),
    (
        "SELECT object_id, a.mag_aper_3_0[59], b.mag_aper_6_0[59] FROM jpas.Apertures AS a FULL JOIN \
         (SELECT object_id + 100 AS object_id, mag_aper_6_0 FROM jpas.Apertures) AS b USING (object_id)",
        &["aper_3_0", "aper_6_0"],
    ),
    (
        "SELECT a.object_id FROM jpas.Apertures AS a WHERE a.mag_i < 16 AND EXISTS \
         (SELECT 1 FROM jpas.Apertures AS b WHERE b.number = a.number AND b.mag_aper_6_0[59] > a.mag_aper_3_0[59])",
        &["aper_3_0", "aper_6_0", "core", "core"],
    ),
    (
        "SELECT TOP 5 object_id, mag_aper_3_0 FROM jpas.Apertures ORDER BY mag_aper_3_0[59], object_id OFFSET 3",
        &["aper_3_0"],
    ),
    ("SELECT mag_aper_3_0[59] FROM jpas.RestrictedApertures", &["aper_3_0", "core"]),
    ("SELECT COUNT(*) FROM jpas.RestrictedApertures", &["core"]),
];

#[test]
fn a_composed_table_has_the_rows_of_a_wide_one() {
    let database = open();
    let (composed, wide) = (sample::scope(), widened(&sample::scope()));
    for (query, _) in QUERIES {
        let mut expected = database.rows(&sql(query, &wide));
        let mut found = database.rows(&sql(query, &composed));
        if !query.contains("ORDER BY") {
            expected.sort();
            found.sort();
        }
        assert!(expected.len() > 1 || query.contains("COUNT") || query.contains("AVG"), "{query}");
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn only_the_relations_that_a_query_names_are_read() {
    let database = open();
    for (query, expected) in QUERIES {
        let plan = database.rows(&format!("EXPLAIN {}", sql(query, &sample::scope())));
        let words = plan.iter().filter_map(|line| line.split(" on ").nth(1)?.split(' ').next());
        let mut read: Vec<&str> =
            words.filter(|word| ["core", "aper_3_0", "aper_6_0", "flags"].contains(word)).collect();
        read.sort_unstable();
        assert_eq!(&read, expected, "{query}: {plan:#?}");
    }
}

#[test]
fn a_small_cone_searches_every_part_by_an_index() {
    let database = open();
    let query = "SELECT object_id, mag_i, mag_aper_3_0[59], mag_aper_6_0[59], flags[59] FROM jpas.Apertures \
                 WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 0.02, 40.01) < 0.02";
    let plan = database.rows(&format!("EXPLAIN {}", sql(query, &sample::scope())));
    assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{plan:#?}");
    assert!(plan.iter().any(|line| line.contains("core_hpx_idx")), "{plan:#?}");
    assert!(!database.rows(&sql(query, &sample::scope())).is_empty());
}

#[test]
fn ranges_reach_the_index_of_a_part_that_is_read_first() {
    let database = open();
    // Without the index of its key a part can be found by its own HEALPix column only.
    let query = "SELECT mag_aper_6_0[59] FROM jpas.Apertures \
                 WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 0.02, 40.01) < 0.1";
    let plan = database.rows(&format!(
        "BEGIN; DROP INDEX sim_jpas.aper_6_0_key; EXPLAIN {}; ROLLBACK",
        sql(query, &sample::scope())
    ));
    assert!(plan.iter().any(|line| line.contains("aper_6_0_cell")), "{plan:#?}");
    assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{plan:#?}");
}

fn sql(query: &str, scope: &Scope) -> String {
    bound(&translate(query, scope, &Healpix, &Options::default()).unwrap_or_else(|error| panic!("{error}")))
}

/// The same tables, stored as one relation each.
fn widened(scope: &Scope) -> Scope {
    let widen = |schema: &ScopedSchema| {
        let mut collection = (*schema.collection).clone();
        collection.tables.iter_mut().for_each(widen_table);
        ScopedSchema { name: schema.name.clone(), collection: Arc::new(collection) }
    };
    Scope::new(scope.hash(), scope.instance(), scope.published().iter().map(widen).collect())
}

/// A composed table as the relation that holds all of it.
pub fn widen_table(table: &mut Table) {
    if table.parts.is_empty() {
        return;
    }
    table.parts.clear();
    table.relation.table = "wide".to_owned();
    for column in &mut table.columns {
        column.part = 0;
        column.pg_name = column.field.name.to_lowercase();
    }
}
